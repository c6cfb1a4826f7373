"""The files that a workload names: prompts, samples and histories, each read once however often it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from costcalc.config.checks import is_file
from costcalc.errors import InputError
from costcalc.logs.daily_history import read_history
from costcalc.logs.prompts import read_additions, read_prompts
from costcalc.logs.text_file import read_text
from costcalc.logs.usage_sample import read_sample
from costcalc.tokens.image_size import image_size
from costcalc.tokens.request import Message, Request, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path
    from typing import Any

    from costcalc.config.workload_mix import MixClass
    from costcalc.planning.workload import Sample

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Sources:
    """What the files beside a workload hold."""

    folder: Path
    """The folder that their paths are read from."""
    kept: dict[tuple[object, ...], Any] = field(default_factory=dict)

    def requests(self, terms: MixClass) -> tuple[Request, ...]:
        """Return the requests of a prompt file, each with what is added.

        Raises:
            InputError: a file cannot be read, or is no request; names file, place and fix.
        """
        images = terms.images if isinstance(terms.images, tuple) else ()

        def read() -> tuple[Request, ...]:
            added = read_additions(
                system=self._placed(terms.system), images=[self._image(each) for each in images], tools=self._placed(terms.tools)
            )
            found = read_prompts([str(self._placed(terms.prompt))], input_format=None, sizes={}, added=added)
            return tuple(source.request for source in found)

        return self._once(("requests", terms.prompt, terms.system, images, terms.tools), read)

    def system(self, path: str) -> Request:
        """Return the request of nothing but a system prompt in a file."""

        def read() -> Request:
            return Request((Message("system", (Text(read_text(str(self.folder / path))),)),))

        return self._once(("system", path), read)

    def sample(self, path: str) -> Sample:
        """Return the usages in a file."""
        return self._once(("sample", path), lambda: read_sample(str(self.folder / path)))

    def history(self, path: str) -> tuple[tuple[date, int], ...]:
        """Return the arrivals of days in a file."""
        return self._once(("history", path), lambda: read_history(str(self.folder / path)))

    def sizes(self, images: Sequence[str]) -> tuple[tuple[int, int], ...]:
        """Return width and height of images: files, data URLs and sizes."""
        return self._once(("sizes", tuple(images)), lambda: tuple(self._size(each) for each in images))

    def _size(self, image: str) -> tuple[int, int]:
        size = image_size(self._image(image))
        if size is None:
            raise InputError(f"{image}: is not fetched: give its size instead, such as 1280x720")
        return size.width, size.height

    def _image(self, image: str) -> str:
        return str(self.folder / image) if is_file(image) else image

    def _placed(self, path: str | None) -> str | None:
        return None if path is None else str(self.folder / path)

    def _once(self, key: tuple[object, ...], read: Callable[[], Found]) -> Found:
        if key not in self.kept:
            self.kept[key] = read()
        found: Found = self.kept[key]
        return found
