"""Texts that a spreadsheet would run as a formula, and what keeps it from doing so."""

from __future__ import annotations

import re

_SIGNS = "=+\\-@\u207a\u207b\u207c\u208a\u208b\u208c\u2212\u2a75\u2a76\ufb29\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20"
"""What a formula begins with, and whatever becomes that where signs are normalised: small, wide, raised and lowered forms."""
_UNSEEN = (
    '"\\x00-\\x09\\x0b\\x0c\\x0e-\\x20\\x7f-\\xa0\\xad'
    "\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff9-\ufffb"
)
"""What may stand in front of it and be dropped: blanks, controls, signs that are not seen, a quotation mark; no end of a line."""


def runs(text: str) -> bool:
    """Return whether a spreadsheet might run a text as a formula."""
    return defused(text) != text


def defused(text: str, separators: str = "") -> str:
    """Return a text with an apostrophe in front where a spreadsheet might run it as a formula, else as it is.

    It might where the text begins with `=`, `+`, `-` or `@`, blanks before it or not, or with a tab or the end of a line (see
    OWASP on CSV injection, CWE-1236). `separators` are those at which a reader with other settings would break the text, so
    that what stands behind one of them, or behind the end of a line, is a beginning too.
    """
    first = rf"\A(?=[\t\r\n\0]|[\r\n{_UNSEEN}]*[{_SIGNS}])"
    later = rf"(?<=[\r\n{re.escape(separators)}])(?=[{_UNSEEN}]*[{_SIGNS}])"
    return re.sub(f"{first}|{later}", "'", text)
