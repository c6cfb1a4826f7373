"""simonw/llm-prices' current-v1.json and historical-v1.json."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from costcalc.sheets.imports.assembling import Imported
    from costcalc.sheets.schema import OfferSheet

    Take = Callable[..., Imported]
    One = Callable[[str, Any], OfferSheet]

D = Decimal


def price(**stated: Any) -> dict[str, Any]:
    """Return a price as the files have it."""
    return {"id": "big-1", "vendor": "acme", "name": "Big 1", "input": 2, "output": 8.5, "input_cached": None} | stated


def test_current_prices_hold_since_ever(imported: Take) -> None:
    done = imported("llm-prices", {"updated_at": "2026-08-05", "prices": [price(input_cached=0.5, input_image=3)]})
    row = done.sheets[0].offers[0].prices[0]
    assert (done.sheets[0].provider, done.models[0].name) == ("acme", "Big 1")
    assert (row.input, row.output, row.cached_input, row.from_, row.until) == (D(2), D("8.5"), D("0.5"), None, None)
    assert row.other == {"input_image_per_mtok": D(3)}


def test_a_history_is_one_offer_with_its_rows_newest_first(offer: One) -> None:
    old = price(input=4, from_date=None, to_date="2026-01-01")
    new = price(from_date="2026-01-01", to_date=None)
    rows = offer("llm-prices", {"prices": [old, new]}).prices
    assert [(row.from_, row.until, row.input) for row in rows] == [
        (date(2026, 1, 1), None, D(2)),
        (None, date(2026, 1, 1), D(4)),
    ]


def test_a_vendors_own_file_says_the_same(imported: Take) -> None:
    times = {"from_date": None, "to_date": "2026-01-01"}, {"from_date": "2026-01-01", "to_date": None}
    history = [
        {"input": 4, "output": 9, "input_cached": None} | times[0],
        {"input": 2, "output": 8, "input_cached": 1} | times[1],
    ]
    models = [{"id": "big-1", "name": "Big 1", "price_history": history}, {"id": "odd"}, "nothing"]
    done = imported("llm-prices", {"vendor": "acme", "models": models})
    built = imported("llm-prices", {"prices": [price(**row) for row in history]})
    assert (done.sheets, done.models) == (built.sheets, built.models)
    assert [problem.record for problem in done.problems] == ["?"]


def test_two_prices_of_one_name_and_time_are_a_problem(imported: Take) -> None:
    prices = [price(), price(name="Big 1 (> 128k)", input=4), price(id="good"), "nothing", price(id="late", from_date="never")]
    done = imported("llm-prices", {"prices": prices})
    assert [problem.record for problem in done.problems] == ["?", "acme:late", "acme:big-1"]
    assert "holds since ever" in done.problems[2].reason
    assert [offer.id for offer in done.sheets[0].offers] == ["good"]
