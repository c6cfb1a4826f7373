"""The closed choices of sheets and of the model list, and how strictly both are read.

The classes around are plain frozen dataclasses, so reading a compiled book imports no validator. `sheets.validation`
hands the same classes to pydantic, which reads `__pydantic_config__` and the attribute docstrings.
A trailing underscore only avoids a Python keyword: the YAML key of `from_` is `from`.
"""

from __future__ import annotations

from typing import Any, Literal

Kind = Literal["maker", "host", "router"]
Basis = Literal["official", "api", "page", "community"]
Modality = Literal["text", "image", "audio", "video", "document"]
Feature = Literal["tools", "structured_output", "streaming", "reasoning", "batch", "caching", "vision", "fim"]
Metric = Literal["requests", "tokens", "input_tokens", "output_tokens", "concurrent", "images"]


def _yaml_key(name: str) -> str:
    return name.rstrip("_")


STRICT: dict[str, Any] = {
    "extra": "forbid",
    "use_attribute_docstrings": True,
    "alias_generator": _yaml_key,
    "str_min_length": 1,
}
