"""OpenRouter's /models and /endpoints."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from costcalc.sheets.imports.naming import Known
from costcalc.sheets.lifecycle import Lifecycle
from costcalc.sheets.price_rows import Price, Tier, Window
from costcalc.sheets.schema import Fee, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from costcalc.sheets.imports.assembling import Imported
    from costcalc.sheets.schema import OfferSheet

    Take = Callable[..., Imported]
    One = Callable[[str, Any], OfferSheet]

D = Decimal
SEEN = date(2026, 11, 20)


def model(**stated: Any) -> dict[str, Any]:
    """Return an entry of /models, as the API answers it."""
    return {
        "id": "acme/big-1",
        "name": "Acme: Big 1",
        "created": 1750000000,
        "context_length": 256000,
        "architecture": {"input_modalities": ["text", "image", "file"], "output_modalities": ["text"], "tokenizer": "Other"},
        "pricing": {"prompt": "0.0000001", "completion": "0.0000003"},
        "top_provider": {"context_length": 128000, "max_completion_tokens": 16384, "is_moderated": False},
        "supported_parameters": ["max_tokens", "tools", "structured_outputs", "reasoning"],
        "expiration_date": None,
    } | stated


def endpoint(**stated: Any) -> dict[str, Any]:
    """Return a host of /endpoints."""
    return {
        "name": "DeepInfra | acme/big-1",
        "provider_name": "DeepInfra",
        "tag": "deepinfra/fp8",
        "quantization": "fp8",
        "context_length": 65536,
        "max_completion_tokens": 8192,
        "pricing": {"prompt": "0.000000075", "completion": "0.0000002", "discount": 0},
        "supported_parameters": ["tools"],
    } | stated


def test_a_model_is_taken_whole(imported: Take) -> None:
    pricing = {
        "prompt": "0.0000020",
        "completion": "0.000012",
        "request": "0.005",
        "image": "0.001",
        "audio": "0.000003",
        "web_search": "0.014",
        "internal_reasoning": "0.000015",
        "input_cache_read": "0.0000002",
        "input_cache_write": "0.0000025",
        "input_cache_write_1h": "0.000004",
        "future_thing": "0.5",
        "overrides": [
            {"min_prompt_tokens": 200000, "prompt": "0.000004", "completion": "0.000018", "audio": "0.000006"},
            {"utc_start": 1630, "utc_end": 30, "prompt": "0.000001"},
        ],
    }
    done = imported("openrouter", {"data": [model(pricing=pricing, expiration_date="2027-05-15")]})
    sheet = done.sheets[0]
    found = sheet.offers[0]
    assert (sheet.provider, sheet.kind, done.models[0].model, done.models[0].maker) == ("openrouter", "router", "big-1", "Acme")
    assert (found.context, found.max_output) == (128000, 16384)
    assert found.inputs == ("text", "image", "document")
    assert found.features == ("tools", "structured_output", "reasoning", "vision")
    assert found.lifecycle == Lifecycle(launched=date(2025, 6, 15), retires=date(2027, 5, 15), source="a catalogue 1.0")
    assert found.prices == (
        Price(
            input=D(2),
            output=D(12),
            cached_input=D("0.2"),
            cache_write=D("2.5"),
            cache_write_1h=D(4),
            reasoning=D(15),
            image=D("0.001"),
            request=D("0.005"),
            tiers=(Tier(above=200000, inclusive=True, input=D(4), output=D(18)),),
            windows=(Window(start=time(16, 30), end=time(0, 30), time_zone="UTC", input=D(1)),),
            other={
                "future_thing_as_stated": D("0.5"),
                "input_audio_per_mtok": D(3),
                "input_audio_per_mtok_above_200000": D(6),
                "web_search_per_1000": D(14),
            },
            basis="api",
            source="a catalogue 1.0",
            checked=SEEN,
        ),
    )


def test_an_image_rate_like_that_of_the_prompt_is_the_rate_of_its_tokens(offer: One) -> None:
    pricing = {"prompt": "0.0000003", "completion": "0.0000025", "image": "0.0000003", "request": "0", "web_search": "0"}
    price = offer("openrouter", {"data": [model(pricing=pricing)]}).prices[0]
    assert (price.image, price.request, price.other) == (None, None, None)


def test_the_api_may_say_that_a_model_is_free(offer: One) -> None:
    free = offer("openrouter", {"data": [model(id="acme/big-1:free", pricing={"prompt": "0", "completion": "0"})]}).prices[0]
    assert (free.free, free.input, free.output) == (True, 0, 0)


def test_float_noise_of_the_api_is_cleaned_and_noted(offer: One) -> None:
    price = offer(
        "openrouter", {"data": [model(pricing={"prompt": "0.0000006000000000000001", "completion": "0.000001"})]}
    ).prices[0]
    assert (price.input, price.note) == (D("0.6"), "digits of a binary float taken off")


def test_each_host_behind_a_model_is_a_provider_under_the_same_id(imported: Take) -> None:
    fees = (Fee(name="credit purchase", source="the docs", checked=SEEN, percent=D("5.5")),)
    router = Sheet(provider="openrouter", name="OpenRouter", kind="router", currency="USD", fees=fees)
    hosts = [
        endpoint(),
        endpoint(tag="venice", provider_name="Venice", quantization="unknown", pricing={"prompt": "0", "completion": "0"}),
    ]
    done = imported("openrouter", {"data": model(endpoints=hosts)}, Known({}, {}, {"openrouter": router}))
    deepinfra, venice = done.sheets
    assert (deepinfra.provider, deepinfra.name, deepinfra.fees) == ("openrouter-deepinfra-fp8", "OpenRouter (DeepInfra)", fees)
    first = deepinfra.offers[0]
    assert (first.id, first.context, first.max_output, first.quantization) == ("acme/big-1", 65536, 8192, "fp8")
    assert (first.prices[0].input, first.lifecycle, first.features) == (D("0.075"), None, ("tools", "vision"))
    assert (venice.provider, venice.offers[0].quantization, venice.offers[0].prices[0].free) == ("openrouter-venice", None, True)


def test_a_discount_is_noted_because_nobody_says_whether_it_is_in_the_rates(imported: Take) -> None:
    host = endpoint(pricing={"prompt": "0.0000001", "completion": "0.0000002", "discount": 0.25})
    assert "a discount of 0.25" in (imported("openrouter", {"data": model(endpoints=[host])}).sheets[0].offers[0].note or "")


@pytest.mark.parametrize(
    ("stated", "reason"),
    [
        ({"pricing": None}, "pricing is no object"),
        ({"pricing": {"prompt": "much", "completion": "1"}}, "prompt is no number: 'much'"),
        ({"pricing": {"prompt": "0", "completion": "0.000001"}}, "input is 0 and output is not"),
        ({"pricing": {"prompt": "0", "completion": "0", "request": "0.01"}}, "tokens are free and something else is not"),
        ({"pricing": {"prompt": "1e-6", "completion": "1e-6", "overrides": [{"prompt": "1e-6"}]}}, "utc_start is no number"),
        (
            {"pricing": {"prompt": "1e-6", "completion": "1e-6", "overrides": [{"utc_start": 2570, "utc_end": 3}]}},
            "no clock number",
        ),
        (
            {"pricing": {"prompt": "1e-6", "completion": "1e-6", "overrides": [{"min_prompt_tokens": 9, "utc_start": 1}]}},
            "for a length and hours at once",
        ),
        ({"id": ""}, "id is no text"),
        ({"id": "half \ud800"}, "id holds half a character"),
        ({"expiration_date": "later"}, "expiration_date 'later' is no day"),
    ],
)
def test_a_malformed_model_is_listed_and_not_taken(imported: Take, stated: dict[str, Any], reason: str) -> None:
    done = imported("openrouter", {"data": [model(**stated), model(id="acme/good")]})
    assert [offer.id for sheet in done.sheets for offer in sheet.offers] == ["acme/good"]
    assert reason in done.problems[0].reason


def test_what_is_no_model_at_all_is_a_problem_of_its_own(imported: Take) -> None:
    done = imported("openrouter", {"data": ["acme/big-2", model(), model(id="acme/big-3", endpoints=["x"])]})
    assert [(problem.record, problem.reason) for problem in done.problems] == [
        ("acme/big-2", "the model is no object"),
        ("acme/big-3 at x", "the endpoint is no object"),
    ]


def test_routers_and_what_gives_no_text_are_left_out(imported: Take) -> None:
    auto = model(id="openrouter/auto", pricing={"prompt": "-1", "completion": "-1"})
    painter = model(id="acme/brush", architecture={"output_modalities": ["image"]})
    done = imported("openrouter", {"data": [auto, painter, model()]})
    assert [problem.reason for problem in done.left_out] == ["costs what the model that it chooses costs", "gives image"]
