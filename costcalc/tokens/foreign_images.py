"""How many tokens an image is for the models of other makers: estimates by published formulas, or by what bills showed instead.

`bills` in a source are the responses recorded in the tests of pydantic/pydantic-ai@4fda3898 and crmne/ruby_llm@fb5a49bf.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from costcalc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Formula:
    """Tokens of an image from its width and height in pixels, who says so, and what was seen to agree with it."""

    count: Callable[[int, int], int]
    source: str


def image_tokens(formula: str, width: int, height: int) -> int:
    """Return the estimated tokens of an image of that many pixels, at the detail that the provider takes by default.

    Raises InputError for an unknown formula or a side below 1.
    """
    if formula not in FORMULAS:
        raise InputError(f"no image formula '{formula}': known are {', '.join(FORMULAS)}")
    if width < 1 or height < 1:
        raise InputError(f"an image of {width}x{height} pixels has no tokens: each side is at least 1")
    return FORMULAS[formula].count(width, height)


def _tiles(width: int, height: int, *, base: int, tile: int) -> int:
    """OpenAI's tiles: fit into 2048x2048, bring the shorter side down to 768, count squares of 512."""
    scale = min(1, 2048 / max(width, height), 768 / min(width, height))
    return base + tile * math.ceil(round(width * scale) / 512) * math.ceil(round(height * scale) / 512)


def _patches(width: int, height: int, *, factor: float) -> int:
    """OpenAI's patches: squares of 32, at most 1,536 by shrinking to whole ones along one side, times a factor."""
    patches = math.ceil(width / 32) * math.ceil(height / 32)
    if patches > 1536:
        shrink = math.sqrt(32 * 32 * 1536 / (width * height))
        columns, rows = width * shrink / 32, height * shrink / 32
        fit = min(math.floor(columns) / columns, math.floor(rows) / rows)
        # Rounded first: the side that was made whole must not become one more by a rounding error. A strip narrower than
        # a square would shrink to nothing, which the guide leaves open: it gets the most.
        patches = math.ceil(round(columns * fit, 6)) * math.ceil(round(rows * fit, 6)) or 1536
    return math.ceil(round(patches * factor, 6))


def _claude(width: int, height: int) -> int:
    """Anthropic's squares of 28, of the largest size of at most 1,568 pixels a side and 1,568 squares."""
    longest = max(width, height)
    sizes = ((width * side / longest, height * side / longest) for side in range(min(longest, 1568), 0, -1))
    grids = (math.ceil(across / 28) * math.ceil(down / 28) for across, down in sizes)
    return next(squares for squares in grids if squares <= 1568)


def _gemini_tiles(width: int, height: int) -> int:
    """Google's tiles of 768."""
    return 258 * math.ceil(width / 768) * math.ceil(height / 768)


def _gemini_grid(width: int, height: int) -> int:
    """Whole cells of the grid in the image's own proportion that has 1,120 cells at most, whatever the image's size."""
    cells = max(1, math.isqrt(1120 * width // height)) * max(1, math.isqrt(1120 * height // width))
    return min(cells, 1120)


def _fixed(_width: int, _height: int, *, tokens: int) -> int:
    return tokens


def _qwen(width: int, height: int, *, square: int, fewest: int) -> int:
    """Qwen's squares, the sides rounded to whole ones, between so many and 16,384 of them; and two markers."""
    columns, rows = max(1, round(width / square)), max(1, round(height / square))
    area = width * height / square**2
    if columns * rows > 16384:
        shrink = math.sqrt(area / 16384)
        columns, rows = max(1, math.floor(width / shrink / square)), max(1, math.floor(height / shrink / square))
    elif columns * rows < fewest:
        grow = math.sqrt(fewest / area)
        columns, rows = math.ceil(width * grow / square), math.ceil(height * grow / square)
    return columns * rows + 2


_OPENAI = "developers.openai.com, guide Images and vision"

FORMULAS: dict[str, Formula] = {
    "gpt-4o": Formula(
        partial(_tiles, base=85, tile=170), f"{_OPENAI}; a bill: 3008x2000 is 1,105; rounding: community.openai.com/t/1281361"
    ),
    "gpt-4o-mini": Formula(partial(_tiles, base=2833, tile=5667), f"{_OPENAI}; 128x64 was seen at 8,500"),
    "gpt-5": Formula(partial(_tiles, base=70, tile=140), _OPENAI),
    "gpt-4.1-mini": Formula(partial(_patches, factor=1.62), f"{_OPENAI}; 2400x1800 was seen at 2,353"),
    "gpt-4.1-nano": Formula(partial(_patches, factor=2.46), f"{_OPENAI}; bills: 128x128 is 40, 540x360 is 502"),
    # The guide says 1.62 and 2.46 for these two; no bill does.
    "gpt-5-mini": Formula(
        partial(_patches, factor=1.2), "bills: 597x566 is 254 more than 400x301; community.openai.com/t/1377015"
    ),
    "gpt-5-nano": Formula(partial(_patches, factor=1.5), "bills: 128x128 is 24; community.openai.com/t/1377015"),
    "claude": Formula(_claude, "platform.claude.com, guide Vision (width x height / 750 in older editions); bills to 540x360"),
    "gemini-2.5": Formula(_gemini_tiles, "ai.google.dev, guide Tokens; bills to 597x566 are 258, larger images are unmeasured"),
    "gemini-3": Formula(_gemini_grid, "bills and counts of Gemini 3 to 3.6, eight proportions; ai.google.dev says up to 1,120"),
    "gemma-3": Formula(
        partial(_fixed, tokens=260), "ai.google.dev: 256, and four around it by transformers' Gemma3Processor; no pan and scan"
    ),
    "qwen2.5-vl": Formula(partial(_qwen, square=28, fewest=4), "preprocessor_config.json of Qwen2.5-VL; a bill: 597x566 is 422"),
    "qwen3-vl": Formula(partial(_qwen, square=32, fewest=64), "preprocessor_config.json of Qwen3-VL"),
}
"""By the name that `models.yaml` gives."""
