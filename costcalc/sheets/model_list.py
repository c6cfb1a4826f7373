"""What the list of models may say: what each is, wherever it runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - pydantic reads the annotations
from typing import Any, ClassVar

from costcalc.sheets.lifecycle import Lifecycle  # noqa: TC001
from costcalc.sheets.terms import STRICT, Feature, Modality


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageGrid:
    """How a model cuts an image into tokens: one a patch of `patch * merge` pixels and one a row of them."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    patch: int
    """Side of a patch in pixels."""
    merge: int
    """Patches a side that become one token."""
    max_side: int
    """Longest side in pixels; a larger image is scaled down first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Weights with a version: how it counts, what it takes, who made it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    model: str
    """The name used everywhere in costcalc."""
    name: str
    """The maker's name for it."""
    maker: str
    """Who made the weights."""
    tokenizer: str
    """A tokenizer of `costcalc.tokens` (`tekken-v11`, `spm-v3`, `o200k_base`, ...) or the path of a `tekken.json`."""
    source: str
    """Who says so."""
    checked: date
    """The day on which the source was seen to say so."""
    names: tuple[str, ...] = ()
    """Other names that people and catalogues use for the very same weights."""
    image: ImageGrid | None = None
    """How it counts images, where that is a grid of patches."""
    image_formula: str | None = None
    """Name of an estimate of `costcalc.tokens.foreign_images`, where the maker's formula is another."""
    context: int | None = None
    """Context window in tokens that the maker states."""
    inputs: tuple[Modality, ...] = ("text",)
    """What the weights can take."""
    features: tuple[Feature, ...] = ()
    """What the weights can do."""
    parameters: str | None = None
    """Size, such as 24B or 119B (6B active)."""
    licence: str | None = None
    """SPDX id, or `proprietary`."""
    released: date | None = None
    """Day of release."""
    lifecycle: Lifecycle | None = None
    """Where the maker retired the version itself."""
    note: str | None = None
    """Anything a reader must know besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelList:
    """Every model that a sheet may name."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    models: tuple[Model, ...]
    """The models."""
