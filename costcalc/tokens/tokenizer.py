"""The tokenizers that a model may name, each with what it takes to build it."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from costcalc.errors import UnknownNameError
from costcalc.nearest import nearest
from costcalc.tokens import vocabulary
from costcalc.tokens.mistral import Grid, MistralTokenizer
from costcalc.tokens.reading import Place, get, one_of, required
from costcalc.tokens.sentencepiece import SentencePieceVocabulary
from costcalc.tokens.template import TEMPLATES

if TYPE_CHECKING:
    from costcalc.tokens.ledger import Ledger
    from costcalc.tokens.request import Message, Request
    from costcalc.tokens.rules import Rules

TEKKEN = "tekken_240911"
"""mistral-common's packaged vocabulary; that of 2024-07-18 has the same 130,072 tokens, and every later version uses them."""

MISTRAL = (
    *(f"tekken-{version}" for version in ("v3", "v7", "v11", "v13", "v15")),
    *(f"spm-{version}" for version in ("v1", "v2", "v3", "v7")),
)
"""Mistral's tokenizers, by family and version of the template."""


def tokenizer_names() -> tuple[str, ...]:
    """Return every name that `models.yaml` may give, besides the path of a `tekken.json`."""
    from costcalc.tokens.estimates import ESTIMATORS

    return (*MISTRAL, *ESTIMATORS)


class Tokenizer(Protocol):
    """Counts requests and answers."""

    @property
    def name(self) -> str:
        """The name that results carry, such as `tekken-v11`."""
        ...

    def prompt(self, request: Request, rules: Rules) -> Ledger:
        """Return the ledger of a request's prompt."""
        ...

    def completion(self, message: Message, rules: Rules, finish_reason: str) -> Ledger:
        """Return the ledger of an answer."""
        ...


@cache
def tokenizer(name: str, grid: Grid | None = None, image_formula: str | None = None) -> Tokenizer:
    """Return the tokenizer of that name for a model with that image grid or formula.

    Raises:
        UnknownNameError: nothing of that name, and no such file.
        InputError: the file is no `tekken.json`.
    """
    family, _, version = name.partition("-")
    if name in MISTRAL:
        words = vocabulary.packaged(TEKKEN) if family == "tekken" else SentencePieceVocabulary(version)
        return MistralTokenizer(name, TEMPLATES[version], words, grid)
    if name.endswith(".json"):
        return _from_file(Path(name))
    if name in tokenizer_names():
        from costcalc.tokens.foreign import ForeignTokenizer

        return ForeignTokenizer(name, vocabulary.packaged(TEKKEN), image_formula)
    raise UnknownNameError(f"unknown tokenizer '{name}'{nearest(name, tokenizer_names())}")


def _from_file(path: Path) -> Tokenizer:
    words = vocabulary.from_file(path)
    stated = json.loads(path.read_bytes())
    place = Place(str(path))
    version = required(stated["config"], "version", str, place / "config")
    template = TEMPLATES[one_of(version, TEMPLATES, "tokenizer version", place / "config" / "version")]
    if template.settings is not None:
        template = replace(template, settings=_default_effort(stated, place))
    return MistralTokenizer(path.name, template, words, _grid(stated, place))


def _default_effort(stated: dict[str, Any], place: Place) -> str | None:
    builders = get(stated, "model_settings_builder", dict, place) or {}
    place /= "model_settings_builder"
    effort = get(builders, "reasoning_effort", dict, place) or {}
    return get(effort, "default", str, place / "reasoning_effort")


def _grid(stated: dict[str, Any], place: Place) -> Grid | None:
    key = "image" if stated.get("image") else "multimodal"
    image = get(stated, key, dict, place)
    if not image:
        return None
    image = {"spatial_merge_size": 1, **image}
    patch, merge, side = (
        required(image, name, int, place / key) for name in ("image_patch_size", "spatial_merge_size", "max_image_size")
    )
    if min(patch, merge, side) < 1:
        raise (place / key).error("a size is below 1 pixel")
    return Grid(patch, merge, side)
