"""models.dev's api.json."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from costcalc.sheets.imports.record import PLACEHOLDER
from costcalc.sheets.price_rows import Price, Service, Tier

if TYPE_CHECKING:
    from collections.abc import Callable

    from costcalc.sheets.imports.assembling import Imported
    from costcalc.sheets.schema import OfferSheet

    Take = Callable[..., Imported]
    One = Callable[[str, Any], OfferSheet]

D = Decimal


def catalogue(provider: str = "acme", **stated: Any) -> dict[str, Any]:
    """Return an api.json of one provider with one model."""
    model = {
        "id": "big-1",
        "name": "Big 1",
        "attachment": True,
        "reasoning": True,
        "tool_call": True,
        "structured_output": True,
        "release_date": "2026-04-23",
        "last_updated": "2026-06-01",
        "modalities": {"input": ["text", "image", "pdf"], "output": ["text"]},
        "limit": {"context": 1050000, "input": 922000, "output": 128000},
        "cost": {"input": 5, "output": 30.0, "cache_read": 0.5},
    } | stated
    return {
        provider: {"id": provider, "name": "Acme AI", "env": [], "npm": "x", "doc": "https://x", "models": {model["id"]: model}}
    }


def test_a_model_is_taken_whole(imported: Take) -> None:
    cost = {
        "input": 5,
        "output": 30,
        "reasoning": 40,
        "cache_read": 0.5,
        "cache_write": 6.25,
        "input_audio": 10,
        "context_over_200k": {"input": 9, "output": 9},
        "tiers": [{"tier": {"type": "context", "size": 272000}, "input": 10, "output": 45, "input_audio": 20}],
    }
    modes = {"modes": {"fast": {"cost": {"input": 12.5, "output": 75}}, "slow": {}}}
    done = imported("models.dev", catalogue(cost=cost, experimental=modes, status="beta"))
    found = done.sheets[0].offers[0]
    assert (done.sheets[0].name, done.models[0].name, done.models[0].released) == ("Acme AI", "Big 1", date(2026, 4, 23))
    assert (found.context, found.max_output) == (1050000, 128000)
    assert found.inputs == ("text", "image", "document")
    assert found.features == ("tools", "structured_output", "reasoning", "vision")
    assert found.note == "input limit 922,000 tokens; status beta"
    assert found.prices == (
        Price(
            input=D(5),
            output=D(30),
            reasoning=D(40),
            cached_input=D("0.5"),
            cache_write=D("6.25"),
            tiers=(Tier(above=272000, inclusive=True, input=D(10), output=D(45)),),
            services=(Service(name="fast", input=D("12.5"), output=D(75), note="an experimental mode"),),
            other={"input_audio_per_mtok": D(10), "input_audio_per_mtok_above_272000": D(20)},
            basis="community",
            source="a catalogue 1.0",
            checked=date(2026, 11, 20),
        ),
    )


def test_the_older_form_of_a_tier_is_read_where_there_is_no_other(offer: One) -> None:
    cost = {"input": 1, "output": 2, "context_over_200k": {"input": 3, "output": 4}}
    assert offer("models.dev", catalogue(cost=cost)).prices[0].tiers == (Tier(above=200000, input=D(3), output=D(4)),)


def test_noise_is_cleaned_and_a_placeholder_is_left_out(offer: One) -> None:
    cost = {"input": 0.7899999999999999, "output": 0.7899999999999999}
    found = offer("models.dev", catalogue(cost=cost, limit={"context": 131072, "output": 131072}, release_date="2026-04"))
    assert (found.prices[0].input, found.max_output, found.note) == (D("0.79"), None, PLACEHOLDER)


def test_zero_and_zero_is_a_claim_and_no_price(offer: One) -> None:
    found = offer("models.dev", catalogue(cost={"input": 0, "output": 0}))
    assert (found.prices, len(found.claims)) == ((), 1)


@pytest.mark.parametrize(
    ("stated", "reason"),
    [
        ({"cost": {"input": "5", "output": None, "cache_read": []}}, "cache_read is no number"),
        ({"cost": {"input": 0, "output": 3}}, "input is 0 and output is not"),
        ({"cost": {"input": 1, "output": 3, "tiers": [{"input": 3}]}}, "tier is no object"),
        ({"cost": {"input": 1, "output": 3, "tiers": [{"tier": {"size": 9}, "input": 3}] * 2}}, "two tiers begin at one length"),
        ({"cost": 5}, "cost is no object"),
        ({"limit": {"context": -1}}, "limit.context is negative"),
        ({"modalities": "text"}, "modalities is no object"),
    ],
)
def test_a_malformed_model_is_listed_and_not_taken(imported: Take, stated: dict[str, Any], reason: str) -> None:
    done = imported("models.dev", catalogue(**stated) | catalogue("good"))
    assert reason in done.problems[0].reason
    assert "good" in [sheet.provider for sheet in done.sheets]


def test_broken_providers_do_not_hide_the_others(imported: Take) -> None:
    done = imported("models.dev", catalogue("good") | {"bad": "nothing", "worse": {"models": []}})
    assert [problem.record for problem in done.problems] == ["bad", "worse"]
    assert [sheet.provider for sheet in done.sheets] == ["good"]


def test_what_has_no_price_or_gives_no_text_is_left_out(imported: Take) -> None:
    painter = catalogue("brush", modalities={"input": ["text"], "output": ["image", "video"]})
    done = imported("models.dev", painter | catalogue("silent", cost=None) | catalogue("good"))
    assert [problem.reason for problem in done.left_out] == ["gives image, video", "no price per token"]
