"""What one prompt costs in one run at its chosen offer: what budgets judge and differences compare."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast, get_args

from costcalc import money
from costcalc.errors import InputError
from costcalc.planning.estimate import Status
from costcalc.planning.limits import LimitCheck, Name
from costcalc.pricing.usage import Usage, usage_from

if TYPE_CHECKING:
    from costcalc.planning.estimate import Estimate

_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class MeterRate:
    """A rate for so many of a meter, in the currency that the offer is billed in."""

    rate: Decimal
    per: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One prompt at one offer; what is unknown is None."""

    name: str
    """The prompt's name in the configuration, or its source."""
    source: str
    offer: str | None
    """None: nothing is known to take it."""
    model: str | None = None
    status: Status = "ok"
    reason: str | None = None
    counting: str | None = None
    usage: Usage | None = None
    rates: dict[str, MeterRate] = field(default_factory=dict)
    """By meter."""
    native: str | None = None
    """The currency that the offer is billed in."""
    fx: Decimal = _ONE
    """What one of it is worth in the asked currency."""
    per_request: Decimal | None = None
    """In the asked currency."""
    requests: Decimal = Decimal(0)
    """A month."""
    monthly: Decimal | None = None
    """In the asked currency."""
    limits: tuple[LimitCheck, ...] = ()
    price_from: date | None = None
    price_checked: date | None = None
    retires: date | None = None

    @property
    def known(self) -> bool:
        """Whether it can be served and its cost is known."""
        return self.status == "ok" and self.monthly is not None


def item_of(found: Estimate, name: str) -> Item:
    """Return the item of an estimate."""
    row = found.quote.evidence.row if found.quote else None
    life = found.offer.sheet.lifecycle
    return Item(
        name=name,
        source=found.source,
        offer=found.offer.name,
        model=found.offer.model.model,
        status=found.status,
        reason=found.reason,
        counting=found.ledger.counting if found.ledger else None,
        usage=found.usage,
        rates={line.meter: MeterRate(line.rate, line.per) for line in found.quote.lines} if found.quote else {},
        native=found.quote.currency if found.quote else None,
        fx=found.cost.rate.rate if found.cost and found.cost.rate else _ONE,
        per_request=found.cost.per_request if found.cost else None,
        requests=found.requests,
        monthly=found.cost.monthly if found.cost else None,
        limits=found.limits,
        price_from=row.from_ if row else None,
        price_checked=row.checked if row else None,
        retires=life.retires if life else None,
    )


def item_from(result: dict[str, Any], name: str | None = None) -> Item:
    """Return the item of a result in a saved estimate.

    Raises:
        InputError: it is none, or was written by hand and holds what no estimate does.
    """
    try:
        return _item_from(result, name)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"is no result of an estimate: {type(error).__name__}: {error}") from error


def _item_from(result: dict[str, Any], name: str | None) -> Item:
    usage, price, native = result["usage"], result["price"] or {}, result["native"] or {}
    if result["status"] not in get_args(Status):
        raise ValueError(f"status {result['status']!r}")
    return Item(
        name=name or result["source"],
        source=result["source"],
        offer=result["offer"],
        model=result["model"],
        status=cast("Status", result["status"]),
        reason=result["reason"],
        counting=result["counting"],
        usage=None if None in usage.values() else usage_from(usage),
        rates={line["meter"]: MeterRate(money.decimal(line["rate"]), int(line["per"])) for line in result["lines"]},
        native=native.get("currency"),
        fx=money.decimal(native["fx"]["rate"]) if native.get("fx") else _ONE,
        per_request=_money(result["per_request"]),
        requests=Decimal(str(result["monthly"]["requests"])),
        monthly=_money(result["monthly"]["cost"]),
        limits=tuple(LimitCheck(cast("Name", each["limit"]), each["max"], each["used"]) for each in result["limits"]),
        price_from=_day(price.get("from")),
        price_checked=_day(price.get("checked")),
    )


def _money(text: str | None) -> Decimal | None:
    return None if text is None else money.decimal(text)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
