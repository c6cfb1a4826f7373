"""Mistral's tokenizers: a packaged or given vocabulary, the template of a version, and an image grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from costcalc.errors import InputError
from costcalc.tokens import image_grid
from costcalc.tokens.completion import completion_parts
from costcalc.tokens.ledger import Ledger
from costcalc.tokens.prompt import prompt_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costcalc.tokens.request import Image, Message, Request
    from costcalc.tokens.rules import Rules
    from costcalc.tokens.tally import Vocabulary
    from costcalc.tokens.template import Template


@dataclass(frozen=True, slots=True)
class Grid:
    """How a model cuts images: pixels a side of a patch, patches a side of a token, pixels of the longest side."""

    patch: int
    merge: int
    max_side: int

    def tokens(self, image: Image) -> int:
        """Return the tokens of an image, the most that one can have where its size is unknown."""
        if image.size is None:
            return image_grid.maximum(patch=self.patch, merge=self.merge, max_side=self.max_side)
        return image_grid.tokens(image.size, patch=self.patch, merge=self.merge, max_side=self.max_side)


@dataclass(frozen=True, slots=True)
class MistralTokenizer:
    """Counts as Mistral's models do; `grid` is None where the model takes no images."""

    name: str
    template: Template
    vocabulary: Vocabulary
    grid: Grid | None

    def prompt(self, request: Request, rules: Rules) -> Ledger:
        """Return the ledger of a request's prompt.

        Raises:
            InputError: the request has something that this version cannot write, or images for a model without eyes.
        """
        parts = prompt_parts(
            request, template=self.template, vocabulary=self.vocabulary, image_tokens=self._image_tokens, rules=rules
        )
        ledger = Ledger(parts, self.name, "reference")
        for note in self._doubts(request):
            ledger = ledger.estimated(note)
        return ledger

    def completion(self, message: Message, rules: Rules, finish_reason: str) -> Ledger:
        """Return the ledger of an answer with its end-of-sequence token."""
        parts = completion_parts(
            message, template=self.template, vocabulary=self.vocabulary, rules=rules, finish_reason=finish_reason
        )
        return Ledger(parts, self.name, "reference")

    def _doubts(self, request: Request) -> Iterator[str]:
        """Yield what makes a count of the request less than exact."""
        yield from request.uncounted
        if request.has_thinking and not self.template.thinking:
            yield f"{self.name} has no tokens for thinking: that of the request is counted as later versions write it"
        for image in request.images:
            if image.size is None:
                yield (
                    f"{image.name} is not fetched and its size is unknown: counted as the most one image can be,"
                    f" {self._image_tokens(image)} tokens (give it: --image-size '{image.name}=WxH')"
                )

    def _image_tokens(self, image: Image) -> int:
        if self.grid is None:
            raise InputError(f"{image.name}: the model behind {self.name} takes no images")
        return self.grid.tokens(image)
