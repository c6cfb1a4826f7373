"""What a request costs at an offer, and whether it fits: one estimate an offer, ranked."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from costcalc import money
from costcalc.errors import InputError, UnknownNameError
from costcalc.planning import limits
from costcalc.planning.billing import LIST_PRICE, Billing, cached_tokens
from costcalc.planning.counting import PromptCounter
from costcalc.planning.volume import DEFAULT_VOLUME, Volume
from costcalc.pricing.currency import NoRate, Rate, convert
from costcalc.pricing.evidence import Unpriced, price_on
from costcalc.pricing.landed import Landed, land
from costcalc.pricing.quote import Quote, quote
from costcalc.pricing.usage import Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from costcalc.planning.limits import LimitCheck
    from costcalc.sheets.book import Offer
    from costcalc.sheets.terms import Basis
    from costcalc.tokens.ledger import Ledger
    from costcalc.tokens.request import Request

Status = Literal["ok", "exceeds", "unpriced", "retired"]
RANKS: dict[Status, int] = {"ok": 0, "exceeds": 1, "unpriced": 2, "retired": 3}
"""In which order results stand: what is ok first, and what nobody can have last."""
DEFAULT_OUTPUT = 1000
"""Tokens of an answer where nobody says how long it is."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something to estimate: a request, or a number of input tokens given instead."""

    source: str
    request: Request | None = None
    input_tokens: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Under what terms: the day, the currency, the answer's length, the volume."""

    on: date
    currency: str
    rate: Callable[[str], Rate | NoRate]
    """The rate from a currency to the asked one."""
    output_tokens: int | None = None
    volume: Volume = DEFAULT_VOLUME
    days_per_month: Decimal = Decimal(30)
    basis: Basis | None = None
    billing: Billing = LIST_PRICE


@dataclass(frozen=True, slots=True)
class Output:
    """How long one answer is taken to be, who said so, and how many of them a request asks for."""

    tokens: int
    origin: Literal["--output-tokens", "max_tokens of the request", "assumed"]
    answers: int = 1

    @property
    def total(self) -> int:
        """The tokens of all answers to one request."""
        return self.tokens * self.answers


