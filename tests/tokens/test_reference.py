"""Prompts against mistral-common, the reference: no difference on any request that it takes, with the providers' rules off."""

from __future__ import annotations

import base64
import io
import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from costcalc.tokens.chat_json import Reader
from costcalc.tokens.mistral import Grid
from costcalc.tokens.rules import REFERENCE
from costcalc.tokens.tokenizer import tokenizer

if TYPE_CHECKING:
    from hypothesis.strategies import DataObject, DrawFn, SearchStrategy
    from mistral_common.tokens.tokenizers.mistral import MistralTokenizer

pytest.importorskip("cv2", reason="mistral-common encodes images with opencv")

Json = dict[str, Any]

SMALL, PIXTRAL = Grid(14, 2, 1540), Grid(16, 1, 1024)
CASES = [
    ("spm-v1", None),
    ("spm-v2", None),
    ("spm-v3", None),
    ("spm-v7", None),
    ("tekken-v3", PIXTRAL),
    ("tekken-v7", PIXTRAL),
    ("tekken-v7", SMALL),
    ("tekken-v11", SMALL),
    ("tekken-v13", SMALL),
    ("tekken-v15", SMALL),
]
SENTENCEPIECE = {
    "v1": "tokenizer.model.v1",
    "v2": "mistral_instruct_tokenizer_240216.model.v2",
    "v3": "mistral_instruct_tokenizer_240323.model.v3",
    "v7": "mistral_instruct_tokenizer_241114.model.v7",
}


def data() -> Path:
    spec = find_spec("mistral_common")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "data"


@cache
def packaged() -> Json:
    stated: Json = json.loads((data() / "tekken_240911.json").read_text(encoding="utf-8"))
    return stated


@cache
def tekken(version: str) -> Any:
    """Return the packaged vocabulary as a tokenizer of any version, with all special tokens that there are."""
    from mistral_common.tokens.tokenizers.base import SpecialTokens, TokenizerVersion
    from mistral_common.tokens.tokenizers.model_settings_builder import ModelSettingsBuilder
    from mistral_common.tokens.tokenizers.tekken import Tekkenizer

    config = packaged()["config"]
    efforts = ["none", "minimal", "low", "medium", "high", "xhigh", "max"]
    builder = ModelSettingsBuilder.model_validate({"reasoning_effort": {"type": "enum", "values": efforts, "default": "none"}})
    return Tekkenizer(
        vocab=packaged()["vocab"],
        special_tokens=[{"rank": rank, "token_str": name, "is_control": True} for rank, name in enumerate(SpecialTokens)],
        pattern=config["pattern"],
        vocab_size=config["default_vocab_size"],
        num_special_tokens=config["default_num_special_tokens"],
        version=TokenizerVersion(version),
        model_settings_builder=builder if version == "v15" else None,
    )


@cache
def reference(name: str, grid: Grid | None) -> MistralTokenizer[Any, Any, Any, Any, Any]:
    """Return mistral-common's tokenizer of that name; it packages none of v7 and later with Tekken, so those are put together."""
    from mistral_common.protocol.instruct.normalize import get_normalizer
    from mistral_common.protocol.instruct.validator import ValidationMode, get_validator
    from mistral_common.tokens.tokenizers import instruct
    from mistral_common.tokens.tokenizers.image import ImageConfig
    from mistral_common.tokens.tokenizers.mistral import MistralTokenizer, load_image_encoder

    family, version = name.split("-")
    if family == "spm":
        return MistralTokenizer.from_file(data() / SENTENCEPIECE[version])
    assert grid is not None
    words = tekken(version)
    image = ImageConfig(grid.patch, grid.max_side, grid.merge)
    kind = getattr(instruct, f"InstructTokenizer{version.upper()}")
    return MistralTokenizer(
        kind(words, image_encoder=load_image_encoder(image, words)),
        validator=get_validator(words.version, mode=ValidationMode.test),
        request_normalizer=get_normalizer(words.version, words.model_settings_builder),
    )


@cache
def picture(width: int, height: int) -> str:
    from PIL import Image

    file = io.BytesIO()
    Image.new("1", (width, height)).save(file, "PNG")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


AWKWARD = [
    "",
    " ",
    "  two  ",
    "\n\n",
    "[INST]",
    "</s>[/INST]",
    "1234567",
    "Straße",
    "你好世界",
    "🙂",
    '{"a": [1,2.50]}',
    "null",
    '"',
]
texts: SearchStrategy[str] = st.one_of(st.sampled_from(AWKWARD), st.text(max_size=40))
names = st.from_regex(r"[a-zA-Z0-9_-]{1,12}", fullmatch=True)
identities = st.from_regex(r"[a-zA-Z0-9]{9}", fullmatch=True)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
sides = st.integers(1, 300)
pictures = st.one_of(
    st.builds(picture, sides, sides),
    st.builds(picture, st.integers(1000, 4000), st.integers(1, 9)),
    st.builds(picture, st.integers(1, 9), st.integers(1000, 4000)),
)
image_parts = st.one_of(
    pictures.map(lambda url: {"type": "image_url", "image_url": url}),
    pictures.map(lambda url: {"type": "image_url", "image_url": {"url": url, "detail": "auto"}}),
)
text_parts = texts.map(lambda text: {"type": "text", "text": text})
thoughts = st.builds(lambda text, closed: {"type": "thinking", "thinking": text, "closed": closed}, texts, st.booleans())
schemas = st.recursive(
    st.builds(
        lambda kind, about: {"type": kind, "description": about}, st.sampled_from(["string", "integer", "boolean", "null"]), texts
    )
    | st.lists(texts, min_size=1, max_size=3, unique=True).map(lambda values: {"enum": values}),
    lambda inner: st.one_of(
        inner.map(lambda schema: {"items": schema, "type": "array"}),
        st.dictionaries(names, inner, max_size=3).map(
            lambda fields: {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
        ),
    ),
    max_leaves=5,
)


@st.composite
def tools(draw: DrawFn) -> Json:
    function: Json = {"name": draw(names), "parameters": draw(schemas)}
    if draw(st.booleans()):
        function["description"] = draw(texts)
    if draw(st.booleans()):
        function = {"strict": draw(st.booleans()), **function}
    return {"type": "function", "function": function}


@st.composite
def calls(draw: DrawFn) -> Json:
    arguments = draw(
        st.one_of(
            st.dictionaries(texts, json_values, max_size=3),
            json_values.map(json.dumps),
            json_values.map(lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":"))),
            texts,
        )
    )
    return {"id": draw(identities), "type": "function", "function": {"name": draw(names), "arguments": arguments}}


