"""The units of genai-prices, and its package's own data in the form of its `data.json`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from costcalc.sheets.imports.vocabulary import Vocabulary

WORDS = Vocabulary(
    meters={
        "input_mtok": ("input", 0),
        "output_mtok": ("output", 0),
        "cache_read_mtok": ("cached_input", 0),
        "cache_write_mtok": ("cache_write", 0),
        "cache_write_1h_mtok": ("cache_write_1h", 0),
        "output_reasoning_mtok": ("reasoning", 0),
        "requests_kcount": ("request", -3),
    },
    others={
        "web_searches_kcount": ("web_search_per_1000", 0),
        "storage_searches_kcount": ("storage_search_per_1000", 0),
        "social_searches_kcount": ("social_search_per_1000", 0),
        "code_executions_kcount": ("code_execution_per_1000", 0),
        "input_text_messages_kcount": ("text_message_per_1000", 0),
        "input_document_kpages": ("document_page_per_1000", 0),
        "input_annotated_document_kpages": ("annotated_document_page_per_1000", 0),
        "input_audio_mtok": ("input_audio_per_mtok", 0),
        "output_audio_mtok": ("output_audio_per_mtok", 0),
        "cache_audio_read_mtok": ("cached_audio_per_mtok", 0),
        "input_image_mtok": ("input_image_per_mtok", 0),
        "output_image_mtok": ("output_image_per_mtok", 0),
        "cache_image_read_mtok": ("cached_image_per_mtok", 0),
        "input_video_mtok": ("input_video_per_mtok", 0),
        "output_video_mtok": ("output_video_per_mtok", 0),
        "output_citation_mtok": ("citation_per_mtok", 0),
        "audio_hours": ("audio_per_hour", 0),
        "input_audio_hours": ("input_audio_per_hour", 0),
        "input_mchars": ("input_per_million_characters", 0),
    },
)
_FIELDS = ("id", "name", "context_window", "deprecated", "price_comments")


def plain(providers: list[Any]) -> list[dict[str, Any]]:
    """Return `genai_prices.data.providers` as its `data.json` has them, every Decimal kept."""
    return [
        {
            "id": provider.id,
            "name": provider.name,
            "pricing_urls": provider.pricing_urls,
            "models": [_model(model) for model in provider.models],
        }
        for provider in providers
    ]


def _model(model: Any) -> dict[str, Any]:  # noqa: ANN401
    prices = model.prices
    return {
        **{name: getattr(model, name) for name in _FIELDS},
        "match": _match(model.match),
        "prices": [_conditional(item) for item in prices] if isinstance(prices, list) else _prices(prices),
        "price_variants": [{"when": item.when, **_conditional(item)} for item in model.price_variants or ()],
    }


def _conditional(item: Any) -> dict[str, Any]:  # noqa: ANN401
    limits = vars(item.constraint) if item.constraint is not None else {}
    return {"constraint": {name: str(limit) for name, limit in limits.items()}, "prices": _prices(item.prices)}


def _prices(prices: Any) -> dict[str, Any]:  # noqa: ANN401
    return {key: _steps(price) for key, price in vars(prices).items() if price is not None}


def _steps(price: Any) -> Any:  # noqa: ANN401
    if isinstance(price, Decimal):
        return price
    return {"base": price.base, "tiers": [{"start": tier.start, "price": tier.price} for tier in price.tiers]}


def _match(clause: Any) -> dict[str, Any]:  # noqa: ANN401
    if hasattr(clause, "equals"):
        return {"equals": clause.equals}
    return {"or": [_match(inner) for inner in clause.or_]} if hasattr(clause, "or_") else {}
