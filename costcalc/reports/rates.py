"""Price rows, conversions and days, as reports write them."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from costcalc import money
from costcalc.pricing.rates import METERS
from costcalc.reports.notes import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from costcalc.pricing.currency import Rate
    from costcalc.pricing.evidence import Evidence
    from costcalc.sheets.price_rows import Rates


def plain(value: Any) -> Any:  # noqa: ANN401 - whatever a sheet holds
    """Return a value of a sheet as JSON carries it: days and decimals as text, tuples as lists, fields by their YAML key."""
    match value:
        case Decimal():
            return money.plain(value)
        case date() | time():
            return value.isoformat()
        case tuple():
            return [plain(item) for item in value]
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case _ if is_dataclass(value):
            return {field.name.rstrip("_"): plain(getattr(value, field.name)) for field in fields(value)}
        case _:
            return value


def rates(row: Rates) -> dict[str, str | None]:
    """Return every rate of a row by meter, null where none is published."""
    return {meter: plain(getattr(row, meter)) for meter in METERS}


def a_million(rate: Decimal | None, per: int) -> Decimal | None:
    """Return a rate of so many tokens as one of a million."""
    return None if rate is None else money.cost(1_000_000, rate, per)


def price_document(evidence: Evidence) -> dict[str, Any]:
    """Return from when a price holds and who says so."""
    row = evidence.row
    return {
        "from": plain(evidence.from_),
        "until": plain(evidence.until),
        "checked": plain(row.checked),
        "source": row.source,
        "basis": row.basis,
        "free": getattr(row, "free", False),
        "note": row.note,
    }


def native_document(evidence: Evidence, fx: Rate | None) -> dict[str, Any]:
    """Return the rates of a price in its own currency and unit, and how they were converted."""
    return {
        "currency": evidence.currency,
        "per": evidence.row.per,
        "rates": rates(evidence.row),
        "fx": fx_document(fx) if fx else None,
    }


def fx_document(rate: Rate) -> dict[str, Any]:
    """Return a conversion with its day and source."""
    return {
        "base": rate.base,
        "quote": rate.quote,
        "rate": money.plain(rate.rate),
        "fixing": plain(rate.fixing),
        "source": rate.source,
    }


def fx_notes(rates_used: Iterable[Rate | None]) -> list[str]:
    """Return the sentences that name each different conversion, and how old it is where that matters."""
    notes: dict[str, None] = {}
    for rate in rates_used:
        if rate is not None:
            on = f" of {rate.fixing}" if rate.fixing else ""
            publisher = (rate.source or "").partition(",")[0]  # JSON names the copy and its version besides
            notes[sentence(f"1 {rate.base} = {money.significant(rate.rate, 6)} {rate.quote}{on}, {publisher}")] = None
            if rate.note:
                notes[sentence(rate.note)] = None
    return [*notes]


def for_the_eye(amount: Decimal | None, fx: Rate | None) -> Decimal | None:
    """Return a rate to show: as the list has it, and to six significant digits where it was converted."""
    if amount is None or fx is None or amount == 0:
        return amount
    return amount.quantize(Decimal(1).scaleb(amount.adjusted() - 5), context=money.EXACT)
