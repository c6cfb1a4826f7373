"""How an offer stands in a comparison: whether it can take what arrives at a known price, as a formula and as it is now."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from costcalc.render.xlsx.formula import UNKNOWN, Formula

if TYPE_CHECKING:
    from costcalc.planning.what_if import Priced
    from costcalc.render.xlsx.cost import Sums
    from costcalc.render.xlsx.inputs import Inputs

_LONGER = "it takes no request or answer this long"
_GROUPS = {"ok": 1, "exceeds": 2, "unpriced": 3, "retired": 4}
_LAST = "9E+99"
_SIGNIFICANT = 12
"""Digits that decide the order: floats differ behind them where the amounts do not."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An offer's row of the working; its cells are those of the row that it is written to."""

    inputs: Inputs
    offer: Priced
    sums: Sums | None

    @property
    def unit(self) -> Formula | str:
        """What one arrival costs."""
        return self.sums.unit if self.sums else UNKNOWN

    @property
    def total(self) -> Formula | str:
        """What all periods cost."""
        return self.sums.total if self.sums else UNKNOWN

    @property
    def limits(self) -> tuple[Decimal | None, Decimal | None]:
        """What is published of its context window and of its longest answer."""
        context, longest = (self.offer.limits.get(name, (None, 0))[0] for name in ("context", "max_output"))
        return None if context is None else Decimal(context), None if longest is None else Decimal(longest)

    def status(self, total: str, context: str, longest: str) -> Formula | str:
        """Return its status, given the cells of its total and its limits; a text where no assumption here changes it."""
        if self.sums is None or self._now() != self.offer.status:
            return self.offer.status
        priced = f'IF(ISNUMBER({total}),"ok","unpriced")'
        limits = self._too_long(context, longest)
        text = f'IF(OR({",".join(limits)}),"exceeds",{priced})' if limits else priced
        return Formula(f"={text}", self.offer.status)

    def why(self, status: str, reason: str) -> Formula | str | None:
        """Return why it is not ranked, given the cells of its status and of the reason that it has now."""
        if self.sums is None or self._now() != self.offer.status:
            return self.offer.reason
        now = f'IF({reason}="","",{reason})'
        changed = f'IF({status}="exceeds","{_LONGER}",IF({status}="unpriced","a price is unknown",""))'
        return Formula(f'=IF({status}="{self.offer.status}",{now},{changed})', self.offer.reason or "")

    def group(self, status: str) -> Formula:
        """Return what it is sorted by first: what is ok comes before what exceeds, is unpriced or is retired."""
        places = f'IF({status}="ok",1,IF({status}="exceeds",2,IF({status}="unpriced",3,4)))'
        return Formula(f"={places}", Decimal(self.order[0]))

    def key(self, total: str) -> Formula:
        """Return what it is sorted by within its group: its cost, what is unknown last."""
        rounded = f"IF({total}>0,ROUND({total},{_SIGNIFICANT - 1}-INT(LOG10({total}))),0)"
        return Formula(f"=IF(ISNUMBER({total}),{rounded},{_LAST})", self.order[1])

    @property
    def order(self) -> tuple[int, Decimal, str]:
        """What it is sorted by now: its group, its cost, its name."""
        total = self.sums.total_value if self.sums else None
        rounded = round(total, _SIGNIFICANT - 1 - total.adjusted()) if total else total
        return _GROUPS.get(self.offer.status, len(_GROUPS)), Decimal(_LAST) if rounded is None else rounded, self.offer.offer

    @property
    def ranked(self) -> bool:
        """Whether it ranks now."""
        return self.offer.status == "ok" and self.sums is not None and self.sums.total_value is not None

    def _now(self) -> str:
        """Return the status that follows from limits and price alone."""
        context, longest = self.limits
        if self._one_request:
            mix = self.offer.mixes[0]
            answer = mix.output / mix.answers
            if (context is not None and mix.input + answer > context) or (longest is not None and answer > longest):
                return "exceeds"
        return "unpriced" if self.sums is None or self.sums.total_value is None else "ok"

    @property
    def _one_request(self) -> bool:
        """Whether the quantities are those of one request, so that limits can be judged by them."""
        return len(self.offer.mixes) == 1 and self.offer.mixes[0].whole

    def _too_long(self, context: str, longest: str) -> list[str]:
        if not self._one_request:
            return []
        read, written = (self.inputs.quantity(self.offer.offer, 0, what).name for what in ("input", "output"))
        answers = self.offer.mixes[0].answers
        answer = f"{written}/{answers}" if answers > 1 else written
        found = [f"{read}+{answer}>{context}"] if self.limits[0] is not None else []
        return found + ([f"{answer}>{longest}"] if self.limits[1] is not None else [])
