"""What one request or many used, meter by meter."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

from costcalc.errors import InputError
from costcalc.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping


MOST = 10**18
"""The largest quantity: beyond it a product with a rate could need more digits than `money.EXACT` has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Quantities by meter, as providers report them: parts are not counted on top of what they are part of."""

    input: int = 0
    """Prompt tokens, all of them."""
    cached_input: int = 0
    """Those of them that were read from the provider's cache."""
    cache_write: int = 0
    """Those of them that were written to the provider's cache, to be kept as long as it keeps them by default."""
    cache_write_1h: int = 0
    """Those of them that were written to be kept for an hour."""
    output: int = 0
    """Generated tokens, all of them, the end-of-sequence token in."""
    reasoning: int = 0
    """Those of them that are reasoning."""
    image: int = 0
    """Input images."""
    request: int = 1
    """Requests."""

    def __post_init__(self) -> None:
        """Refuse what cannot be: a negative quantity, parts larger than their whole."""
        for field in fields(self):
            value = getattr(self, field.name)
            if not 0 <= value <= MOST:
                raise InputError(f"{field.name}: {value} is {'negative' if value < 0 else f'more than {MOST:,}'}")
        if self.cached_input + self.cache_write + self.cache_write_1h > self.input:
            raise InputError(f"cached_input and cache_write are part of input, and more than its {self.input} tokens")
        if self.reasoning > self.output:
            raise InputError(f"reasoning is part of output, and more than its {self.output} tokens")

    def __add__(self, other: Usage) -> Usage:
        """Return both together."""
        return Usage(**{field.name: getattr(self, field.name) + getattr(other, field.name) for field in fields(self)})

    def __mul__(self, times: int) -> Usage:
        """Return that many of the same."""
        return Usage(**{field.name: getattr(self, field.name) * times for field in fields(self)})

    def stated(self) -> dict[str, int]:
        """Return the quantities that are not zero, input and output always, requests only where they are not one."""
        quantities: dict[str, int] = asdict(self)
        if quantities["request"] == 1:
            del quantities["request"]
        return {meter: quantity for meter, quantity in quantities.items() if quantity or meter in {"input", "output"}}


def usage_from(quantities: Mapping[str, object]) -> Usage:
    """Return the usage of a mapping.

    Raises:
        InputError: an unknown meter, a quantity that is no whole number, or a part larger than its whole.
    """
    known = [field.name for field in fields(Usage)]
    checked: dict[str, int] = {}
    for meter, quantity in quantities.items():
        if meter not in known:
            raise InputError(f"unknown meter '{meter}'{nearest(meter, known)}")
        if not isinstance(quantity, int) or isinstance(quantity, bool):
            raise InputError(f"{meter}: {quantity!r} is not a whole number")
        checked[meter] = quantity
    return Usage(**checked)
