"""The same from Python: count, price, look up; nothing is read before the first call."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from costcalc.planning import counting
from costcalc.pricing import quote as quoting
from costcalc.pricing.usage import usage_from
from costcalc.sheets import loading
from costcalc.tokens.chat_json import Reader
from costcalc.tokens.reading import Place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from costcalc.pricing.evidence import Unpriced
    from costcalc.pricing.quote import Quote
    from costcalc.sheets.book import Book
    from costcalc.tokens.images import Size
    from costcalc.tokens.ledger import Ledger


def count(
    request: dict[str, Any], *, offer: str, on: date, book: Book | None = None, sizes: Mapping[str, Size] | None = None
) -> Ledger:
    """Return the ledger of a chat request (OpenAI's, Mistral's or Converse JSON) as the offer's host bills it on that day.

    `.tokens` is their sum, `.counting` says how far to trust it, `.parts` are its lines. `sizes` gives the pixels of
    images behind http URLs, which are not fetched.

    Raises:
        InputError: the request is not one, or the model cannot take it.
        UnknownNameError: there is no such offer; names the nearest.
    """
    found = (book or _packaged()).offer(offer, on)
    return counting.count(Reader(sizes or {}).request(request, "request"), found, on)


def count_completion(
    message: dict[str, Any], *, offer: str, on: date, finish_reason: str = "stop", book: Book | None = None
) -> Ledger:
    """Return the ledger of an assistant's message as billed output, its end-of-sequence token in.

    Raises:
        InputError: the message is not one.
        UnknownNameError: there is no such offer; names the nearest.
    """
    found = (book or _packaged()).offer(offer, on)
    return counting.count_completion(
        Reader().message({"role": "assistant", **message}, Place("message")), found, on, finish_reason
    )


def quote(usage: Mapping[str, int], *, offer: str, on: date, book: Book | None = None) -> Quote | Unpriced:
    """Return what a usage costs in the currency that the provider bills in, or `Unpriced(reason)`.

    `cached_input` and `cache_write` are part of `input`, `reasoning` is part of `output`: nothing is counted twice.

    Raises:
        InputError: a meter is unknown or negative.
        UnknownNameError: there is no such offer; names the nearest.
    """
    found = (book or _packaged()).offer(offer, on)
    return quoting.quote(usage_from(usage), found, on, currency=found.provider.currency)


def load_book(*sheet_dirs: Path) -> Book:
    """Return the packaged sheets with the user's own over them.

    Raises:
        InputError: a sheet is missing or wrong; names file, place and fix.
    """
    return loading.load_book(*sheet_dirs)


@lru_cache
def _packaged() -> Book:
    return loading.load_book()
