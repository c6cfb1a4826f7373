"""mistral-common's own v11 tokenizer, put together from the Tekken vocabulary in its package: the reference for Small 3.2."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mistral_common.tokens.tokenizers.mistral import MistralTokenizer


@cache
def mistral_common_v11() -> MistralTokenizer:
    """Return the encoder of chat requests; the package has no v11 file of its own, only the vocabulary that v11 uses."""
    from mistral_common.protocol.instruct.normalize import get_normalizer
    from mistral_common.protocol.instruct.validator import ValidationMode, get_validator
    from mistral_common.tokens.tokenizers.base import SpecialTokens, TokenizerVersion
    from mistral_common.tokens.tokenizers.image import ImageConfig
    from mistral_common.tokens.tokenizers.instruct import InstructTokenizerV11
    from mistral_common.tokens.tokenizers.mistral import MistralTokenizer, load_image_encoder
    from mistral_common.tokens.tokenizers.tekken import Tekkenizer

    stated = json.loads(files("mistral_common").joinpath("data/tekken_240911.json").read_text("utf-8"))
    words = Tekkenizer(
        vocab=stated["vocab"],
        special_tokens=[{"rank": rank, "token_str": name, "is_control": True} for rank, name in enumerate(SpecialTokens)],
        pattern=stated["config"]["pattern"],
        vocab_size=stated["config"]["default_vocab_size"],
        num_special_tokens=stated["config"]["default_num_special_tokens"],
        version=TokenizerVersion.v11,
    )
    images = load_image_encoder(ImageConfig(image_patch_size=14, max_image_size=1540, spatial_merge_size=2), words)
    return MistralTokenizer(
        InstructTokenizerV11(words, image_encoder=images),
        validator=get_validator(words.version, mode=ValidationMode.test),
        request_normalizer=get_normalizer(words.version, None),
    )
