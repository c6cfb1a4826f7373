"""What `--currency` and `--fx` come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costcalc import ecb
from costcalc.errors import InputError
from costcalc.pricing.currency import Converter, code, parse_every_fx

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from costcalc.pricing.currency import NoRate, Rate


def asked_currency(text: str) -> str:
    """Return the code that `--currency` names.

    Raises:
        InputError: there is no such currency.
    """
    try:
        return code(text)
    except InputError as error:
        raise InputError(f"--currency: {error}") from None


def rates_to(asked: str, stated: Sequence[str], on: date) -> Callable[[str], Rate | NoRate]:
    """Return the function that says what a currency is worth in the asked one on a day."""
    converter = Converter(ecb.fixings, parse_every_fx(stated, asked))
    return lambda base: converter.rate(base, asked, on)
