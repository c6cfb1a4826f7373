"""The report of how an offer's price changed: a table of its rows, and the steps that a chart draws."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from costcalc.pricing.catalogue import retirement
from costcalc.pricing.percent import shown
from costcalc.render.chart import Line, Steps, Stretch
from costcalc.render.report import Cell, Column, Report, Table
from costcalc.reports.notes import numbered, sentence
from costcalc.reports.rates import a_million, plain, rates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from costcalc.pricing.history import Step
    from costcalc.sheets.book import Offer

SCHEMA = "costcalc/prices-history/1"
_COLUMNS = (
    Column("from", "From", "date"),
    Column("until", "Until", "date"),
    Column("currency", "Currency", "status"),
    Column("input", "In/1M", "rate"),
    Column("input_change", "Change", "count"),
    Column("output", "Out/1M", "rate"),
    Column("output_change", "Change", "count"),
    Column("cached_input", "Cached", "rate"),
    Column("basis", "Basis"),
    Column("checked", "Checked", "date"),
    Column("source", "Source"),
    Column("note", "Note"),
)
_UNDATED = timedelta(days=30)
"""A price without a first day is drawn from so long before it was seen."""


def history_report(offer: Offer, steps: Sequence[Step], on: date) -> Report:
    """Return the report of an offer's rows, oldest first in each currency."""
    data = Table("", _COLUMNS, tuple(_row(step, percent=lambda change: change) for step in steps))
    notes = _notes(offer, steps, on)
    document = {
        "as_of": plain(on),
        "offer": offer.name,
        "results": [step_document(step, on) for step in steps],
        "notes": list(notes),
    }
    tables, charts = (history_table(steps),), history_chart(offer, steps, on)
    return Report(SCHEMA, document, _heading(offer, steps), data, tables, notes, charts=lambda: charts)


def history_table(steps: Sequence[Step]) -> Table:
    """Return the rows for people: the currency only where there are several, an end only where no row follows at once."""
    several = len({step.currency for step in steps}) > 1
    keys = {"from", "until", "input", "input_change", "output", "output_change", "cached_input", "source"}
    rows = tuple(_row(_for_people(step, later), percent=_percent) for step, later in pairwise((*steps, None)) if step)
    rows = tuple((row[0] or "ever", row[1] or "", *row[2:]) for row in rows)
    return Table("", _COLUMNS, rows).only(keys | ({"currency"} if several else set()))


def _for_people(step: Step, later: Step | None) -> Step:
    follows = later is not None and later.currency == step.currency and later.unknown_since is None
    checked = f", checked {step.row.checked}" if step.row.checked else ""
    note = f" ({step.row.note})" if step.row.note else ""
    source = f"{step.row.basis}: {step.row.source}{checked}{note}"
    return replace(step, until=None if follows else step.until, row=replace(step.row, source=source))


def history_chart(offer: Offer, steps: Sequence[Step], on: date) -> tuple[Steps, ...]:
    """Return a chart of input and output up to a day, in the currency that most rows are in; none where no row has begun."""
    currencies = [step.currency for step in steps]
    most = max(currencies, key=currencies.count, default="")
    listed = [step for step in steps if step.currency == most]
    lines = tuple(Line(meter, tuple(_stretches(listed, meter, on))) for meter in ("output", "input"))
    return (Steps(f"Price of {offer.name}", f"{most} per 1M tokens", lines),) if any(line.stretches for line in lines) else ()


def _stretches(steps: Sequence[Step], meter: str, on: date) -> Iterator[Stretch]:
    for step in steps:
        rate, until = a_million(getattr(step.row, meter), step.row.per), min(step.until or on, on)
        begun = step.from_ or (step.row.checked or until) - _UNDATED
        if rate is not None and begun < until:
            yield Stretch(begun, until, rate)


def _row(step: Step, percent: Callable[[Decimal | None], Cell]) -> tuple[Cell, ...]:
    row = step.row
    return (
        step.from_,
        step.until,
        step.currency,
        a_million(row.input, row.per),
        percent(step.input_change),
        a_million(row.output, row.per),
        percent(step.output_change),
        a_million(row.cached_input, row.per),
        row.basis,
        row.checked,
        row.source,
        row.note,
    )


def _percent(change: Decimal | None) -> str:
    return "" if change is None else shown(change)


def _heading(offer: Offer, steps: Sequence[Step]) -> str:
    since = min((step.from_ for step in steps if step.from_), default=None)
    dated = f", the first of {since}" if since else ""
    billed = " and ".join(dict.fromkeys(step.currency for step in steps))
    return f"{offer.name}: {numbered(len(steps), 'price')}{dated}; {billed} per 1M tokens."


def _notes(offer: Offer, steps: Sequence[Step], on: date) -> tuple[str, ...]:
    gone = retirement(offer, on)
    said = [f"the offer {gone}"] if gone else []
    return tuple(sentence(f"{note[0].upper()}{note[1:]}") for note in [*said, *remarks(steps, on)])


def remarks(steps: Sequence[Step], on: date) -> list[str]:
    """Return what the rows do not say by themselves: when no price is known, and which rows are still to come on a day."""
    gaps = [(step.currency, step.unknown_since, step.from_) for step in steps if step.unknown_since]
    later = [(step.currency, step.from_) for step in steps if step.from_ and step.from_ > on]
    return [
        *(f"no price in {currency} is known from {since} until {until}" for currency, since, until in gaps),
        *(f"the price in {currency} of {day} is later than {on}" for currency, day in later),
    ]


def step_document(step: Step, on: date) -> dict[str, Any]:
    """Return a row of a history for JSON."""
    row = step.row
    return {
        "from": plain(step.from_),
        "until": plain(step.until),
        "holds": step.holds_on(on),
        "currency": step.currency,
        "per": row.per,
        "rates": rates(row),
        "change_percent": {"input": plain(step.input_change), "output": plain(step.output_change)},
        "unknown_since": plain(step.unknown_since),
        "free": row.free,
        "basis": row.basis,
        "source": row.source,
        "checked": plain(row.checked),
        "note": row.note,
    }
