"""Small things to test with: a row, an offer, a catalogue of three providers, all with prices that never change."""

from __future__ import annotations

import os
from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import cache
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from hypothesis import strategies as st

from costcalc.pricing.usage import Usage
from costcalc.sheets.book import Book, Offer, bind
from costcalc.sheets.lifecycle import Lifecycle
from costcalc.sheets.loading import load_book
from costcalc.sheets.model_list import Model
from costcalc.sheets.price_rows import Claim, Price, Rates
from costcalc.sheets.schema import Alias, OfferSheet, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy

TODAY = date(2026, 11, 20)
SPRING, SUMMER = date(2026, 3, 1), date(2026, 6, 1)
_RATES = {field.name for field in fields(Rates)}
_OF_A_PRICE = {field.name for field in fields(Price)} - {"note", "currency"}


def price(**stated: Any) -> Price:
    """Return a curated row; rates may be text."""
    return Price(**{"basis": "official", "source": "the price list", "checked": TODAY, **_with_decimals(stated)})


def claim(**stated: Any) -> Claim:
    """Return what somebody else says, dated by nothing."""
    return Claim(**{"basis": "community", "source": "a data set", "checked": TODAY, **_with_decimals(stated)})


def _with_decimals(stated: dict[str, Any]) -> dict[str, Any]:
    return {name: Decimal(value) if name in _RATES and value is not None else value for name, value in stated.items()}


def model(name: str = "small-2", **stated: Any) -> Model:
    """Return a model that takes text, and images where `inputs` says so."""
    about = {"name": name.title(), "maker": "Maker", "tokenizer": "tekken-v11", "source": "a model card", "checked": TODAY}
    return Model(model=name, **{**about, **stated})


def offer_sheet(name: str = "small-2", **stated: Any) -> OfferSheet:
    """Return an offer of a model, with no price where none is given."""
    return OfferSheet(**{"model": name, "id": f"org/{name}", **stated})


def sheet(provider: str = "host", *offers: OfferSheet, **stated: Any) -> Sheet:
    """Return a provider that bills in dollars."""
    return Sheet(
        **{"provider": provider, "name": provider.title(), "kind": "host", "currency": "USD", "offers": offers, **stated}
    )


def offer(
    *, provider: Sheet | None = None, of: Model | None = None, prices: Sequence[Price] | None = None, **stated: Any
) -> Offer:
    """Return an offer with one price, 0.10 in and 0.30 out, changed by what is stated of the row or of the offer.

    `prices=[...]` gives the rows themselves; `retires=` and `launched=` make the lifecycle.
    """
    life = {name: stated.pop(name) for name in ("launched", "deprecated", "retires", "successor") if name in stated}
    row = {name: stated.pop(name) for name in [*stated] if name in _OF_A_PRICE}
    rows = [price(**{"input": "0.10", "output": "0.30", **row})] if prices is None else prices
    about = {"lifecycle": Lifecycle(**life) if life else None, "prices": tuple(rows), **stated}
    which = of or model()
    host = provider or sheet()
    return Offer(host, which, offer_sheet(which.model, **about), f"{host.provider}/{which.model}")


def catalogue() -> Book:
    """Return a book of a maker, a host and a router, with three models.

    `small-latest` moves at the maker from small-1 to small-2 on 2026-06-01; the host sells small-2 twice.
    """
    maker = sheet(
        "maker",
        offer_sheet("small-2", id="small-2606", context=1000, prices=(price(input="0.15", output="0.60"),)),
        offer_sheet("small-1", id="small-2501", prices=(price(input="0.10", output="0.30"),)),
        kind="maker",
        regions=("EU",),
        aliases=(
            Alias(name="small-latest", model="small-2", from_=SUMMER, source="the changelog"),
            Alias(name="small-latest", model="small-1", from_=SPRING, source="the changelog"),
        ),
    )
    host = sheet(
        "host",
        offer_sheet("small-2", id="Org/Small-2", names=("Org/Small-2-Instruct",), prices=(price(input="0.20", output="0.40"),)),
        offer_sheet("small-2", id="Org/Small-2-Turbo", prices=(price(input="0.30", output="0.60"),)),
        currency="EUR",
        regions=("DE",),
    )
    router = sheet(
        "router",
        offer_sheet(
            "small-1", id="org/small-1", regions=("US", "SE"), features=("tools",), prices=(price(input="0.05", output="0.10"),)
        ),
        offer_sheet("seer-1", id="org/seer-1:free", prices=(price(input="0", output="0", free=True),)),
        kind="router",
    )
    models = (
        model("small-2", names=("org/small-2-24b",), features=("tools",)),
        model("small-1"),
        model("seer-1", inputs=("text", "image")),
    )
    return bind((maker, host, router), models)


def usages() -> SearchStrategy[Usage]:
    """Return usages of one request in which no part is larger than its whole."""
    counts = st.tuples(*[st.integers(0, 10**6)] * 5, st.integers(0, 8))
    return counts.map(
        lambda n: Usage(input=sum(n[:3]), cached_input=n[1], cache_write=n[2], output=n[3] + n[4], reasoning=n[4], image=n[5])
    )


@cache
def packaged_book() -> Book:
    """Return the book that is shipped, compiled anew and kept out of the user's cache."""
    with TemporaryDirectory() as folder, patch.dict(os.environ, COSTCALC_CACHE_DIR=folder):
        return load_book()
