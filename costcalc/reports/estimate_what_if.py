"""The arithmetic of an estimate laid open: the quantities of one request, the rates that price them, the volume."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from costcalc.planning.billing import cached_tokens
from costcalc.planning.what_if import Mix, Period, Priced, WhatIf, meter_rates
from costcalc.reports.estimate_document import assumed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from costcalc.planning.estimate import Estimate, Terms
    from costcalc.planning.item import MeterRate
    from costcalc.pricing.usage import Usage

_EVERYTHING = Decimal(1)


def estimate_what_if(found: Sequence[Estimate], terms: Terms) -> WhatIf | None:
    """Return what the estimates of one prompt were multiplied from: one class, one period.

    None for a landed bill: its quota, rounding and least fees are no product.
    """
    if terms.billing.landed:
        return None
    return WhatIf(
        currency=terms.currency,
        volume=terms.volume.count,
        per=terms.volume.period,
        periods=(Period(name="month", days=terms.days_per_month),),
        offers=tuple(_priced(item, terms) for item in found),
        assumed=tuple(dict.fromkeys(name for item in found if item.usage for name in assumed(item))),
    )


def _priced(item: Estimate, terms: Terms) -> Priced:
    evidence = item.quote.evidence if item.quote else None
    return Priced(
        offer=item.offer.name,
        status=item.status,
        reason=item.reason,
        counting=item.ledger.counting if item.ledger else "assumed" if item.usage else None,
        currency=evidence.currency if evidence else item.offer.provider.currency,
        conversion=item.cost.rate if item.cost else None,
        mixes=(_mix(item, item.usage, terms),) if item.usage else (),
        rates=(_rates(item, terms),),
        price_from=evidence.from_ if evidence else None,
        checked=evidence.row.checked if evidence else None,
        source=evidence.row.source if evidence else None,
        basis=evidence.row.basis if evidence else None,
        limits={check.limit: (check.max, check.used) for check in item.limits},
    )


def _mix(item: Estimate, usage: Usage, terms: Terms) -> Mix:
    evidence = item.quote.evidence if item.quote else None
    return Mix(
        name=item.source,
        input=Decimal(usage.input),
        cached_share=terms.billing.cached_share or Decimal(0),
        cacheable=evidence is None or cached_tokens(usage.input, _EVERYTHING, evidence)[0] == usage.input,
        output=Decimal(usage.output),
        answers=item.output.answers,
        image=Decimal(usage.image),
    )


def _rates(item: Estimate, terms: Terms) -> Mapping[str, MeterRate]:
    """Return the rates; none where the cost in the asked currency is unknown."""
    if item.cost is None or item.quote is None or item.usage is None:
        return {}
    return meter_rates(item.quote.evidence, item.usage.input, terms.billing.conditions)
