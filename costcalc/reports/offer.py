"""The report of one offer: everything known about it, with sources."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from costcalc.pricing.catalogue import retirement
from costcalc.pricing.rates import METERS
from costcalc.render.report import Report
from costcalc.reports.facts import Fact, data_table, facts_table
from costcalc.reports.notes import sentence
from costcalc.reports.offer_facts import about, billing, names_over_time, rate_limits
from costcalc.reports.offer_prices import claims_table, price_remarks, rates_table
from costcalc.reports.price_history import history_chart, history_table, remarks, step_document
from costcalc.reports.rates import plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from costcalc.pricing.history import Step
    from costcalc.sheets.book import Offer

SCHEMA = "costcalc/prices-show/1"


def offer_report(offer: Offer, steps: Sequence[Step], on: date) -> Report:
    """Return the report of an offer on a day; what nobody published is said to be so."""
    now = [step for step in steps if step.holds_on(on)]
    sections = {
        "offer": about(offer, on),
        "rate limits": rate_limits(offer),
        "billing": billing(offer),
        "names that moved": names_over_time(offer),
    }
    first, *rest = (facts_table(f"{name.capitalize()}:", facts) for name, facts in sections.items())
    prices = [rates_table(step) for step in now]
    past = replace(history_table(steps), title="Prices, oldest first:")
    tables = (replace(first, title=""), *prices, *rest, past, claims_table(offer))
    notes = tuple(map(sentence, _notes(offer, steps, on)))
    document = _document(offer, steps, on) | {"notes": list(notes)}
    charts = tuple(chart for chart in history_chart(offer, steps, on) if any(len(line.stretches) > 1 for line in chart.lines))
    return Report(
        SCHEMA, document, f"{offer.name} on {on}.", data_table(sections | _rates(now)), tables, notes, charts=lambda: charts
    )


def _notes(offer: Offer, steps: Sequence[Step], on: date) -> list[str]:
    now = [step for step in steps if step.holds_on(on)]
    notes = [] if now else [f"no price of {on} is known"]
    notes += [f"price in {step.currency}: {note}" for step in now for note in price_remarks(step.row)]
    notes += remarks(steps, on)
    notes += [f"{offer.name}: {offer.sheet.note}"] if offer.sheet.note else []
    return notes + ([f"{offer.provider.provider}: {offer.provider.note}"] if offer.provider.note else [])


def _rates(now: Sequence[Step]) -> dict[str, list[Fact]]:
    return {
        f"price in {step.currency} per {step.row.per}": [
            Fact(meter, rate, step.row.source, step.row.checked)
            for meter in METERS
            if (rate := getattr(step.row, meter)) is not None
        ]
        for step in now
    }


def _document(offer: Offer, steps: Sequence[Step], on: date) -> dict[str, Any]:
    sheet, provider, model = offer.sheet, offer.provider, offer.model
    gone = retirement(offer, on)
    return {
        "as_of": plain(on),
        "offer": offer.name,
        "status": "retired" if gone else "ok" if any(step.holds_on(on) for step in steps) else "unpriced",
        "provider": {
            "provider": provider.provider,
            "name": provider.name,
            "kind": provider.kind,
            "currency": provider.currency,
            "prices_exclude_vat": provider.prices_exclude_vat,
            "note": provider.note,
        },
        "model": {"model": model.model, "name": model.name, "maker": model.maker, "tokenizer": model.tokenizer},
        "model_id": sheet.id,
        "names": list(sheet.names),
        "aliases": [plain(alias) for alias in provider.aliases if alias.model == model.model],
        "regions": list(offer.regions),
        "context": sheet.context,
        "max_output": sheet.max_output,
        "max_images": sheet.max_images,
        "quantization": sheet.quantization,
        "inputs": plain(sheet.inputs),
        "features": plain(sheet.features),
        "verified": offer.verified,
        "template": plain(offer.template),
        "lifecycle": plain(sheet.lifecycle),
        "limits": {"offer": plain(sheet.limits), "provider": plain(provider.limits)},
        "fees": plain(provider.fees),
        "free_quota": plain(provider.free_quota),
        "rounding": plain(provider.rounding),
        "prices": [plain(step.row) | {"currency": step.currency} for step in steps if step.holds_on(on)],
        "history": [step_document(step, on) for step in steps],
        "claims": [plain(claim) | {"currency": claim.currency or provider.currency} for claim in sheet.claims],
        "note": sheet.note,
    }
