"""Which catalogue names mean the same weights: one key for `us.meta.llama3-3-70b-instruct-v1:0` and `Llama-3.3-70B-Instruct`."""

from __future__ import annotations

import re
from functools import cache

_STEPS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (r"[_ ]", "-"),
        (r"-v0:(\d)$", r"-0.\1"),  # Bedrock's 7b-instruct-v0:2 is version 0.2
        (r"@.*$|-(?:v?\d+)?:(?:\d+k?|free)$", ""),  # a host's revision: @001, -v1:0, :free
        (r"^(?:[a-z-]+\.)?deepseek\.(?=[rv]\d)", "deepseek-"),  # Bedrock leaves the family to the vendor
        (r"^(?:us-gov|[a-z]+|ai21)\.(?=[a-z].*\.[a-z])", ""),  # a region before a vendor: us.anthropic.
        (r"^(?:[a-z]+-?[a-z]*|ai21)\.(?=[a-z])(.*?)(?:-v\d+)?$", r"\1"),  # a vendor: anthropic., never the gpt-4. of gpt-4.1
        (r"^(?:(?:databricks|snowflake|fw|meta|openai|anthropic|google|nvidia|cohere|zai)-)+(?=[a-z])", ""),
        (r"(?<=\d)p(?=\d)", "."),  # Fireworks writes llama-v3p1
        (r"-20\d\d-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])(?=-|$)", ""),  # the day of a release
        (r"-\d+b-\d+e(?=-|$)", ""),  # experts: llama-4-scout-17b-16e
        (r"(?<=\bllama-)v(?=\d)|(?<=-)v(?=\d)", ""),
        (r"(?<=[a-z]{3})(?=\d)", "-"),  # llama3 is llama-3, and o1 stays o1
        (r"\.", "-"),
    )
)
_DRESS = frozenset("instruct it chat hf maas fp8 fp4 fp16 bf16 int8 awq nvfp4 versatile preview default".split())  # noqa: SIM905
"""Words for how weights are packed, tuned for chat or sold, which leave the class of the price as it is."""
_SPED = frozenset({"turbo", "instant"})
"""The same of open weights, whose names say their size; GPT-4 Turbo is another model."""
_SIZE = re.compile(r"(?:^|-)(?:(\d+)x)?(\d+(?:\.\d+)?)b(?=-|$)")


@cache
def key(name: str) -> str:
    """Return what a name comes to without provider, region, vendor, release day, packing and spelling.

    Words for another model or another service stay: mini, pro, fast, thinking, coder, a version, a size.
    """
    text = _last_part(name)
    for pattern, put in _STEPS:
        text = pattern.sub(put, text)
    dress = _DRESS | _SPED if _SIZE.search(text) else _DRESS
    return "-".join(word for word in text.split("-") if word and word not in dress)


@cache
def billions(name: str) -> float | None:
    """Return the size in billions of parameters that a name states (`8x7b` is 56), or None."""
    found = _SIZE.search(_last_part(name))
    return float(found[2]) * int(found[1] or 1) if found else None


def _last_part(name: str) -> str:
    return name.lower().rpartition("/")[2]
