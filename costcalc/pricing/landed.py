"""What a month's usage comes to on the bill: free quota out, units rounded up, platform fees and VAT in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from costcalc import money
from costcalc.pricing.rates import TOKEN_METERS

if TYPE_CHECKING:
    from costcalc.pricing.quote import Quote
    from costcalc.sheets.schema import Fee, FreeQuota, Rounding, Sheet


_PERIODS = {"day": "a day", "month": "a month"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step from the list price to the bill: what it is, and the amount that it adds (or, below zero, takes off)."""

    name: str
    amount: Decimal
    detail: str


@dataclass(frozen=True, slots=True)
class Landed:
    """A month's bill, step by step, in the currency that the provider bills in."""

    steps: tuple[Step, ...]
    notes: tuple[str, ...] = ()

    @property
    def total(self) -> Decimal:
        """The sum of the steps."""
        return money.total([step.amount for step in self.steps])


@dataclass(frozen=True, slots=True)
class _Metered:
    """A month's quantity of one meter."""

    meter: str
    quantity: Decimal
    rate: Decimal
    per: int

    @property
    def of_tokens(self) -> bool:
        return self.meter in TOKEN_METERS

    @property
    def cost(self) -> Decimal:
        return money.cost(self.quantity, self.rate, self.per)


def land(quoted: Quote, requests: Decimal, sheet: Sheet, *, days: Decimal, vat_percent: Decimal | None = None) -> Landed:
    """Return the bill of a month with so many requests like the one quoted.

    Quota and rounding are a month's: a provider that rounds up to a cent does so once a month and meter, not once a request.
    A quota that comes once is no part of a month's bill; a note names it. VAT is added where a percentage is given and the
    sheet says that its prices are without it; else a note says what is missing.
    """
    month = [_Metered(line.meter, money.times(Decimal(line.quantity), requests), line.rate, line.per) for line in quoted.lines]
    listed = _sum(month)
    steps, notes = [Step("list price", listed, f"{requests:,f} {'request' if requests == 1 else 'requests'}")], []
    if sheet.free_quota is not None and sheet.free_quota.period == "once":
        notes.append(f"{sheet.free_quota.tokens:,} tokens are free once, in the first months: not in the bill of a month")
    elif sheet.free_quota is not None:
        month, taken = _without_quota(month, sheet.free_quota, days)
        steps.append(
            Step(
                "free quota",
                _sum(month) - listed,
                f"{taken:,f} tokens; {sheet.free_quota.tokens:,} are free {_PERIODS[sheet.free_quota.period]}",
            )
        )
    if sheet.rounding is not None:
        exact = _sum(month)
        rounded = money.total([_rounded(item, sheet.rounding) for item in month])
        steps.append(Step("rounding", rounded - exact, _rounding_rule(sheet.rounding)))
    for fee in sheet.fees:
        if fee.minimum is not None and quoted.currency != sheet.currency:
            notes.append(f"{fee.name}: its least, {fee.minimum:f} {sheet.currency}, is not in a bill in {quoted.currency}")
            fee = replace(fee, minimum=None)  # noqa: PLW2901 - what of it can be in this bill
        steps.append(_fee(fee, money.total([step.amount for step in steps])))
    return _with_vat(Landed(tuple(steps), tuple(notes)), sheet, vat_percent)


def _sum(month: list[_Metered]) -> Decimal:
    return money.total([item.cost for item in month])


def _without_quota(month: list[_Metered], quota: FreeQuota, days: Decimal) -> tuple[list[_Metered], Decimal]:
    """Return the month without the free tokens, and how many were taken."""
    free = money.times(Decimal(quota.tokens), days) if quota.period == "day" else Decimal(quota.tokens)
    tokens = [item for item in month if item.of_tokens]
    total = sum((item.quantity for item in tokens), Decimal(0))
    left, rest = min(free, total), []
    for item in sorted(month, key=lambda item: (not item.of_tokens, -item.rate / item.per)):
        if not item.of_tokens or not left:
            rest.append(item)
            continue
        share = min(item.quantity, left) if quota.spent == "dearest first" else item.quantity * min(free, total) / total
        left -= share if quota.spent == "dearest first" else 0
        rest.append(replace(item, quantity=item.quantity - share))
    return rest, min(free, total)


def _rounded(item: _Metered, rounding: Rounding) -> Decimal:
    units = (item.quantity / rounding.tokens).to_integral_value(ROUND_CEILING) if item.of_tokens else item.quantity
    cost = replace(item, quantity=units * rounding.tokens if item.of_tokens else units).cost
    if rounding.money is None:
        return cost
    return money.tidy((cost / rounding.money).to_integral_value(ROUND_CEILING) * rounding.money)


def _rounding_rule(rounding: Rounding) -> str:
    to = f", then to {rounding.money:f}" if rounding.money is not None else ""
    return f"each meter up to {rounding.tokens:,} tokens{to}"


def _fee(fee: Fee, so_far: Decimal) -> Step:
    share = money.times(so_far, (fee.percent or Decimal(0)) / 100)
    # Where nothing is to be paid, no credit is bought, and its least fee does not fall due.
    least = (fee.minimum or Decimal(0)) if so_far else Decimal(0)
    return Step(fee.name, max(share, least), _fee_rule(fee))


def _fee_rule(fee: Fee) -> str:
    return f"{fee.percent or 0}%" + (f", at least {fee.minimum:f}" if fee.minimum else "")


def _with_vat(landed: Landed, sheet: Sheet, percent: Decimal | None) -> Landed:
    if sheet.prices_exclude_vat is False:
        return replace(landed, notes=(*landed.notes, "prices are with VAT"))
    if percent is None:
        known = "excluded" if sheet.prices_exclude_vat else "not stated by the provider"
        return replace(landed, notes=(*landed.notes, f"VAT is {known}: give --vat to add it"))
    vat = Step("VAT", money.times(landed.total, percent / 100), f"{percent:f}%")
    assumed = () if sheet.prices_exclude_vat else ("that prices are without VAT is assumed: the provider does not say",)
    return replace(landed, steps=(*landed.steps, vat), notes=(*landed.notes, *assumed))
