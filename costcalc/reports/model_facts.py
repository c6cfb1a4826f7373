"""What is known about one model besides its prices, each fact with who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costcalc.reports.facts import UNKNOWN, Fact, days, listed, noted, number
from costcalc.reports.offer_facts import lifecycle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from costcalc.pricing.aliases import Meaning
    from costcalc.sheets.model_list import Model

_SCREEN = (1280, 720)
"""The image that an example is given for."""


def about(model: Model) -> list[Fact]:
    """Return what a model is and takes, and how its tokens are counted."""
    method, source = counting(model)
    return [
        Fact("name", model.name, model.source, model.checked),
        Fact("maker", model.maker),
        Fact("context", number(model.context, "tokens")),
        Fact("takes", listed(model.inputs)),
        Fact("features", listed(model.features)),
        Fact("parameters", model.parameters or UNKNOWN),
        Fact("licence", model.licence or UNKNOWN),
        Fact("released", model.released or UNKNOWN),
        Fact("tokenizer", model.tokenizer),
        Fact("counting", method, source),
        *([Fact("images", *_images(model))] if "image" in model.inputs else []),
        *lifecycle(model.lifecycle),
    ]


def names_over_time(names: Iterable[Meaning]) -> list[Fact]:
    """Return the providers' names that stood or stand for a model."""
    return [
        Fact(
            f"{held.provider}/{held.alias.name}",
            noted(days(held.alias.from_, held.until), held.alias.note),
            held.alias.source,
        )
        for held in names
    ]


def counting(model: Model) -> tuple[str, str]:
    """Return how the tokens of a model are counted, and who says so."""
    from costcalc.tokens.estimates import ESTIMATORS

    estimator = ESTIMATORS.get(model.tokenizer)
    if estimator is None:
        return "its own vocabulary and template: verified where a host's bills agree, else reference", ""
    latin = estimator.ratios["latin"]
    return (
        f"estimated: Tekken's count scaled by script; Latin text within {latin.error} % nine times in ten",
        estimator.source,
    )


def _images(model: Model) -> tuple[str, str]:
    """Return how a model counts images, and who says so."""
    width, height = _SCREEN
    if (grid := model.image) is not None:
        from costcalc.tokens import image_grid

        shape = {"patch": grid.patch, "merge": grid.merge, "max_side": grid.max_side}
        cell = grid.patch * grid.merge
        most, example = image_grid.maximum(**shape), image_grid.tokens(_SCREEN, **shape)
        rule = f"a token each {cell}x{cell} pixels and each row, sides up to {grid.max_side}"
        return f"{rule}: {width}x{height} is {example:,}, none above {most:,}", model.source
    if model.image_formula is not None:
        from costcalc.tokens.foreign_images import FORMULAS, image_tokens

        tokens = image_tokens(model.image_formula, width, height)
        return f"estimated by formula {model.image_formula}: {width}x{height} is {tokens:,}", FORMULAS[model.image_formula].source
    return UNKNOWN, ""
