"""The size of an image from the first bytes of its file: one module a format, no pixel is decoded."""

from __future__ import annotations

from costcalc.tokens.images.formats import read_size
from costcalc.tokens.images.header import Size

__all__ = ["Size", "read_size"]
