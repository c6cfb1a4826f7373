"""LiteLLM: structure out of key names, limits and abilities, and nothing half taken."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from costcalc.sheets.imports.record import PLACEHOLDER
from costcalc.sheets.lifecycle import Lifecycle
from costcalc.sheets.price_rows import Claim, Price, Service, Tier, Uplift, Window
from costcalc.sheets.rate_limit import Limit

if TYPE_CHECKING:
    from collections.abc import Callable

    from costcalc.sheets.imports.assembling import Imported
    from costcalc.sheets.schema import OfferSheet

    Take = Callable[..., Imported]
    One = Callable[[str, Any], OfferSheet]

D = Decimal
CHAT = {"mode": "chat", "litellm_provider": "acme", "input_cost_per_token": 1e-6, "output_cost_per_token": 4e-6}


@pytest.fixture
def entry(offer: One) -> Callable[..., OfferSheet]:
    """Import one chat entry of LiteLLM."""
    return lambda **stated: offer("litellm", {"acme/big-1": CHAT | stated})


def test_an_entry_with_everything_is_taken_whole(entry: Callable[..., OfferSheet]) -> None:
    found = entry(
        cache_read_input_token_cost=1e-7,
        cache_creation_input_token_cost=1.25e-6,
        cache_creation_input_token_cost_above_1hr=2e-6,
        output_cost_per_reasoning_token=6e-6,
        input_cost_per_image=0.002,
        input_cost_per_request=0.005,
        input_cost_per_token_above_200k_tokens=2e-6,
        output_cost_per_token_above_200k_tokens=8e-6,
        cache_creation_input_token_cost_above_1hr_above_200k_tokens=4e-6,
        input_cost_per_token_batches=5e-7,
        output_cost_per_token_batches=2e-6,
        input_cost_per_token_priority=1.75e-6,
        input_cost_per_token_above_200k_tokens_priority=3.5e-6,
        regional_processing_uplift_multiplier_eu=1.1,
        provider_specific_entry={"us": 1.1, "fast": 6.0, "invocation_schema": "v2"},
        search_context_cost_per_query={"search_context_size_low": 0.01, "search_context_size_high": 0.01},
        input_cost_per_audio_token=1e-5,
        input_cost_per_audio_token_batches=5e-6,
        some_new_cost_per_dance=0.25,
        prompt_cache_min_tokens=1024,
        max_input_tokens=200000,
        max_output_tokens=8192,
        deprecation_date="2027-04-14",
        supports_vision=True,
        supports_function_calling=True,
        supports_prompt_caching=True,
        supported_regions=["us-west-2"],
        rpm=60,
        tpm=4000000,
        source="https://acme.example/pricing",
        comment="Reasoning is\nbilled apart.",
    )
    source = "a catalogue 1.0 (https://acme.example/pricing)"
    seen = date(2026, 11, 20)
    assert (found.id, found.context, found.max_output) == ("big-1", 200000, 8192)
    assert found.inputs == ("text", "image")
    assert found.features == ("tools", "batch", "caching", "vision")
    assert found.lifecycle == Lifecycle(retires=date(2027, 4, 14), source="a catalogue 1.0", note="its deprecation_date")
    assert found.limits == (
        Limit(metric="requests", max=60, window="1m", source="a catalogue 1.0", checked=seen),
        Limit(metric="tokens", max=4000000, window="1m", source="a catalogue 1.0", checked=seen),
    )
    assert found.note == "regions: us-west-2; Reasoning is billed apart."
    assert found.prices == (
        Price(
            input=D(1),
            output=D(4),
            cached_input=D("0.1"),
            cache_write=D("1.25"),
            cache_write_1h=D(2),
            reasoning=D(6),
            image=D("0.002"),
            request=D("0.005"),
            tiers=(Tier(above=200000, input=D(2), output=D(8), cache_write_1h=D(4)),),
            services=(
                Service(name="batch", input=D("0.5"), output=D(2)),
                Service(name="priority", input=D("1.75"), tiers=(Tier(above=200000, input=D("3.5")),)),
                Service(name="fast", multiplier=D(6)),
            ),
            uplifts=(Uplift(region="eu", multiplier=D("1.1")), Uplift(region="us", multiplier=D("1.1"))),
            other={
                "input_audio_per_mtok": D(10),
                "input_audio_per_mtok_batch": D(5),
                "some_new_cost_per_dance": D("0.25"),
                "web_search_per_1000": D(10),
            },
            cache_minimum=1024,
            basis="community",
            source=source,
            checked=seen,
        ),
    )


def test_an_undated_rate_holds_since_ever(entry: Callable[..., OfferSheet]) -> None:
    assert entry().prices[0].from_ is None


def test_an_answer_as_long_as_the_context_is_a_placeholder(entry: Callable[..., OfferSheet]) -> None:
    found = entry(max_input_tokens=128000, max_output_tokens=128000)
    assert (found.context, found.max_output, found.note) == (128000, None, PLACEHOLDER)


def test_ranges_become_a_base_and_tiers(offer: One) -> None:
    ranges = [
        {"range": [0, 32000.0], "input_cost_per_token": 3e-7, "output_cost_per_token": 1.5e-6},
        {"range": [32000.0, 128000.0], "input_cost_per_token": 5e-7, "output_cost_per_token": 2.5e-6},
    ]
    found = offer("litellm", {"acme/big-1": {"mode": "chat", "litellm_provider": "acme", "tiered_pricing": ranges}})
    assert (found.prices[0].input, found.prices[0].output) == (D("0.3"), D("1.5"))
    assert found.prices[0].tiers == (Tier(above=32000, input=D("0.5"), output=D("2.5")),)


def test_a_threshold_counts_itself_in_only_where_litellm_reads_it_so(entry: Callable[..., OfferSheet]) -> None:
    above = {"input_cost_per_token_above_128k_tokens": 2e-6}
    assert [tier.inclusive for tier in entry(**above).prices[0].tiers] == [False]
    assert [tier.inclusive for tier in entry(**above, litellm_provider="xai").prices[0].tiers] == [True]


def test_searches_that_cost_by_size_keep_their_sizes(entry: Callable[..., OfferSheet]) -> None:
    sizes = {"search_context_size_low": 0.005, "search_context_size_high": 0.012}
    other = entry(search_context_cost_per_query=sizes).prices[0].other
    assert other == {"web_search_low_per_1000": D(5), "web_search_high_per_1000": D(12)}


def test_hours_are_windows_in_utc(entry: Callable[..., OfferSheet]) -> None:
    block = {"hours_utc": "16:30-00:30", "input_cost_per_token": 5e-7, "output_cost_per_token": 2e-6}
    assert entry(off_peak_pricing=block).prices[0].windows == (
        Window(start=time(16, 30), end=time(0, 30), time_zone="UTC", input=D("0.5"), output=D(2)),
    )


def windows(offer: OfferSheet) -> list[tuple[str, str, tuple[int, ...] | None]]:
    return [(f"{found.start:%H:%M}", f"{found.end:%H:%M}", found.weekdays) for found in offer.prices[0].windows]


def test_hours_over_midnight_are_parted_where_weekdays_are_named(entry: Callable[..., OfferSheet]) -> None:
    rules = [{"hours_utc": ["20:00-04:00", "10:00-00:00"], "weekdays": ["mon", 5]}, {"hours_utc": "07:00-07:00", "weekdays": [7]}]
    found = entry(off_peak_pricing={"windows": rules, "input_cost_per_token": 5e-7})
    assert windows(found) == [
        ("20:00", "00:00", (1, 5)),
        ("00:00", "04:00", (1, 5)),
        ("10:00", "00:00", (1, 5)),
        ("00:00", "00:00", (7,)),
    ]


def test_hours_follow_the_zone_of_their_weekdays(entry: Callable[..., OfferSheet]) -> None:
    rules = [{"hours_utc": "10:00-00:00", "weekdays": [1]}]
    block = {"weekday_timezone": "Asia/Shanghai", "windows": rules, "input_cost_per_token": 5e-7}
    found = entry(off_peak_pricing=block)
    assert windows(found) == [("18:00", "00:00", (1,)), ("00:00", "08:00", (1,))]
    assert {window.time_zone for window in found.prices[0].windows} == {"Asia/Shanghai"}


@pytest.mark.parametrize(
    ("stated", "reason"),
    [
        ({"input_cost_per_token": "cheap"}, "input_cost_per_token is no number: 'cheap'"),
        ({"output_cost_per_token": -4e-6}, "output_cost_per_token is negative"),
        ({"output_cost_per_token": 0}, "output is 0 and input is not: 0 is a price only where everything is free"),
        ({"input_cost_per_token_cache_hit": 1e-7, "cache_read_input_token_cost": 2e-7}, "where another key says 0.1"),
        ({"max_input_tokens": "a lot"}, "max_input_tokens is no number"),
        ({"deprecation_date": "soon"}, "deprecation_date 'soon' is no day"),
        ({"search_context_cost_per_query": 3}, "search_context_cost_per_query is no object"),
        ({"tiered_pricing": [{"range": [0, 1], "input_cost_per_token": 1}]}, "beside rates for every length"),
        ({"input_cost_per_token": 1e7}, "prices[0].input: 10000000000000 is no rate"),
        ({"off_peak_pricing": {"hours_utc": "at night", "input_cost_per_token": 1e-7}}, "is no span such as 16:30-00:30"),
        ({"off_peak_pricing": {"hours_utc": "25:00-01:00", "input_cost_per_token": 1e-7}}, "is no span"),
        ({"off_peak_pricing": {"windows": [{"hours_utc": "01:00-02:00", "weekdays": ["day"]}]}}, "'day' is no weekday"),
        ({"off_peak_pricing": {"weekday_timezone": "Europe/Berlin"}}, "Europe/Berlin, which changes its clock"),
        ({"off_peak_pricing": {"weekday_timezone": "Mars"}}, "weekday_timezone 'Mars' is no zone"),
        ({"off_peak_pricing": {"input_cost_per_audio_token": 1e-7}}, "off_peak_pricing prices input_audio_per_mtok"),
        ({"litellm_provider": None}, "litellm_provider is no text"),
    ],
)
def test_a_malformed_entry_is_listed_and_not_taken(imported: Take, stated: dict[str, Any], reason: str) -> None:
    done = imported("litellm", {"acme/big-1": CHAT | stated, "acme/good": CHAT})
    assert [problem.record for problem in done.problems] == ["acme/big-1"]
    assert reason in done.problems[0].reason
    assert [offer.id for sheet in done.sheets for offer in sheet.offers] == ["good"]


@pytest.mark.parametrize(
    ("bounds", "reason"), [([[0, 10], [20, 30]], "a gap or an overlap at 10"), ([[5, 10]], "at 0"), ([[0]], "at 0")]
)
def test_ranges_that_do_not_meet_are_malformed(imported: Take, bounds: list[list[int]], reason: str) -> None:
    ranges = [{"range": bound, "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6} for bound in bounds]
    done = imported("litellm", {"a/b": {"mode": "chat", "litellm_provider": "a", "tiered_pricing": ranges}, "acme/good": CHAT})
    assert reason in done.problems[0].reason


def test_what_is_no_text_model_is_left_out_with_its_mode(imported: Take) -> None:
    others = {"e": CHAT | {"mode": "embedding"}, "n": {"mode": "chat", "litellm_provider": "acme"}, "sample_spec": {"mode": "x"}}
    done = imported("litellm", others | {"acme/good": CHAT})
    assert [(problem.record, problem.reason) for problem in done.left_out] == [
        ("e", "mode embedding"),
        ("n", "no price per token"),
    ]


def test_zero_and_zero_is_a_claim_and_no_price(entry: Callable[..., OfferSheet]) -> None:
    found = entry(input_cost_per_token=0, output_cost_per_token=0.0)
    assert found.prices == ()
    assert [(type(claim), claim.input, claim.output) for claim in found.claims] == [(Claim, 0, 0)]
    assert "not taken as a price" in (found.claims[0].note or "")


def test_a_service_that_gives_something_away_is_kept_where_no_command_prices_it(entry: Callable[..., OfferSheet]) -> None:
    zeros = {"output_cost_per_token_decisions": 0.0, "output_cost_per_token_above_272k_tokens_decisions": 0.0}
    price = entry(input_cost_per_token_decisions=1e-7, **zeros).prices[0]
    assert price.services == ()
    assert price.other == {
        "input_per_mtok_decisions": D("0.1"),
        "output_per_mtok_decisions": D(0),
        "output_per_mtok_above_272000_decisions": D(0),
    }


@pytest.mark.parametrize(
    ("key", "provider", "ident", "short"),
    [
        ("mistral/mistral-small-latest", "mistral", "mistral-small-latest", "mistral"),
        ("together_ai/meta-llama/Llama-3-8b", "together_ai", "meta-llama/Llama-3-8b", "together"),
        ("bedrock/us-east-1/anthropic.claude-v2:1", "bedrock", "us-east-1/anthropic.claude-v2:1", "aws"),
        ("us.amazon.nova-pro-v1:0", "bedrock_converse", "us.amazon.nova-pro-v1:0", "aws"),
        ("vertex_ai/meta/llama-4-maas", "vertex_ai-llama_models", "meta/llama-4-maas", "vertex"),
        ("amazon-nova/nova-pro-v1", "amazon_nova", "nova-pro-v1", "amazon-nova"),
        ("ollama/llama3", "ollama", "llama3", "ollama-local"),
        ("gpt-4o", "openai", "gpt-4o", "openai"),
        ("x/y", "Models", "x/y", "models-provider"),
    ],
)
def test_the_route_is_taken_off_the_id(imported: Take, key: str, provider: str, ident: str, short: str) -> None:
    sheet = imported("litellm", {key: CHAT | {"litellm_provider": provider}}).sheets[0]
    assert (sheet.provider, sheet.offers[0].id) == (short, ident)


def test_a_service_or_length_that_prices_no_token_is_kept_by_name(entry: Callable[..., OfferSheet]) -> None:
    price = entry(input_cost_per_audio_token_flex=1e-6, input_cost_per_audio_token_above_128k_tokens=2e-6).prices[0]
    assert (price.services, price.tiers) == ((), ())
    assert price.other == {"input_audio_per_mtok_flex": D(1), "input_audio_per_mtok_above_128000": D(2)}


def test_a_provider_of_problems_alone_has_no_sheet(imported: Take) -> None:
    done = imported("litellm", {"bad/x": CHAT | {"litellm_provider": "bad", "input_cost_per_token": 1e7}, "acme/good": CHAT})
    assert [sheet.provider for sheet in done.sheets] == ["acme"]
    assert [model.model for model in done.models] == ["good"]
