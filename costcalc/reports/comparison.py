"""The report of models and offers side by side, the first against each of the others."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, get_args

from costcalc import money
from costcalc.planning.comparison import Figures, difference
from costcalc.pricing.percent import shown
from costcalc.render.report import Cell, Column, Report, Table
from costcalc.reports.listing import listing_document
from costcalc.reports.model import month_document, usage_words
from costcalc.reports.notes import sentence
from costcalc.reports.rates import for_the_eye, fx_notes, plain
from costcalc.sheets.terms import Feature, Modality

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from costcalc.planning.comparison import Side
    from costcalc.planning.monthly import Month
    from costcalc.render.chart import Bars

SCHEMA = "costcalc/models-compare/1"
CAPABILITIES = (*get_args(Modality), *get_args(Feature))
_CERTAIN = frozenset({*get_args(Modality), "vision"})
"""What a model takes is stated whole; what it can do besides is often stated in part."""
_FIGURES = tuple(field.name for field in fields(Figures))


def comparison_report(found: Sequence[Side], month: Month) -> Report:
    """Return the report of sides in their order."""
    first, *others = found
    notes, heading = _notes(found), usage_words(month)
    document = {
        **month_document(month),
        "results": [_side(side) for side in found],
        "differences": [
            {"of": first.name, "against": other.name, "percent": plain(asdict(difference(first, other)))} for other in others
        ],
        "notes": list(notes),
    }
    tables = (_side_by_side(found, month), _differences(first, others, month))
    data = _data(found, month)
    return Report(SCHEMA, document, f"{heading}.", data, tables, notes, charts=lambda: _charts(found, month), screen=False)


def _charts(found: Sequence[Side], month: Month) -> tuple[Bars, ...]:
    """Return the sides by cost where there are costs to compare."""
    from costcalc.render.chart import Bar, Bars

    bars = tuple(Bar(side.name, side.figures.monthly) for side in found if side.figures.monthly is not None)
    return (Bars("Cost of a month", month.currency, bars),) if len(bars) > 1 else ()


def _side_by_side(found: Sequence[Side], month: Month) -> Table:
    columns = (Column("what", "What", "status"), *(Column(side.name, _letter(index)) for index, side in enumerate(found)))
    rows = {
        "model": [side.model.model for side in found],
        "offer": [_offer(side) for side in found],
        "context": [_count(side.figures.context) for side in found],
        "longest answer": [_count(side.figures.max_output) for side in found],
        "input per 1M": [_rate(side, side.figures.input) for side in found],
        "output per 1M": [_rate(side, side.figures.output) for side in found],
        f"{month.currency} a month": [_money(side.figures.monthly) for side in found],
        "price since": [_price(side) for side in found],
        "besides": ["; ".join(side.listing.besides) if side.listing else "" for side in found],
        "licence": [side.model.licence or "?" for side in found],
        "released": [str(side.model.released or "?") for side in found],
        "tokenizer": [side.model.tokenizer for side in found],
        **{what: [_word(side, what) for side in found] for what in CAPABILITIES if _any_can(found, what)},
    }
    return Table("", columns, tuple((what, *cells) for what, cells in rows.items()))


def _letter(index: int) -> str:
    """Return A, B ... and numbers where the letters end: names stand in the first row, where they wrap."""
    return chr(ord("A") + index) if index < 26 else str(index + 1)


def _any_can(found: Sequence[Side], what: str) -> bool:
    return any(what in side.can for side in found)


def _can(side: Side, what: str) -> bool | None:
    """Return whether a side can do something; None where only a list of features would tell, which may be incomplete."""
    return True if what in side.can else False if what in _CERTAIN else None


def _word(side: Side, what: str) -> str:
    return {True: "yes", False: "no", None: "not listed"}[_can(side, what)]


def _offer(side: Side) -> str:
    if side.listing is None:
        return side.reason or "?"
    return side.listing.offer.name if side.named else f"{side.listing.offer.name} (cheapest)"


def _price(side: Side) -> str:
    if side.listing is None or side.listing.evidence is None:
        return "?"
    if side.listing.status != "ok":
        return side.listing.reason or "?"
    checked = side.listing.checked
    return f"{side.listing.evidence.from_ or 'ever'}" + (f", checked {checked}" if checked else "")


def _count(value: Decimal | None) -> str:
    return "?" if value is None else f"{value:,f}"


def _rate(side: Side, value: Decimal | None) -> str:
    seen = for_the_eye(value, side.listing.fx if side.listing else None)
    return "?" if seen is None else money.cents(seen)


def _money(value: Decimal | None) -> str:
    return "?" if value is None else money.display(value)


def _differences(first: Side, others: Sequence[Side], month: Month) -> Table:
    titles = ("Context", "Longest answer", "In/1M", "Out/1M", f"{month.currency}/month")
    columns = (
        Column("against", "A against"),
        *(Column(key, title, "count") for key, title in zip(_FIGURES, titles, strict=True)),
    )
    rows = tuple(
        (f"{_letter(index)}, {other.name}", *_changes(difference(first, other))) for index, other in enumerate(others, 1)
    )
    return Table("How far A is above or below, in percent of the other:", columns, rows)


def _changes(figures: Figures) -> list[str]:
    values: list[Decimal | None] = [getattr(figures, name) for name in _FIGURES]
    return ["?" if value is None else shown(value) for value in values]


def _data(found: Sequence[Side], month: Month) -> Table:
    """Return a row a side, with how far the first is from it."""
    columns = (
        Column("name", "Name", "name"),
        Column("model", "Model", "name"),
        Column("offer", "Offer", "name"),
        *(Column(name, name, "money") for name in _FIGURES),
        *(Column(f"{name}_percent", name, "count") for name in _FIGURES),
        Column("currency", "Currency"),
        *(Column(what, what) for what in CAPABILITIES),
    )
    return Table("", columns, tuple(_row(side, found[0], month) for side in found))


def _row(side: Side, first: Side, month: Month) -> tuple[Cell, ...]:
    against = difference(first, side)
    return (
        side.name,
        side.model.model,
        side.listing.offer.name if side.listing else None,
        *(getattr(side.figures, name) for name in _FIGURES),
        *(None if side is first else getattr(against, name) for name in _FIGURES),
        month.currency,
        *(_word(side, what) for what in CAPABILITIES),
    )


def _notes(found: Sequence[Side]) -> tuple[str, ...]:
    notes = [f"{side.name}: {side.reason}" for side in found if side.reason]
    listings = [side.listing for side in found if side.listing]
    notes += [f"{item.offer.name}: {note}" for item in listings for note in item.notes]
    return (*map(sentence, notes), *fx_notes(item.fx for item in listings))


def _side(side: Side) -> dict[str, Any]:
    return {
        "name": side.name,
        "model": side.model.model,
        "named_offer": side.named,
        "listing": listing_document(side.listing) if side.listing else None,
        "reason": side.reason,
        "context": _whole(side.figures.context),
        "max_output": _whole(side.figures.max_output),
        "rates": {"input": plain(side.figures.input), "output": plain(side.figures.output)},
        "monthly": plain(side.figures.monthly),
        "licence": side.model.licence,
        "released": plain(side.model.released),
        "tokenizer": side.model.tokenizer,
        "can": {what: _can(side, what) for what in CAPABILITIES},
    }


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value)
