"""How many tokens a text is, exactly: by a vocabulary packaged with mistral-common, or by any other Tekken file."""

from __future__ import annotations

from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from costcalc.errors import InputError
from costcalc.tokens.tekken.merging import PieceCounts
from costcalc.tokens.tekken.pieces import PATTERN, split, well_formed
from costcalc.tokens.tekken.store import Stored, open_vocabulary

if TYPE_CHECKING:
    from costcalc.tokens.tekken.bulk import Bulk, OtherPattern

PACKAGED = ("tekken_240718", "tekken_240911")
"""The Tekken vocabularies that mistral-common packages, by the day they were made."""

# Up to so many bytes of text in all, counting without tiktoken takes less time than loading it. At this size a process that
# counts one text took, without and with tiktoken: English 72 and 163 ms, Chinese 164 and 162, base64 211 and 177.
_LIGHT_BYTES = 256 * 1024


@lru_cache
def packaged(name: str) -> Vocabulary:
    """Return a vocabulary that mistral-common packages, by the stem of its file name; InputError for any other name."""
    if name not in PACKAGED:
        raise InputError(f"no packaged vocabulary is called {name!r}; there are {', '.join(PACKAGED)}")
    found = find_spec("mistral_common")
    if found is None or not found.submodule_search_locations:
        raise InputError(f"vocabulary {name}: mistral-common is not installed; `pip install mistral-common`")
    return from_file(Path(found.submodule_search_locations[0]) / "data" / f"{name}.json")


def from_file(path: Path) -> Vocabulary:
    """Return the vocabulary of a `tekken.json` file; InputError where the file cannot be read or is something else."""
    return Vocabulary(open_vocabulary(path), path)


class Vocabulary:
    """Counts the text tokens of one vocabulary."""

    def __init__(self, stored: Stored, path: Path) -> None:
        self._stored = stored
        self._path = path
        self._pieces = PieceCounts(stored.ranks)
        self._light_bytes_left = _LIGHT_BYTES if stored.pattern == PATTERN else 0

    @property
    def digest(self) -> str:
        """The SHA-256 of the file, in hexadecimal."""
        return self._stored.digest

    def count(self, text: str) -> int:
        """Return how many tokens a text is, with no control token before, in or after it.

        The same as the length of mistral-common's `Tekkenizer.encode(text, bos=False, eos=False)`: what looks like a control
        token is text, and a lone surrogate counts as U+FFFD.
        """
        if len(text) <= self._light_bytes_left:
            text = well_formed(text)
            size = len(text.encode())
            if size <= self._light_bytes_left:
                self._light_bytes_left -= size
                return sum(map(self._pieces.__getitem__, split(text)))
        self._light_bytes_left = 0
        return self._bulk.count(text)

    @cached_property
    def _bulk(self) -> Bulk | OtherPattern:
        from costcalc.tokens.tekken.bulk import Bulk, OtherPattern

        tokens = self._stored.ranks.all_tokens()
        if self._stored.pattern == PATTERN:
            return Bulk(tokens)
        return OtherPattern(tokens, self._stored.pattern, self._path)
