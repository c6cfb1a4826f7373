"""The file that names the feeds."""

from __future__ import annotations

from datetime import date
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from builders import offer_sheet, sheet

from costcalc.errors import InputError
from costcalc.packaged import data_folder
from costcalc.sheets.imports.feeds import Feed, read_feeds

if TYPE_CHECKING:
    from pathlib import Path


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "feeds.yaml"
    path.write_text(dedent(text), encoding="utf-8")
    return path


def test_feeds_are_read_in_order_and_files_are_found_from_their_own_folder(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
        feeds:
          - source: genai-prices
          - {source: litellm, file: data/prices.json, checked: 2026-11-20, new: true}
          - source: openrouter
            url: https://openrouter.ai/api/v1/models
            providers: [openrouter]
            models: ["mistral*"]
        """,
    )
    assert read_feeds(path) == [
        Feed(source="genai-prices"),
        Feed(source="litellm", file=str(tmp_path / "data" / "prices.json"), checked=date(2026, 11, 20), new=True),
        Feed(source="openrouter", url="https://openrouter.ai/api/v1/models", providers=("openrouter",), models=("mistral*",)),
    ]
    assert [feed.place for feed in read_feeds(path)][::2] == ["the package genai-prices", "https://openrouter.ai/api/v1/models"]


def test_the_packaged_feeds_can_be_read() -> None:
    assert [feed.source for feed in read_feeds(data_folder() / "feeds.yaml")] == ["genai-prices", "openrouter"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no feeds"),
        ("feeds: []", "holds no feeds"),
        ("feeds: [{source: litellm}]\nmore: 1", "holds no feeds"),
        ("feeds: [litellm]", r"feeds\[0\]: is no feed"),
        ("feeds: [{source: litelm}]", "unknown source 'litelm': did you mean 'litellm'"),
        ("feeds: [{file: x.json}]", "unknown source 'None'"),
        ("feeds:\n  - source: litellm\n    fle: x", r":3: feeds\[0\].fle: unknown key: did you mean 'file'"),
        ("feeds: [{source: litellm, new: perhaps}]", r"new: is true or false, not 'perhaps'"),
        ("feeds: [{source: litellm, providers: openai}]", "providers: is a list of names, not 'openai'"),
        ("feeds: [{source: litellm, checked: someday}]", "checked: is a day, not 'someday'"),
        ("feeds: [{source: litellm, file: 5}]", "file: is text, not 5"),
        ("feeds: [{source: litellm, file: a, url: https://b}]", "stands beside a file: keep one"),
        ("feeds: [{source: openrouter}]", "openrouter is in no package: name its `file` or `url`"),
    ],
)
def test_a_wrong_feed_is_one_clear_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_feeds(write(tmp_path, text))


@pytest.mark.parametrize(
    ("feed", "ids"),
    [
        (Feed(source="litellm"), ["org/small-1", "org/small-2"]),
        (Feed(source="litellm", providers=("h*",), models=("SMALL-1", "*/small-2")), ["org/small-1", "org/small-2"]),
        (Feed(source="litellm", models=("*-1",)), ["org/small-1"]),
        (Feed(source="litellm", providers=("other",)), []),
    ],
)
def test_a_feed_takes_the_providers_and_models_that_it_names(feed: Feed, ids: list[str]) -> None:
    taken = feed.taken(sheet("host", offer_sheet("small-1"), offer_sheet("small-2")))
    assert [offer.id for offer in taken.offers] == ids
