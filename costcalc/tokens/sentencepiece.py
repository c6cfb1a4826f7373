"""The SentencePiece vocabularies of Mistral's older models, read by mistral-common itself."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from costcalc.tokens.tekken.pieces import well_formed

_FILES = {
    "v1": "tokenizer.model.v1",
    "v2": "mistral_instruct_tokenizer_240216.model.v2",
    "v3": "mistral_instruct_tokenizer_240323.model.v3",
    "v7": "mistral_instruct_tokenizer_241114.model.v7",
}


class SentencePieceVocabulary:
    """Splits text as `mistral_common.tokens.tokenizers.sentencepiece` does; it takes a second to load."""

    def __init__(self, version: str) -> None:
        """Name the vocabulary of a tokenizer version; nothing is loaded yet."""
        self.version = version

    def count(self, text: str) -> int:
        """Return the number of tokens of a text, without control tokens; a lone surrogate counts as U+FFFD."""
        return len(_model(self.version).encode(well_formed(text), bos=False, eos=False))


@cache
def _model(version: str) -> Any:  # noqa: ANN401
    from mistral_common.tokens.tokenizers.sentencepiece import SentencePieceTokenizer

    spec = find_spec("mistral_common")
    folder = Path(str(spec.origin if spec else "")).parent / "data"
    return SentencePieceTokenizer(str(folder / _FILES[version]))
