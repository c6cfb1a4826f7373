"""The report of estimates: who serves the prompt, for how much, and who cannot and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from costcalc import money
from costcalc.render.report import Cell, Column, Report, Table
from costcalc.reports.estimate_document import SCHEMA, estimate_document
from costcalc.reports.ledger import ledger_table
from costcalc.reports.notes import attributed, numbered
from costcalc.reports.rates import fx_notes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from costcalc.planning.estimate import Estimate, Output, Terms
    from costcalc.planning.what_if import WhatIf
    from costcalc.render.chart import Chart
    from costcalc.tokens.ledger import Ledger

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class View:
    """What a reader asked to see."""

    explain: bool = False
    sources: int = 1


def estimate_report(found: Sequence[Estimate], terms: Terms, view: View) -> Report:
    """Return the report of estimates that stand in their order."""
    data = _table("", found, terms.currency)
    varied = {key for key in ("source", "output_tokens", "output_from") if _varies(data, key)}
    ranked, others = [item for item in found if item.status == "ok"], [item for item in found if item.status != "ok"]
    tables = [
        _table("", ranked, terms.currency).only(_FOR_PEOPLE | varied),
        _table("Not ranked:", others, terms.currency).only(_WHY | (varied & {"source"})),
    ]
    if view.explain:
        tables += _ledgers(found)
    notes = _notes(found)
    document = estimate_document(found, terms, notes=notes, explain=view.explain)
    return Report(
        SCHEMA,
        document,
        _heading(found, terms, view),
        data,
        tuple(tables),
        notes,
        charts=lambda: _charts(found, terms, view),
        screen=view.explain,
        what_if=lambda: _what_if(found, terms, view),
    )


def _charts(found: Sequence[Estimate], terms: Terms, view: View) -> tuple[Chart, ...]:
    from costcalc.reports.estimate_charts import estimate_charts

    return estimate_charts(found, terms, explain=view.explain)


def _what_if(found: Sequence[Estimate], terms: Terms, view: View) -> WhatIf | None:
    """Return the arithmetic of one prompt; that of several is no single one."""
    from costcalc.reports.estimate_what_if import estimate_what_if

    return estimate_what_if(found, terms) if view.sources == 1 else None


_FOR_PEOPLE = frozenset(
    {
        *(
            "offer",
            "input_tokens",
            "cached_tokens",
            "counting",
            "per_request",
            "monthly",
            "landed",
            "input_rate",
            "output_rate",
            "native_currency",
        ),
        *("price_from", "price_checked", "price_basis", "context", "max_output", "regions"),
    }
)
_WHY = frozenset({"offer", "status", "reason"})


def _columns(currency: str) -> tuple[Column, ...]:
    return (
        Column("source", "Prompt", "name"),
        Column("offer", "Offer", "name"),
        Column("status", "Status", "status"),
        Column("reason", "Why", "text"),
        Column("input_tokens", "Input", "count"),
        Column("cached_tokens", "Cached", "count", drop=3),
        Column("counting", "Counting", "text"),
        Column("output_tokens", "Output", "count"),
        Column("output_from", "Output by", "text", drop=1),
        Column("currency", "Currency", "text"),
        Column("per_request", f"{currency}/request", "money"),
        Column("requests_per_month", "Requests", "count"),
        Column("monthly", f"{currency}/month", "money"),
        Column("landed", f"{currency}/month landed", "money"),
        Column("input_rate", "In/1M", "rate", drop=4),
        Column("output_rate", "Out/1M", "rate", drop=4),
        Column("native_currency", "Billed in", "text", drop=3),
        Column("fx_rate", "Rate", "rate"),
        Column("fx_date", "Rate of", "date"),
        Column("price_from", "Price from", "date", drop=2),
        Column("price_checked", "Checked", "date", drop=6),
        Column("price_basis", "Basis", "text", drop=7),
        Column("price_source", "Source", "text"),
        Column("context", "Context", "count", drop=8),
        Column("max_output", "Max output", "count", drop=8),
        Column("regions", "Regions", "text", drop=5),
        Column("notes", "Notes", "text"),
    )


def _table(title: str, found: Sequence[Estimate], currency: str) -> Table:
    columns = _columns(currency)
    facts = (_question(item) | _answer(item) | {"currency": currency} for item in found)
    return Table(title, columns, tuple(tuple(fact[column.key] for column in columns) for fact in facts))


def _varies(table: Table, key: str) -> bool:
    """Whether rows differ, so that the heading cannot say it for all."""
    return len(set(table.only([key]).rows) - {(None,)}) > 1


def _question(item: Estimate) -> dict[str, Cell]:
    limits = {check.limit: check.max for check in item.limits}
    return {
        "source": item.source,
        "offer": item.offer.name,
        "input_tokens": item.usage.input if item.usage else None,
        "cached_tokens": item.usage.cached_input or None if item.usage else None,
        "counting": item.ledger.counting if item.ledger else None if item.usage is None else "assumed",
        "output_tokens": item.usage.output if item.usage else None,
        "output_from": item.output.origin.removeprefix("--"),
        "requests_per_month": item.requests,
        "context": limits.get("context"),
        "max_output": limits.get("max_output"),
        "regions": " ".join(item.offer.regions) or None,
    }


def _answer(item: Estimate) -> dict[str, Cell]:
    row = item.quote.evidence.row if item.quote else None
    rate = item.cost.rate if item.cost else None
    return {
        "status": item.status,
        "reason": item.reason,
        "per_request": item.cost.per_request if item.cost else None,
        "monthly": item.cost.monthly if item.cost else None,
        "landed": item.cost.landed if item.cost else None,
        "input_rate": _a_million(item, "input"),
        "output_rate": _a_million(item, "output"),
        "native_currency": item.quote.currency if item.quote else None,
        "fx_rate": rate.rate if rate else None,
        "fx_date": rate.fixing if rate else None,
        "price_from": row.from_ if row else None,
        "price_checked": row.checked if row else None,
        "price_basis": row.basis if row else None,
        "price_source": row.source if row else None,
        "notes": "; ".join(item.notes) or None,
    }


def _a_million(item: Estimate, meter: str) -> Decimal | None:
    """Return the rate that priced a meter, for a million tokens whatever unit the sheet has."""
    lines = item.quote.lines if item.quote else ()
    return next((money.cost(_MILLION, line.rate, line.per) for line in lines if line.meter == meter), None)


def _heading(found: Sequence[Estimate], terms: Terms, view: View) -> str:
    what = found[0].source if view.sources == 1 else numbered(view.sources, "prompt")
    assumed = " (assumed)" if terms.volume.assumed else ""
    noun = "request" if found[0].requests == 1 else "requests"
    daily = f", {terms.volume.count:,f} a day" if terms.volume.period == "day" else ""
    volume = f"{found[0].requests:,f} {noun} a month{daily}{assumed}"
    basis = f" by {terms.basis} sources" if terms.basis else ""
    basis += "".join(f", {condition}" for condition in _conditions(terms))
    return f"{what}: {output_words(item.output for item in found)}, {volume}; {terms.currency}, prices of {terms.on}{basis}."


def output_words(outputs: Iterable[Output]) -> str:
    """Return how long the answers are taken to be and who said so: `1,000 output tokens (assumed)`."""
    known = [*outputs]
    lengths = [output.total for output in known]
    least, most = min(lengths), max(lengths)
    words = numbered(most, "output token") if least == most else f"{least:,} to {most:,} output tokens"
    return f"{words} ({', '.join(dict.fromkeys(map(_origin, known)))})"


def _origin(output: Output) -> str:
    several = f", {output.answers} answers of {output.tokens:,}" if output.answers > 1 else ""
    return f"{output.origin}{several}"


def _conditions(terms: Terms) -> Iterator[str]:
    """Yield what was asked of the bill besides the list price."""
    billing = terms.billing
    if billing.conditions.service is not None:
        yield f"service {billing.conditions.service}"
    if billing.conditions.endpoint is not None:
        yield f"endpoint {billing.conditions.endpoint}"
    if billing.conditions.at is not None:
        yield f"at {billing.conditions.at.isoformat()}"
    if billing.cached_share is not None:
        yield f"{money.times(billing.cached_share, 100):f} % of the input cached (assumed)"
    if billing.landed:
        yield "landed with quota, rounding, fees" + (f" and {billing.vat_percent:f} % VAT" if billing.vat_percent else "")


def _notes(found: Sequence[Estimate]) -> tuple[str, ...]:
    ranked = [item for item in found if item.status == "ok"]
    notes: list[str] = []
    if any(item.ledger.counting == "estimated" for item in ranked if item.ledger):
        notes.append("Counting 'estimated' is never exact: the method and its error stand below.")
    notes += attributed((item.offer.name, item.notes) for item in found if item.status in {"ok", "exceeds"})
    notes += fx_notes(item.cost.rate for item in found if item.cost)
    if any(check.status == "unknown" for item in ranked for check in item.limits):
        notes.append("Limits that no provider published are unknown and were not checked; --format json lists them.")
    return tuple(dict.fromkeys(notes))


def _ledgers(found: Sequence[Estimate]) -> list[Table]:
    """Return each different ledger once, named by the offers that it holds for, each with how far it can be trusted."""
    tables: dict[Any, tuple[Ledger, list[str]]] = {}
    for item in found:
        if item.ledger is not None:
            key = (item.source, item.ledger.tokenizer, item.ledger.parts)
            tables.setdefault(key, (item.ledger, []))[1].append(f"{item.offer.name} ({item.ledger.counting})")
    return [
        ledger_table(ledger, f"{source}, {tokenizer}: {', '.join(offers)}")
        for (source, tokenizer, _), (ledger, offers) in tables.items()
    ]
