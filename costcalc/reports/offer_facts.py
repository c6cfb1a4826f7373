"""What is known about one offer besides its prices, each fact with who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costcalc.pricing.aliases import meanings
from costcalc.pricing.catalogue import retirement
from costcalc.reports.facts import UNKNOWN, Fact, days, listed, noted, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from costcalc.sheets.book import Offer
    from costcalc.sheets.lifecycle import Lifecycle
    from costcalc.sheets.rate_limit import Limit
    from costcalc.sheets.schema import Fee, Template


def about(offer: Offer, on: date) -> list[Fact]:
    """Return what the offer is, takes, and how its tokens are counted."""
    sheet, model, provider = offer.sheet, offer.model, offer.provider
    return [
        Fact("provider", f"{provider.name} ({provider.provider}), {provider.kind}"),
        Fact("model", f"{model.name} ({model.model}) of {model.maker}", model.source, model.checked),
        Fact("status", retirement(offer, on) or "served"),
        Fact("id", sheet.id),
        *([Fact("other ids", ", ".join(sheet.names))] if sheet.names else []),
        Fact("regions", " ".join(offer.regions) or UNKNOWN),
        Fact("context", number(sheet.context, "tokens")),
        Fact("longest answer", number(sheet.max_output, "tokens")),
        Fact("most images", UNKNOWN if sheet.max_images is None else sheet.max_images),
        Fact("weights", sheet.quantization or UNKNOWN),
        Fact("takes", _or_of_the_model(sheet.inputs, model.inputs)),
        Fact("features", _or_of_the_model(sheet.features, model.features)),
        Fact("tokenizer", model.tokenizer),
        Fact("counts", "equal its recorded bills" if offer.verified else "no recorded bill to compare", offer.verified or ""),
        *([_template(offer.template)] if offer.template else []),
        *lifecycle(sheet.lifecycle),
    ]


def billing(offer: Offer) -> list[Fact]:
    """Return how the provider bills besides the rates."""
    sheet = offer.provider
    vat = {True: "prices are without VAT", False: "prices are with VAT", None: UNKNOWN}
    found = [Fact("currency", sheet.currency), Fact("VAT", vat[sheet.prices_exclude_vat])]
    found += [_fee(fee) for fee in sheet.fees]
    if (quota := sheet.free_quota) is not None:
        period = "once" if quota.period == "once" else f"a {quota.period}"
        value = f"{quota.tokens:,} tokens {period}, spent {quota.spent}"
        found.append(Fact("free quota", noted(value, quota.note), quota.source, quota.checked))
    if (rounding := sheet.rounding) is not None:
        money = f", each meter up to {rounding.money:f} a month" if rounding.money is not None else ""
        value = f"tokens up to {rounding.tokens:,}{money}"
        found.append(Fact("rounding", noted(value, rounding.note), rounding.source, rounding.checked))
    return found


def rate_limits(offer: Offer) -> list[Fact]:
    """Return the rate limits of the offer, then those over all the provider's offers."""
    return [
        *(_limit(limit, "this offer") for limit in offer.sheet.limits),
        *(_limit(limit, "all offers") for limit in offer.provider.limits),
    ]


def names_over_time(offer: Offer) -> list[Fact]:
    """Return the names that stood or stand for the model at the provider."""
    return [
        Fact(held.alias.name, noted(days(held.alias.from_, held.until), held.alias.note), held.alias.source)
        for held in meanings(offer.provider, offer.model.model)
    ]


def lifecycle(life: Lifecycle | None) -> Iterator[Fact]:
    """Yield when something came, is to go, and what follows it."""
    if life is None:
        return
    for what in ("launched", "deprecated", "retires", "successor"):
        if (value := getattr(life, what)) is not None:
            yield Fact(what, value, life.source or "")
    if life.note:
        yield Fact("lifecycle", life.note, life.source or "")


def _template(template: Template) -> Fact:
    said = [f"the host adds {template.tokens:,} tokens"]
    if template.tokens_without_system is not None:
        said.append(f"{template.tokens_without_system:,} without a system message")
    if template.tokens_with_tools is not None:
        said.append(f"{template.tokens_with_tools:,} with tools")
    if template.spread:
        said.append(f"measured to +-{template.spread:,}")
    return Fact("template", ", ".join(said), template.evidence)


def _fee(fee: Fee) -> Fact:
    said = [f"{fee.percent:f} %"] if fee.percent is not None else []
    said += [f"at least {fee.minimum:f}"] if fee.minimum is not None else []
    return Fact(fee.name, noted(", ".join(said), fee.note), fee.source, fee.checked)


def _limit(limit: Limit, of: str) -> Fact:
    window = f" in {limit.window}" if limit.window else ""
    burst = f", {limit.burst:,} at once" if limit.burst is not None else ""
    scope = f", each {limit.scope}" if limit.scope else ""
    value = f"{limit.max:,} {limit.metric.replace('_', ' ')}{window}{burst}{scope}"
    return Fact(of, noted(value, limit.note), limit.source, limit.checked)


def _or_of_the_model(own: Iterable[str] | None, model: Iterable[str]) -> str:
    return listed(own) if own is not None else f"{UNKNOWN}; the model: {listed(model)}"