@dataclass(frozen=True, slots=True)
class Cost:
    """What a quote comes to in the asked currency."""

    per_request: Decimal
    monthly: Decimal
    rate: Rate | None
    """The conversion from the currency of the quote; None where it is the asked one."""
    landed: Decimal | None = None
    """A month's bill with quota, rounding, fees and VAT, where it was asked for."""

    @property
    def weight(self) -> Decimal:
        """What offers are compared by: the bill where it was asked for, else the list price."""
        return self.per_request if self.landed is None else self.landed


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What one prompt costs at one offer; a thing unknown is None, and `reason` says why it is not ok."""

    source: str
    offer: Offer
    status: Status
    reason: str | None
    output: Output
    ledger: Ledger | None
    usage: Usage | None
    limits: tuple[LimitCheck, ...]
    quote: Quote | None
    cost: Cost | None
    landed: Landed | None
    requests: Decimal
    """Requests a month."""
    notes: tuple[str, ...]


def estimates(prompt: Prompt, offers: Iterable[Offer], terms: Terms) -> list[Estimate]:
    """Return an estimate at each offer, cheapest first; what is not ok comes last and never ranks."""
    counted = prompt.request is not None and prompt.input_tokens is None
    counter = PromptCounter(prompt.request, terms.on) if counted and prompt.request else None
    return ranked(_estimate(prompt, counter, offer, terms) for offer in offers)


def ranked(found: Iterable[Estimate]) -> list[Estimate]:
    """Return estimates of one source in their order."""

    def key(item: Estimate) -> tuple[int, Decimal, str]:
        return RANKS[item.status], item.cost.weight if item.cost else Decimal("Infinity"), item.offer.name

    return sorted(found, key=key)


def _estimate(prompt: Prompt, counter: PromptCounter | None, offer: Offer, terms: Terms) -> Estimate:
    output = _output(prompt, terms)
    ledger, blocked = _count(prompt, counter, offer)
    usage, uncached = _usage(prompt, offer, terms, ledger.tokens if ledger else prompt.input_tokens)
    found: tuple[LimitCheck, ...] = ()
    priced: Quote | Unpriced = Unpriced(blocked or "the number of input tokens is unknown")
    if usage is not None and blocked is None:
        allowed = limits.published(offer, terms.on, terms.basis)
        found = limits.checks(allowed, input_tokens=usage.input, output_tokens=output.tokens, images=usage.image)
        conditions = terms.billing.conditions
        priced = quote(usage, offer, terms.on, currency=terms.currency, basis=terms.basis, conditions=conditions)
    requests = terms.volume.a_month(terms.days_per_month)
    landed = _landed(priced, offer, requests, terms)
    cost = _cost(priced, landed, requests, terms)
    status, reason = _status(offer, terms, blocked, found, cost)
    return Estimate(
        source=prompt.source,
        offer=offer,
        status=status,
        reason=reason,
        output=output,
        ledger=ledger,
        usage=usage,
        limits=found,
        quote=priced if isinstance(priced, Quote) else None,
        cost=cost if isinstance(cost, Cost) else None,
        landed=landed,
        requests=requests,
        notes=(
            *_lifecycle_notes(offer, terms),
            *_prompt_notes(prompt, offer, ledger),
            *([uncached] if uncached else ()),
            *getattr(priced, "notes", ()),
            *(landed.notes if landed else ()),
        ),
    )


def _count(prompt: Prompt, counter: PromptCounter | None, offer: Offer) -> tuple[Ledger | None, str | None]:
    """Return the ledger, or why the model cannot take the request at all; neither where a number is given instead.

    Raises:
        UnknownNameError: the request forces a tool that it does not have.
    """
    images = len(prompt.request.images) if prompt.request else 0
    if images and "vision" not in offer.takes:
        return None, f"takes no images, and the prompt has {images}"
    if counter is None:
        return None, None
    try:
        return counter.at(offer), None
    except InputError as error:
        return None, str(error)
    except UnknownNameError as error:
        raise UnknownNameError(f"{prompt.source}: {error}") from error


def _usage(prompt: Prompt, offer: Offer, terms: Terms, tokens: int | None) -> tuple[Usage | None, str | None]:
    """Return what one request uses, None where its tokens are unknown, and why nothing of it is cached where that is so."""
    if tokens is None:
        return None, None
    evidence = price_on(offer, terms.on, currency=terms.currency, basis=terms.basis)
    cached, uncached = cached_tokens(tokens, terms.billing.cached_share, evidence)
    images = len(prompt.request.images) if prompt.request else 0
    return Usage(input=tokens, cached_input=cached, output=_output(prompt, terms).total, image=images), uncached


def _output(prompt: Prompt, terms: Terms) -> Output:
    answers = prompt.request.choices if prompt.request else 1
    if terms.output_tokens is not None:
        return Output(terms.output_tokens, "--output-tokens", answers)
    if prompt.request is not None and prompt.request.max_tokens is not None:
        return Output(prompt.request.max_tokens, "max_tokens of the request", answers)
    return Output(DEFAULT_OUTPUT, "assumed", answers)


def _landed(priced: Quote | Unpriced, offer: Offer, requests: Decimal, terms: Terms) -> Landed | None:
    if isinstance(priced, Unpriced) or not terms.billing.landed:
        return None
    return land(priced, requests, offer.provider, days=terms.days_per_month, vat_percent=terms.billing.vat_percent)


def _cost(priced: Quote | Unpriced, landed: Landed | None, requests: Decimal, terms: Terms) -> Cost | Unpriced:
    if isinstance(priced, Unpriced):
        return priced
    rate = terms.rate(priced.currency)
    if isinstance(rate, NoRate):
        return Unpriced(rate.reason)
    per_request = convert(priced.total, rate)
    bill = convert(landed.total, rate) if landed else None
    return Cost(per_request, money.times(per_request, requests), None if rate.same else rate, bill)


def _status(
    offer: Offer, terms: Terms, blocked: str | None, found: tuple[LimitCheck, ...], cost: Cost | Unpriced
) -> tuple[Status, str | None]:
    life = offer.sheet.lifecycle
    if life is not None and life.retires is not None and life.retires <= terms.on and terms.basis != "page":
        successor = f", successor {life.successor}" if life.successor else ""
        return "retired", f"retired on {life.retires}{successor}"
    if blocked is not None:
        return "exceeds", blocked
    exceeded = [check.reason for check in found if check.status == "exceeded"]
    if exceeded:
        return "exceeds", "; ".join(exceeded)
    if isinstance(cost, Unpriced):
        return "unpriced", cost.reason
    return "ok", None


def _lifecycle_notes(offer: Offer, terms: Terms) -> Iterator[str]:
    life = offer.sheet.lifecycle
    if life is None or life.retires is None:
        return
    if life.retires > terms.on:
        yield f"retires on {life.retires}"
    elif terms.basis == "page":
        yield f"retired on {life.retires}, though the page still shows it"


def _prompt_notes(prompt: Prompt, offer: Offer, ledger: Ledger | None) -> Iterator[str]:
    """Yield what the sheet does not say that the offer can do, and what the count says of itself."""
    unlisted = prompt.request.needs() - {"vision"} - offer.takes if prompt.request else frozenset()
    if unlisted:
        yield f"the prompt uses {', '.join(sorted(unlisted))}, which the sheet does not list"
    yield from ledger.notes if ledger else ()
