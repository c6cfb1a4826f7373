"""The files that a workload names: prompts, samples and histories, each read once however often it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from costcalc.config.checks import is_file
from costcalc.errors import InputError
from costcalc.logs.daily_history import read_history
from costcalc.logs.prompts import Additions, read_image, read_prompts, read_tools
from costcalc.logs.text_file import read_text
from costcalc.logs.usage_sample import read_sample

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path
    from typing import Any

    from costcalc.config.workload_mix import MixClass
    from costcalc.planning.workload import Sample
    from costcalc.tokens.request import Image, Request, Tool

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Sources:
    """What the files beside a workload hold."""

    folder: Path
    """The folder that their paths are read from."""
    kept: dict[tuple[object, ...], Any] = field(default_factory=dict)

    def requests(self, path: str) -> tuple[Request, ...]:
        """Return the requests of a prompt file.

        Raises:
            InputError: as everything here, the file cannot be read, or is no such; names file, place and fix.
        """
        added = Additions()
        return self._once(
            ("requests", path),
            lambda: tuple(
                source.request for source in read_prompts([self._placed(path)], input_format=None, sizes={}, added=added)
            ),
        )

    def with_added(self, terms: MixClass, requests: tuple[Request, ...], added: Additions) -> tuple[Request, ...]:
        """Return the requests of a class with what it adds to each; the very same ones each time."""
        key = ("added", terms.prompt, terms.system, terms.images, terms.tools)
        return self._once(key, lambda: tuple(added.to(request) for request in requests))

    def text(self, path: str) -> str:
        """Return the text of a file."""
        return self._once(("text", path), lambda: read_text(self._placed(path)))

    def tools(self, path: str) -> tuple[Tool, ...]:
        """Return the tools of a JSON file."""
        return self._once(("tools", path), lambda: read_tools(self._placed(path)))

    def image(self, image: str) -> Image:
        """Return an image: a file, a data URL, or a size."""
        if image.lower().startswith(("http://", "https://")):
            raise InputError(f"{image}: is not fetched: give its size instead, such as 1280x720")
        if is_file(image) and not (self.folder / image).is_file():
            raise InputError(f"{image}: no such file: name it from the folder of this file, or give a size such as 1280x720")
        return self._once(("image", image), lambda: read_image(self._placed(image) if is_file(image) else image))

    def sample(self, path: str) -> Sample:
        """Return the usages in a file."""
        return self._once(("sample", path), lambda: read_sample(str(self.folder / path)))

    def history(self, path: str) -> tuple[tuple[date, int], ...]:
        """Return the arrivals of days in a file."""
        return self._once(("history", path), lambda: read_history(str(self.folder / path)))

    def _placed(self, path: str) -> str:
        return str(self.folder / path)

    def _once(self, key: tuple[object, ...], read: Callable[[], Found]) -> Found:
        if key not in self.kept:
            self.kept[key] = read()
        found: Found = self.kept[key]
        return found
