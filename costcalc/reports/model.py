"""The report of one model: its card, its offers, what could stand in for it, and what a forced move costs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from costcalc.render.report import Report
from costcalc.reports.estimate_document import number
from costcalc.reports.facts import Fact, data_table, facts_table
from costcalc.reports.listing import listing_document
from costcalc.reports.model_facts import about, counting, names_over_time
from costcalc.reports.model_tables import MOST_ALTERNATIVES, alternatives_table, migrations_table, offers_tables
from costcalc.reports.models import model_document
from costcalc.reports.notes import numbered, sentence
from costcalc.reports.rates import fx_notes, plain

if TYPE_CHECKING:
    from costcalc.planning.card import Card, Sale
    from costcalc.planning.migration import Migration
    from costcalc.planning.monthly import Month

SCHEMA = "costcalc/models-show/1"


def model_report(card: Card, month: Month) -> Report:
    """Return the report of a model's card; costs are those of the month."""
    sections = {"model": about(card.model), "names that moved": names_over_time(card.names)}
    first, moved = (facts_table(f"{name.capitalize()}:", facts) for name, facts in sections.items())
    tables = (
        replace(first, title=""),
        moved,
        *offers_tables(card.sales, month),
        alternatives_table(card, month),
        migrations_table(card.migrations, month),
    )
    notes = _notes(card)
    document = _document(card, month) | {"notes": list(notes)}
    data = data_table(sections | {"offers": [_fact(sale, month.currency) for sale in card.sales]})
    return Report(SCHEMA, document, f"{card.model.model}: {usage_words(month)}.", data, tables, notes)


def usage_words(month: Month) -> str:
    """Return what a month is, and that it is assumed."""
    usage, volume = month.usage, month.volume
    assumed = f" (assumed: {', '.join(month.assumed)})" if month.assumed else ""
    return (
        f"{usage.input:,} input and {usage.output:,} output tokens a request,"
        f" {volume.count:,f} requests a {volume.period}{assumed}; {month.currency}, prices of {month.on}"
    )


def _fact(sale: Sale, currency: str) -> Fact:
    item = sale.listing
    value = "unpriced" if sale.monthly is None else f"{plain(sale.monthly)} {currency} a month"
    source = item.evidence.row.source if item.evidence else ""
    return Fact(item.offer.name, value if item.status == "ok" else f"{item.reason}", source, item.checked)


def _notes(card: Card) -> tuple[str, ...]:
    model = card.model
    notes = [f"{model.model} is also called {', '.join(model.names)}"] if model.names else []
    notes += [f"{model.model}: {model.note}"] if model.note else []
    if len(card.alternatives) > MOST_ALTERNATIVES:
        more = numbered(len(card.alternatives) - MOST_ALTERNATIVES, "alternative")
        notes.append(f"{more} more that cost less are listed by --format json")
    if card.own is None:
        notes.append("No price is known, so that no alternative can be told to cost less")
    elif model.context is None:
        notes.append("The context is unknown, so that no alternative can be told to read as much")
    if card.migrations:
        notes.append("Another model may count other tokens for the same text: `costcalc count --model` tells")
    notes += [f"{item.to.name} is at another provider" for item in card.migrations if item.elsewhere and item.to]
    return (*map(sentence, notes), *fx_notes(sale.listing.fx for sale in card.sales))


def _document(card: Card, month: Month) -> dict[str, Any]:
    method, source = counting(card.model)
    return {
        **month_document(month),
        "model": model_document(card.model) | {"counting": {"method": method, "source": source or None}},
        "aliases": [
            plain(held.alias) | {"provider": held.provider, "until": plain(held.until), "holds": held.holds_on(month.on)}
            for held in card.names
        ],
        "offers": [listing_document(sale.listing) | {"monthly": plain(sale.monthly)} for sale in card.sales],
        "alternatives": [
            {
                "offer": item.offer.name,
                "model": item.offer.model.model,
                "monthly": plain(item.cost),
                "change_percent": plain(item.change),
                "retires": plain(life.retires) if (life := item.offer.sheet.lifecycle) else None,
            }
            for item in card.alternatives
        ],
        "migrations": [_migration(item) for item in card.migrations],
    }


def month_document(month: Month) -> dict[str, Any]:
    """Return what costs are for."""
    return {
        "as_of": plain(month.on),
        "currency": month.currency,
        "per": 1_000_000,
        "usage": {"input": month.usage.input, "output": month.usage.output},
        "requests": {"count": number(month.volume.count), "period": month.volume.period, "a_month": number(month.requests)},
        "assumed": list(month.assumed),
    }


def _migration(item: Migration) -> dict[str, Any]:
    return {
        "offer": item.offer.name,
        "retires": plain(item.retires),
        "successor": item.successor,
        "to": item.to.name if item.to else None,
        "monthly": plain(item.before),
        "monthly_after": plain(item.after),
        "change_percent": plain(item.change),
        "reason": item.reason,
    }
