"""What a model takes and can do, from the flags and lists that catalogues have for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from costcalc.sheets.imports.record import words
from costcalc.sheets.terms import Feature, Modality

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

_MODALITIES: tuple[Modality, ...] = get_args(Modality)
_FEATURES: tuple[Feature, ...] = get_args(Feature)
_SPELLINGS = {"pdf": "document", "file": "document"}
_INPUT_FLAGS = {
    "supports_vision": "image",
    "supports_audio_input": "audio",
    "supports_video_input": "video",
    "supports_pdf_input": "document",
}
_FEATURE_FLAGS = {
    "supports_function_calling": "tools",
    "supports_response_schema": "structured_output",
    "supports_native_streaming": "streaming",
    "supports_reasoning": "reasoning",
    "supports_prompt_caching": "caching",
    "supports_vision": "vision",
}


def modalities(named: Iterable[str]) -> tuple[Modality, ...]:
    """Return the modalities of a list, `pdf` and `file` as document; those that a sheet has no word for are left out."""
    said = {_SPELLINGS.get(name.lower(), name.lower()) for name in named}
    return tuple(modality for modality in _MODALITIES if modality in said)


def features(named: Collection[str]) -> tuple[Feature, ...] | None:
    """Return the features of a set, in the schema's order; None where there is none."""
    return tuple(feature for feature in _FEATURES if feature in named) or None


def inputs_of(entry: Mapping[str, Any]) -> tuple[Modality, ...] | None:
    """Return what a LiteLLM entry takes: its list, else its flags; None where it has neither."""
    listed = words(entry.get("supported_modalities"), "supported_modalities")
    flags = {flag: modality for flag, modality in _INPUT_FLAGS.items() if flag in entry}
    if listed:
        return modalities([*listed, *(modality for flag, modality in flags.items() if entry[flag])])
    if not flags:
        return None
    return modalities(["text", *(modality for flag, modality in flags.items() if entry[flag])])


def features_of(entry: Mapping[str, Any]) -> tuple[Feature, ...] | None:
    """Return what a LiteLLM entry can do; None where it says nothing."""
    named = {feature for flag, feature in _FEATURE_FLAGS.items() if entry.get(flag) is True}
    endpoints = words(entry.get("supported_endpoints"), "supported_endpoints")
    if "input_cost_per_token_batches" in entry or "/v1/batch" in endpoints:
        named.add("batch")
    return features(named)
