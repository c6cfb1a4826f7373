"""simonw/llm-prices: `current-v1.json`, `historical-v1.json` or a vendor's file, dollars per million tokens with their days."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from costcalc.sheets.imports import record
from costcalc.sheets.imports.numbers import Numbers
from costcalc.sheets.imports.record import Record
from costcalc.sheets.imports.rows import priced
from costcalc.sheets.imports.vocabulary import Vocabulary, rated
from costcalc.sheets.price_rows import Price
from costcalc.sheets.schema import OfferSheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from costcalc.sheets.imports.record import Origin, Parsed

_WORDS = Vocabulary(
    meters={"input": ("input", 0), "output": ("output", 0), "input_cached": ("cached_input", 0)},
    others={},
    ignored=frozenset({"id", "vendor", "name", "from_date", "to_date"}),
    unknown="{}_per_mtok",
)


def from_llm_prices(raw: object, origin: Origin) -> Parsed:
    """Return every model with its rows, newest first."""
    models: dict[str, list[Any]] = defaultdict(list)
    for item in _prices(record.mapping(raw, "the file")):
        models[f"{item.get('vendor')}:{item.get('id')}" if isinstance(item, dict) else "?"].append(item)
    return record.parsed(models.items(), lambda key, rows: _record(key, rows, origin))


def _prices(file: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the prices of a built file, or those of one vendor's file in the form of a built one."""
    if "vendor" not in file:
        yield from record.sequence(file.get("prices"), "prices")
        return
    for item in record.sequence(file.get("models"), "models"):
        model = item if isinstance(item, dict) else {}
        about = {"vendor": file["vendor"], "id": model.get("id"), "name": model.get("name")}
        history = model.get("price_history")
        for price in history if isinstance(history, list) else [None]:
            yield about | price if isinstance(price, dict) else price


def _record(key: str, raw: list[Any], origin: Origin) -> Record:
    stated = [record.mapping(item, "a price") for item in raw]
    first = stated[0]
    ident = record.text(first.get("id"), "id")
    rows = sorted(_rows(stated, origin), key=lambda row: row.from_ or date.min, reverse=True)
    return Record(
        key=key,
        provider=record.text(first.get("vendor"), "vendor"),
        title=record.name(first.get("name")),
        offer=priced(OfferSheet(model=ident, id=ident), rows),
    )


def _rows(stated: list[Mapping[str, Any]], origin: Origin) -> Iterator[Price]:
    for item in stated:
        numbers = Numbers()
        split = _WORDS.split(item, numbers)
        row = Price(
            from_=_day(item.get("from_date"), "from_date"),
            until=_day(item.get("to_date"), "to_date"),
            other=split.other or None,
            basis="community",
            source=origin.source,
            checked=origin.checked,
            note=numbers.note,
        )
        yield rated(row, split.rates)


def _day(raw: object, what: str) -> date | None:
    return None if raw is None else record.day(raw, what)
