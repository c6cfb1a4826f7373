"""models.dev's `api.json`: dollars per million tokens of each provider's models, with context tiers and modes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from costcalc.sheets.imports import record
from costcalc.sheets.imports.capabilities import features, modalities
from costcalc.sheets.imports.numbers import Numbers, whole
from costcalc.sheets.imports.record import OutOfScopeError, Record, said
from costcalc.sheets.imports.rows import priced
from costcalc.sheets.imports.vocabulary import Vocabulary, rated, tiered
from costcalc.sheets.price_rows import Price, Service
from costcalc.sheets.schema import OfferSheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from costcalc.sheets.imports.record import Origin, Parsed
    from costcalc.sheets.terms import Feature

_WORDS = Vocabulary(
    meters={
        "input": ("input", 0),
        "output": ("output", 0),
        "reasoning": ("reasoning", 0),
        "cache_read": ("cached_input", 0),
        "cache_write": ("cache_write", 0),
    },
    others={"input_audio": ("input_audio_per_mtok", 0), "output_audio": ("output_audio_per_mtok", 0)},
    ignored=frozenset({"tiers", "tier", "context_over_200k"}),
    unknown="{}_per_mtok",
)
_FEATURES = {"tool_call": "tools", "structured_output": "structured_output", "reasoning": "reasoning"}
_LEGACY_THRESHOLD = 200_000


def from_models_dev(raw: object, origin: Origin) -> Parsed:
    """Return every text model with a price of every provider."""
    items = (item for name, provider in record.mapping(raw, "the file").items() for item in _items(name, provider))
    return record.parsed(items, lambda key, item: _record(key, item, origin))


class _Item(NamedTuple):
    provider: str
    about: object
    """What the file says of the provider."""
    ident: str
    model: object


def _items(name: str, provider: object) -> Iterator[tuple[str, _Item]]:
    models = provider.get("models") if isinstance(provider, dict) else None
    if not isinstance(models, dict):
        yield name, _Item(name, provider, name, None)
        return
    for ident, model in models.items():
        yield f"{name}:{ident}", _Item(name, provider, ident, model)


def _record(key: str, item: _Item, origin: Origin) -> Record:
    provider, model = record.mapping(item.about, "the provider"), record.mapping(item.model, "the model")
    shape = record.mapping(model.get("modalities") or {}, "modalities")
    outputs = record.words(shape.get("output"), "output") or ["text"]
    if "text" not in outputs:
        raise OutOfScopeError(f"gives {', '.join(outputs)}")
    if model.get("cost") is None:
        raise OutOfScopeError("no price per token")
    cost = record.mapping(model["cost"], "cost")
    return Record(
        key=key,
        provider=item.provider,
        provider_name=record.name(provider.get("name")),
        title=record.name(model.get("name")),
        released=_day(model.get("release_date")),
        offer=priced(_offer(item.ident, model, record.words(shape.get("input"), "input")), [_row(cost, model, origin)]),
    )


def _offer(ident: str, model: Mapping[str, Any], inputs: list[str]) -> OfferSheet:
    limit = record.mapping(model.get("limit") or {}, "limit")
    context, output = whole(limit.get("context"), "limit.context"), whole(limit.get("output"), "limit.output")
    placeholder = output is not None and output == context
    most = whole(limit.get("input"), "limit.input")
    ident = record.text(ident, "id")
    return OfferSheet(
        model=ident,
        id=ident,
        context=context,
        max_output=None if placeholder else output,
        inputs=modalities(inputs) or None,
        features=_features(model, inputs),
        note=said(
            record.PLACEHOLDER if placeholder else None,
            f"input limit {most:,} tokens" if most else None,
            f"status {model['status']}" if model.get("status") else None,
        ),
    )


def _features(model: Mapping[str, Any], inputs: list[str]) -> tuple[Feature, ...] | None:
    named = {feature for flag, feature in _FEATURES.items() if model.get(flag) is True}
    return features(named | ({"vision"} if "image" in inputs else set()))


def _row(cost: Mapping[str, Any], model: Mapping[str, Any], origin: Origin) -> Price:
    numbers = Numbers()
    split = _WORDS.split(cost, numbers)
    steps = ((threshold, _WORDS.split(step, numbers)) for threshold, step in _steps(cost))
    # A tier applies from its size upward, as the schema of models.dev's SDK says; the older key says `over`.
    tiers, more = tiered(steps, inclusive=bool(cost.get("tiers")))
    row = Price(
        tiers=tiers,
        services=tuple(_modes(model.get("experimental"), numbers)),
        other=dict(sorted((split.other | more).items())) or None,
        basis="community",
        source=origin.source,
        checked=origin.checked,
        note=numbers.note,
    )
    return rated(row, split.rates)


def _modes(raw: object, numbers: Numbers) -> Iterator[Service]:
    """Yield the modes that have prices of their own, such as fast."""
    modes = record.mapping(raw or {}, "experimental").get("modes") or {}
    for name, mode in record.mapping(modes, "modes").items():
        if cost := record.mapping(mode, "a mode").get("cost"):
            rates = _WORDS.split(record.mapping(cost, "cost"), numbers).rates
            yield rated(Service(name=record.text(name, "a mode"), note="an experimental mode"), rates)


def _steps(cost: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the thresholds with their rates; the older `context_over_200k` only where there are no tiers."""
    tiers = record.sequence(cost.get("tiers") or [], "tiers")
    for step in tiers:
        tier = record.mapping(step, "a tier")
        yield whole(record.mapping(tier.get("tier"), "tier").get("size"), "size") or 0, tier
    if not tiers and cost.get("context_over_200k"):
        yield _LEGACY_THRESHOLD, record.mapping(cost["context_over_200k"], "context_over_200k")


def _day(raw: object) -> date | None:
    """Return a whole date; None for a month alone."""
    try:
        return date.fromisoformat(str(raw))
    except ValueError:
        return None