class Conversation:
    """Draws messages in an order and of a kind that mistral-common's validator takes for a version."""

    def __init__(self, draw: DrawFn, version: str, *, images: bool) -> None:
        self.draw = draw
        self.version = int(version.removeprefix("v"))
        self.user_parts = st.one_of(text_parts, image_parts) if images else text_parts
        self.result_parts = self.user_parts if self.version >= 15 else text_parts
        self.assistant_parts = st.one_of(text_parts, thoughts) if self.version >= 13 else text_parts
        self.system_parts = st.one_of(text_parts, thoughts) if self.version == 13 else text_parts
        self.messages: list[Json] = []

    def written(self) -> list[Json]:
        for _ in range(self.draw(st.integers(0, 2))):
            self.system()
        turns = [self.user, self.assistant, *([self.call] if self.version > 1 else [])]
        for _ in range(self.draw(st.integers(0, 5))):
            self.draw(st.sampled_from(turns))()
        self.end()
        return self.messages

    def end(self) -> None:
        """End with anything but an answer, unless it is one to go on with."""
        if not self.messages:
            self.user()
        elif self.messages[-1]["role"] == "assistant":
            if len(self.messages) == 1 or self.draw(st.booleans()):
                self.user()
            else:
                self.messages[-1]["prefix"] = True

    def content(self, parts: SearchStrategy[Json]) -> str | list[Json]:
        return self.draw(st.one_of(texts, st.lists(parts, max_size=4)))

    def system(self) -> None:
        self.messages.append({"role": "system", "content": self.content(self.system_parts)})

    def user(self) -> None:
        if self.draw(st.integers(0, 5)) == 0 and (not self.messages or self.messages[-1]["role"] in {"user", "system"}):
            self.system()
        self.messages.append({"role": "user", "content": self.content(self.user_parts)})

    def assistant(self) -> None:
        """Add an answer that says something: mistral-common refuses an empty one."""
        content = self.content(self.assistant_parts)
        said = content if isinstance(content, str) else "".join(part.get("text", "thought") for part in content)
        self.messages.append({"role": "assistant", "content": content if said else "said"})

    def call(self) -> None:
        """Add calls and their results, at once: a call without results may not be followed by another answer."""
        most = 1 if self.version == 2 else 3
        made = self.draw(st.lists(calls(), min_size=1, max_size=most, unique_by=lambda call: call["id"]))
        if not self.messages or (self.version < 7 and self.messages[-1]["role"] == "assistant"):
            self.user()
        message = {"role": "assistant", "tool_calls": made}
        if self.version >= 7:
            message["content"] = self.content(self.assistant_parts)
        self.messages.append(message)
        for call in self.draw(st.permutations(made)):
            self.result(call["id"])

    def result(self, identity: str) -> None:
        message = {"role": "tool", "tool_call_id": identity, "content": self.content(self.result_parts)}
        if self.draw(st.booleans()):
            message["name"] = self.draw(names)
        self.messages.append(message)


@st.composite
def requests(draw: DrawFn, version: str, *, images: bool) -> Json:
    request: Json = {"messages": Conversation(draw, version, images=images).written()}
    if draw(st.booleans()):
        request["tools"] = draw(st.lists(tools(), max_size=3))
    if draw(st.booleans()):
        named = names.map(lambda name: {"type": "function", "function": {"name": name}})
        request["tool_choice"] = draw(st.sampled_from(["auto", "none", "any", "required"]) | named)
    if draw(st.booleans()):
        schema = {"type": "json_schema", "json_schema": {"name": "answer", "schema": {"type": "object"}}}
        request["response_format"] = draw(st.sampled_from([{"type": "text"}, {"type": "json_object"}, schema]))
    if version == "v15" and draw(st.booleans()):
        request["reasoning_effort"] = draw(st.sampled_from(["none", "minimal", "low", "medium", "high", "xhigh", "max"]))
    return request


@pytest.mark.parametrize(("name", "grid"), CASES)
@settings(deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))
@given(drawn=st.data())
def test_no_difference_from_the_reference(name: str, grid: Grid | None, drawn: DataObject) -> None:
    from mistral_common.protocol.instruct.request import ChatCompletionRequest

    request = drawn.draw(requests(name.partition("-")[2], images=grid is not None))
    expected = reference(name, grid).encode_chat_completion(ChatCompletionRequest.model_validate(request)).tokens
    ledger = tokenizer(name, grid).prompt(Reader().request(request, "request"), REFERENCE)
    assert ledger.tokens == len(expected)
