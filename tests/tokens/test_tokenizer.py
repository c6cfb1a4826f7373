"""The tokenizers that a model may name."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from costcalc.errors import InputError, UnknownNameError
from costcalc.tokens.images import Size
from costcalc.tokens.mistral import Grid
from costcalc.tokens.request import Image, Message, Request, Text, Tool, ToolCall, from_text
from costcalc.tokens.rules import REFERENCE, Rules
from costcalc.tokens.tokenizer import tokenizer, tokenizer_names

if TYPE_CHECKING:
    from pathlib import Path

ASK = from_text("What's in this image?")


@cache
def packaged() -> dict[str, Any]:
    stated: dict[str, Any] = json.loads(files("mistral_common").joinpath("data/tekken_240911.json").read_text("utf-8"))
    return stated


def written(folder: Path, version: object = "v11", **more: Any) -> str:
    """Write a small `tekken.json` of that version: the packaged one's first thousand tokens."""
    config = {**packaged()["config"], "default_vocab_size": 2000, "version": version}
    stated = {**packaged(), "vocab": packaged()["vocab"][:1000], "config": config, "image": None, "multimodal": None, **more}
    path = folder / "tekken.json"
    path.write_text(json.dumps(stated), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", tokenizer_names())
def test_every_name_has_a_tokenizer_that_counts(name: str) -> None:
    assert tokenizer(name).name == name
    assert tokenizer(name).prompt(ASK, Rules()).tokens > 5
    assert tokenizer(name).completion(Message("assistant", (Text("A cat."),)), Rules(), "stop").tokens > 1


def test_a_tokenizer_is_made_once() -> None:
    assert tokenizer("tekken-v11", Grid(14, 2, 1540)) is tokenizer("tekken-v11", Grid(14, 2, 1540))
    assert tokenizer("tekken-v11", Grid(14, 2, 1540)) is not tokenizer("tekken-v11", Grid(16, 1, 1024))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("tekken-v12", r"unknown tokenizer 'tekken-v12': did you mean 'tekken-v1.'"),
        ("spm-v11", r"unknown tokenizer 'spm-v11': did you mean 'spm-v1'"),
        ("Tekken-V11", r"unknown tokenizer 'Tekken-V11': did you mean 'tekken-v11'"),
        ("word", r"unknown tokenizer 'word'"),
        ("", r"unknown tokenizer ''"),
    ],
)
def test_an_unknown_name_is_an_error_that_names_the_nearest(name: str, said: str) -> None:
    with pytest.raises(UnknownNameError, match=said):
        tokenizer(name)


# A tekken.json by its path


def test_a_file_counts_by_its_own_vocabulary_version_and_grid(tmp_path: Path) -> None:
    path = written(tmp_path, "v13", image={"image_patch_size": 16, "max_image_size": 1024})
    asked = Request((Message("user", (Text("a"), Image("a.png", Size(96, 96)))),))
    found = tokenizer(path).prompt(asked, Rules())
    assert (found.tokenizer, found.of_kind("text"), found.of_kind("image")) == ("tekken.json", 1, 7 * 6)


def test_the_older_word_for_image_is_read_too(tmp_path: Path) -> None:
    path = written(tmp_path, image=None, multimodal={"image_patch_size": 14, "max_image_size": 1540, "spatial_merge_size": 2})
    assert tokenizer(path).prompt(Request((Message("user", (Image("a.png", Size(96, 96)),)),)), Rules()).of_kind("image") == 20


def test_a_file_without_a_grid_takes_no_images(tmp_path: Path) -> None:
    asked = Request((Message("user", (Image("a.png", Size(96, 96)),)),))
    with pytest.raises(InputError, match=r"a\.png: the model behind tekken\.json takes no images"):
        tokenizer(written(tmp_path)).prompt(asked, Rules())


@pytest.mark.parametrize(
    ("builder", "settings"),
    [
        ({"reasoning_effort": {"type": "enum", "values": ["none", "high"], "default": "high"}}, '{"reasoning_effort": "high"}'),
        ({"reasoning_effort": None}, None),
        (None, None),
    ],
)
def test_a_v15_file_says_which_effort_stands_where_none_is_asked_for(
    tmp_path: Path, builder: dict[str, Any] | None, settings: str | None
) -> None:
    made = tokenizer(written(tmp_path, "v15", model_settings_builder=builder))
    expected = made.completion(Message("assistant", (Text(settings or ""),)), Rules(), "length").tokens
    assert made.prompt(ASK, Rules()).of_kind("settings") == expected


@pytest.mark.parametrize(
    ("version", "more", "said"),
    [
        ("v12", {}, r"config\.version: unknown tokenizer version 'v12': did you mean"),
        (None, {}, r"config: has no 'version': add it"),
        (11, {}, r"config\.version: should be text, not 11"),
        ("v11", {"image": [14]}, r"image: should be an object, not a list"),
        ("v11", {"image": {"image_patch_size": 14}}, r"image: has no 'max_image_size': add it"),
        ("v11", {"image": {"image_patch_size": 0, "max_image_size": 9}}, r"image: a size is below 1 pixel"),
        ("v11", {"multimodal": {"image_patch_size": "14"}}, r"multimodal\.image_patch_size: should be a whole number, not '14'"),
        ("v15", {"model_settings_builder": 5}, r"model_settings_builder: should be an object, not 5"),
    ],
)
def test_a_file_that_is_wrong_is_named_with_the_place(tmp_path: Path, version: object, more: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=rf"tekken\.json: {said}"):
        tokenizer(written(tmp_path, version, **more))


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"config": {}}', "no JSON"])
def test_a_file_that_is_no_tekken_json_is_an_error(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "other.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"other\.json: "):
        tokenizer(str(path))


# What a version cannot write


def test_v1_sends_no_tools_and_refuses_their_calls_and_results() -> None:
    call = Message("assistant", (), (ToolCall("now", "{}", "a"),))
    result = Message("tool", (Text("noon"),), tool_call_id="a")
    v1 = tokenizer("spm-v1")
    assert v1.prompt(Request(ASK.messages, tools=(Tool("now"),)), Rules()) == v1.prompt(ASK, Rules())
    for conversation in ((call,), (result,)):
        with pytest.raises(InputError, match=r"messages\[1\]: tokenizer v1 knows no tool calls and results"):
            v1.prompt(Request((*ASK.messages, *conversation)), Rules())


@pytest.mark.parametrize("name", ["spm-v1", "spm-v3", "tekken-v3"])
def test_an_image_where_a_version_takes_text_alone_is_refused(name: str) -> None:
    role = "user" if name == "spm-v1" else "tool"
    asked = Request((*ASK.messages, Message("assistant", (Text("Hm."),)), Message(role, (Image("a.png", Size(9, 9)),))))  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"messages\[2\]: tokenizer v[13] takes text alone in a (message|tool result)"):
        tokenizer(name, Grid(16, 1, 1024)).prompt(asked, REFERENCE)


@pytest.mark.parametrize("name", ["spm-v1", "spm-v7", "tekken-v11"])
def test_a_lone_surrogate_counts_as_the_replacement_character(name: str) -> None:
    made = tokenizer(name)
    assert made.prompt(from_text("a\ud800b"), Rules()) == made.prompt(from_text("a\ufffdb"), Rules())
