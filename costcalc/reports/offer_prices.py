"""The prices of one offer as tables: the rates of a day under every condition, and what others claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costcalc import money
from costcalc.pricing.rates import METERS
from costcalc.render.report import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from costcalc.pricing.history import Step
    from costcalc.sheets.book import Offer
    from costcalc.sheets.price_rows import Claim, Price, Rates, Tier, Window

_RATE_COLUMNS = (
    Column("when", "When"),
    Column("input", "Input", "rate"),
    Column("output", "Output", "rate"),
    Column("besides", "Besides"),
)
_PIECES = frozenset({"image", "request"})
_CLAIM_COLUMNS = (
    Column("basis", "Basis", "status"),
    Column("currency", "Currency", "status"),
    Column("input", "In/1M", "rate"),
    Column("output", "Out/1M", "rate"),
    Column("besides", "Also says"),
    Column("source", "Source"),
    Column("note", "Note"),
)


def rates_table(step: Step) -> Table:
    """Return the rates of a row: the standard ones, then what each condition changes; an empty cell keeps its rate."""
    row = step.row
    free = ", free" if row.free else ""
    since = f"since {row.from_}" if row.from_ else "since ever"
    until = f", until {step.until}" if step.until else ""
    seen = f", checked {row.checked}" if row.checked else ""
    title = f"{step.currency} per {row.per:,} tokens{free}, {since}{until}; {row.basis}: {row.source}{seen}"
    return Table(title, _RATE_COLUMNS, tuple(_conditions(row)))


def price_remarks(row: Price) -> list[str]:
    """Return what the rates of a row do not say by themselves."""
    said = []
    if row.cached_share is not None:
        said.append(f"Cached input costs {100 * row.cached_share:f} % of input.")
    if row.cache_minimum is not None:
        said.append(f"Prompts are cached from {row.cache_minimum:,} tokens on.")
    said += [f"Not priced by any command: {name} {rate:f}." for name, rate in (row.other or {}).items()]
    said += [f"{service.name}: {service.note}" for service in row.services if service.note]
    said += [f"{uplift.region}: {uplift.note}" for uplift in row.uplifts if uplift.note]
    return [*said, *([row.note] if row.note else [])]


def _conditions(row: Price) -> Iterator[tuple[Cell, ...]]:
    yield ("standard", *_two_rates(row, unknown="?"), _other_meters(row))
    for window in row.windows:
        yield _changed(_hours(window), window)
    for tier in row.tiers:
        yield _changed(_length(tier), tier)
    for service in row.services:
        elsewhere = "" if service.regional else ", not at regional endpoints"
        yield _changed(f"service {service.name}{elsewhere}", service, service.multiplier)
        for tier in service.tiers:
            yield _changed(f"service {service.name}, {_length(tier)}", tier)
    for uplift in row.uplifts:
        yield (f"endpoint {uplift.region}", "", "", f"every rate x{uplift.multiplier:f}")


def _changed(when: str, rates: Rates, factor: Decimal | None = None) -> tuple[Cell, ...]:
    said = [f"every rate x{factor:f}"] if factor is not None else []
    said += [meters] if (meters := _other_meters(rates)) else []
    return (when, *_two_rates(rates), ", ".join(said))


def _two_rates(rates: Rates, *, unknown: str = "") -> tuple[Cell, Cell]:
    return (unknown if rates.input is None else rates.input, unknown if rates.output is None else rates.output)


def _other_meters(rates: Rates) -> str:
    """Return the rates of all meters but input and output, by name."""
    known = [meter for meter in METERS if meter not in {"input", "output"} and getattr(rates, meter) is not None]
    return ", ".join(f"{_words(meter)} {money.cents(getattr(rates, meter))}" for meter in known)


def _words(meter: str) -> str:
    return f"each {meter}" if meter in _PIECES else meter.replace("_1h", " for 1 h").replace("_", " ")


def _length(tier: Tier) -> str:
    return f"prompt of {tier.above:,} tokens and more" if tier.inclusive else f"prompt above {tier.above:,} tokens"


def _hours(window: Window) -> str:
    days = f", weekdays {' '.join(map(str, window.weekdays))}" if window.weekdays else ""
    return f"{window.start:%H:%M} to {window.end:%H:%M} {window.time_zone}{days}"


def claims_table(offer: Offer) -> Table:
    """Return what other sources say of the offer, in the order of the sheet."""
    rows = tuple(_claim(claim) for claim in offer.sheet.claims)
    table = Table("What others say:", _CLAIM_COLUMNS, rows)
    same = {claim.currency or offer.provider.currency for claim in offer.sheet.claims} == {offer.provider.currency}
    return table.only({column.key for column in _CLAIM_COLUMNS} - {"currency"}) if same else table


def _claim(claim: Claim) -> tuple[Cell, ...]:
    note = f"known to be wrong: {claim.note or 'a better source contradicts it'}" if claim.known_wrong else claim.note
    dated = [f"from {claim.from_}"] if claim.from_ else []
    dated += [f"until {claim.until}"] if claim.until else []
    dated += [f"checked {claim.checked}"] if claim.checked else []
    return (
        claim.basis,
        claim.currency if claim.input is not None or claim.output is not None else "",
        _claimed(claim, "input"),
        _claimed(claim, "output"),
        "; ".join(_besides(claim)) or None,
        ", ".join([claim.source, *dated]),
        note,
    )


def _claimed(claim: Claim, meter: str) -> Decimal | str:
    rate = getattr(claim, meter)
    return "" if rate is None else money.cost(1_000_000, rate, claim.per)


def _besides(claim: Claim) -> Iterator[str]:
    """Yield what a claim says besides a price."""
    for what in ("context", "max_output"):
        if (number := getattr(claim, what)) is not None:
            yield f"{what.replace('_', ' ')} {number:,}"
    for what in ("quantization", "launched", "alternative"):
        if (value := getattr(claim, what)) is not None:
            yield f"{what} {value}"
    for listed in (claim.inputs, claim.features):
        if listed:
            yield ", ".join(listed)
    for limit in claim.limits:
        yield f"{limit.max:,} {limit.metric} in {limit.window or 'parallel'}"
    if meters := _other_meters(claim):
        yield meters
