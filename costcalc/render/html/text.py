"""Text that a page shows as it was, and data that its scripts read: neither can become markup."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from costcalc.render.cells import printable
from costcalc.render.formula import runs

if TYPE_CHECKING:
    from markupsafe import Markup

_APART = re.compile(r"(https?://[^\s<>\"'`;,()\[\]{}\\]+|(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-]))")
"""The address of a page, which becomes a link, and a day, which stays on one line."""
_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
_JOINER = "\u2060"
"""A sign that is not seen and takes no room."""


def inert(text: str) -> str:
    """Return text that no spreadsheet runs which opens the page or gets it pasted: an unseen sign goes in front where one might.

    A cell needs none, since it can say that it is text.
    """
    return f"{_JOINER}{text}" if runs(text) else text


def linked(text: str) -> Markup:
    """Return text as markup: every sign escaped, and what is the address of a page a link that a reader may follow."""
    from markupsafe import Markup

    pieces = _APART.split(printable(text))
    return Markup("").join(_apart(piece) if index % 2 else piece for index, piece in enumerate(pieces))


def _apart(piece: str) -> Markup:
    from markupsafe import Markup

    return _link(piece) if piece.startswith("http") else Markup('<span class="day">{}</span>').format(piece)


def named(text: str) -> Markup:
    """Return a name as markup, which may be broken behind a slash where there is no room for it."""
    from markupsafe import Markup

    return Markup("/<wbr>").join(printable(text).split("/"))


def stacked(first: str, second: str) -> Markup:
    """Return a text with a quieter one below it."""
    from markupsafe import Markup

    return Markup('{} <span class="headroom">{}</span>').format(printable(first), printable(second))


def _link(address: str) -> Markup:
    from markupsafe import Markup

    end = re.search(r"[.:!?]*\Z", address)
    tail = end[0] if end else ""
    address = address.removesuffix(tail)
    return Markup('<a href="{0}" rel="noreferrer noopener">{0}</a>{1}').format(address, tail)


def script_data(value: Any) -> Markup:  # noqa: ANN401
    """Return a value as JSON that ends no script and begins no comment, whatever texts are in it."""
    from markupsafe import Markup

    return Markup(json.dumps(value, separators=(",", ":")).translate(_IN_SCRIPT))  # noqa: S704 - no sign of markup is left
