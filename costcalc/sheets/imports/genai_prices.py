"""genai-prices: dollars per million tokens, with start dates, hours of the day, tiers, and variants by class of service."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from costcalc.sheets.imports import record
from costcalc.sheets.imports.genai_prices_units import WORDS
from costcalc.sheets.imports.numbers import Numbers, whole
from costcalc.sheets.imports.record import FREE_ENDINGS, MalformedError, OutOfScopeError, Record, said
from costcalc.sheets.imports.rows import given_away, priced
from costcalc.sheets.imports.vocabulary import Split, rated, tiered
from costcalc.sheets.price_rows import Price, Service, Window
from costcalc.sheets.schema import OfferSheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from costcalc.sheets.imports.record import Origin, Parsed
    from costcalc.sheets.price_rows import Tier

    Item = Mapping[str, Any]

_NAMELESS_CONTEXTS = frozenset({"processing", "service_tier", "speed"})
"""Keys of a variant whose value alone names the class of service: batch, flex, fast."""


def from_genai_prices(raw: object, origin: Origin) -> Parsed:
    """Return every model with a price per token of its `data.json`; a row begins on each day from which prices or variants hold.

    Its rates are decimals that its authors wrote, so they are taken as they stand.
    """
    items = (item for provider in record.sequence(raw, "the file") for item in _items(provider))
    return record.parsed(items, lambda key, pair: _record(key, pair, origin))


def _items(provider: object) -> Iterator[tuple[str, tuple[object, object]]]:
    name = provider.get("id") if isinstance(provider, dict) else str(provider)[:40]
    models = provider.get("models") if isinstance(provider, dict) else None
    if not isinstance(models, list):
        yield str(name), (provider, None)
        return
    for model in models:
        yield f"{name}:{model.get('id') if isinstance(model, dict) else model}", (provider, model)


def _record(key: str, pair: tuple[object, object], origin: Origin) -> Record:
    provider, model = record.mapping(pair[0], "the provider"), record.mapping(pair[1], "the model")
    ident = record.text(model.get("id"), "id")
    prices = _prices(model.get("prices"))
    free = ident.endswith(FREE_ENDINGS)
    if not free and not any(item["prices"].keys() & {"input_mtok", "output_mtok"} for item in prices):
        raise OutOfScopeError("no price per token")
    offer = OfferSheet(
        model=ident,
        id=ident,
        names=tuple(name for name in dict.fromkeys(_names(model.get("match"))) if name.lower() != ident.lower()),
        context=whole(model.get("context_window"), "context_window"),
        note=said("deprecated by the provider" if model.get("deprecated") else None, model.get("price_comments")),
    )
    variants = [_item(item) for item in record.sequence(model.get("price_variants") or [], "price_variants")]
    rows = list(
        _rows(prices, variants, replace(origin, source=origin.of(*record.words(provider.get("pricing_urls"), "pricing_urls"))))
    )
    return Record(
        key=key,
        provider=record.text(provider.get("id"), "the provider's id"),
        provider_name=record.name(provider.get("name")),
        title=record.name(model.get("name")),
        offer=priced(offer, map(given_away, rows[::-1]) if free else rows[::-1], zero_is_free=True),
    )


def _prices(raw: object) -> list[Item]:
    """Return the prices as a list with conditions, of which the last that holds wins."""
    return [_item(item) for item in (raw if isinstance(raw, list) else [{"prices": raw or {}}])]


def _item(raw: object) -> Item:
    item = record.mapping(raw, "a price")
    record.mapping(item.get("prices"), "prices")
    record.mapping(item.get("constraint") or {}, "a constraint")
    return item


def _rows(prices: list[Item], variants: list[Item], origin: Origin) -> Iterator[Price]:
    """Yield the rows, oldest first: one for each day on which prices or a variant begin."""
    begins = {found for item in (*prices, *variants) if (found := _start(item)) is not None}
    last = None
    for begin in (None, *sorted(begins)):
        row = _row(begin, prices, [item for item in variants if _holds(item, begin)], origin)
        if last is None or replace(row, from_=last.from_) != last:
            yield row
            last = row


def _row(begin: date | None, prices: list[Item], variants: list[Item], origin: Origin) -> Price:
    numbers = Numbers(clean=False)
    base = max((index for index, item in enumerate(prices) if _holds(item, begin) and not _is_hourly(item)), default=0)
    # Hours stand behind the prices that they change, and the last that is open wins.
    hours = [item for item in reversed(prices[base + 1 :]) if _is_hourly(item)]
    split, tiers = _split(prices[base]["prices"], numbers)
    services, more = _services(variants, numbers)
    row = Price(
        from_=begin,
        tiers=tiers,
        windows=tuple(_window(item, prices[base]["prices"], numbers) for item in hours),
        services=services,
        other=dict(sorted((split.other | more).items())) or None,
        basis="community",
        source=origin.source,
        checked=origin.checked,
    )
    return rated(row, split.rates)


def _split(prices: Item, numbers: Numbers) -> tuple[Split, tuple[Tier, ...]]:
    """Return the rates of a short prompt and the tiers."""
    base: dict[str, Any] = {}
    steps: dict[int, dict[str, Any]] = {}
    for key, raw in prices.items():
        if isinstance(raw, dict):
            base[key] = raw.get("base")
            for step in record.sequence(raw.get("tiers"), "tiers"):
                tier = record.mapping(step, "a tier")
                steps.setdefault(whole(tier.get("start"), "start") or 0, {})[key] = tier.get("price")
        else:
            base[key] = raw
    tiers, other = tiered((threshold, WORDS.split(stated, numbers)) for threshold, stated in steps.items())
    split = WORDS.split(base, numbers)
    return Split(split.rates, split.other | other), tiers


def _window(item: Item, standard: Item, numbers: Numbers) -> Window:
    prices, hours = item["prices"], item["constraint"]
    split, tiers = _split(prices, numbers)
    if tiers or split.other or prices.keys() != standard.keys():
        raise MalformedError("hours of the day price other things than the rest of the day")
    return rated(Window(start=_clock(hours["start_time"]), end=_clock(hours.get("end_time")), time_zone="UTC"), split.rates)


def _services(variants: Iterable[Item], numbers: Numbers) -> tuple[tuple[Service, ...], dict[str, Decimal]]:
    """Return the classes of service, and what they price besides; of variants with one name the first to name a meter wins."""
    merged: dict[str, dict[str, Any]] = {}
    for item in variants:
        name = record.text(_service_name(record.mapping(item.get("when"), "when")), "when")
        merged[name] = dict(item["prices"]) | merged.get(name, {})
    services: list[Service] = []
    more: dict[str, Decimal] = {}
    for name, prices in merged.items():
        split, tiers = _split(prices, numbers)
        # A variant that prices nothing anew, or no token, is the standard price under another name.
        factor = None if split.rates or tiers else Decimal(1)
        services.append(rated(Service(name=name, tiers=tiers, multiplier=factor), split.rates))
        more |= split.suffixed(f"_{name.replace(' ', '_')}")
    return tuple(services), more


def _service_name(when: Item) -> str:
    return ", ".join(str(value) if key in _NAMELESS_CONTEXTS else f"{key} {value}" for key, value in sorted(when.items()))


def _names(match: object) -> Iterator[str]:
    """Yield the ids that a rule of matching names exactly."""
    if isinstance(match, dict):
        if match.get("equals") is not None:
            yield record.text(match["equals"], "equals")
        for clause in record.sequence(match.get("or") or [], "or"):
            yield from _names(clause)


def _start(item: Item) -> date | None:
    raw = (item.get("constraint") or {}).get("start_date")
    return None if raw is None else record.day(raw, "start_date")


def _holds(item: Item, on: date | None) -> bool:
    start = _start(item)
    return start is None or (on is not None and start <= on)


def _is_hourly(item: Item) -> bool:
    return "start_time" in (item.get("constraint") or {})


def _clock(raw: object) -> time:
    try:
        found = time.fromisoformat(str(raw))
    except ValueError:
        raise MalformedError(f"{raw!r} is no time of day") from None
    if found.utcoffset():
        raise MalformedError(f"{raw} is not in UTC")
    return found.replace(tzinfo=None)
