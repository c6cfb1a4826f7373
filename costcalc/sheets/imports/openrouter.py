"""OpenRouter's own API: `/models`, dollars per token as text, and `/endpoints`, the same for each host behind one model."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from costcalc.sheets.imports import record
from costcalc.sheets.imports.capabilities import features, modalities
from costcalc.sheets.imports.numbers import Numbers, number, whole
from costcalc.sheets.imports.record import MalformedError, OutOfScopeError, Record, said
from costcalc.sheets.imports.rows import priced
from costcalc.sheets.imports.vocabulary import PER_PIECE, PER_TOKEN, Split, Vocabulary, rated, tiered
from costcalc.sheets.lifecycle import Lifecycle
from costcalc.sheets.price_rows import Price, Window
from costcalc.sheets.schema import OfferSheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from costcalc.sheets.imports.record import Origin, Parsed
    from costcalc.sheets.terms import Feature

PROVIDER = "openrouter"
_WORDS = Vocabulary(
    meters={
        "prompt": ("input", PER_TOKEN),
        "completion": ("output", PER_TOKEN),
        "input_cache_read": ("cached_input", PER_TOKEN),
        "input_cache_write": ("cache_write", PER_TOKEN),
        "input_cache_write_1h": ("cache_write_1h", PER_TOKEN),
        "internal_reasoning": ("reasoning", PER_TOKEN),
        "image": ("image", PER_PIECE),
        "request": ("request", PER_PIECE),
    },
    others={
        "audio": ("input_audio_per_mtok", PER_TOKEN),
        "audio_output": ("output_audio_per_mtok", PER_TOKEN),
        "input_audio_cache": ("cached_audio_per_mtok", PER_TOKEN),
        "image_token": ("input_image_per_mtok", PER_TOKEN),
        "image_output": ("output_image_per_image", PER_PIECE),
        "web_search": ("web_search_per_1000", 3),
    },
    ignored=frozenset({"discount", "overrides", "units", "min_prompt_tokens", "utc_start", "utc_end"}),
    unknown="{}_as_stated",
)
_TOKENS = frozenset({"prompt", "completion"})
_END_OF_TIME = 253_402_300_800
"""Seconds at which the calendar ends."""
_PARAMETERS = {
    "tools": "tools",
    "structured_outputs": "structured_output",
    "response_format": "structured_output",
    "reasoning": "reasoning",
    "include_reasoning": "reasoning",
}


def from_openrouter(raw: object, origin: Origin) -> Parsed:
    """Return every text model of `/models`, or every host of it where the file is one of `/endpoints`.

    A host behind a model is a provider of its own, `openrouter-deepinfra-fp8`: its price holds where a request names it.
    """
    data = record.mapping(raw, "the file").get("data")
    models = [data] if isinstance(data, dict) else record.sequence(data, "data")
    items = (item for model in models for item in _items(model))
    return record.parsed(items, lambda _, pair: _record(pair, origin))


def _items(model: object) -> Iterator[tuple[str, tuple[object, object]]]:
    """Yield a model, or each host behind it, with a name for reports."""
    ident = str(model.get("id")) if isinstance(model, dict) else str(model)[:40]
    hosts = model.get("endpoints") if isinstance(model, dict) else None
    if not isinstance(hosts, list):
        yield ident, (model, None)
        return
    for host in hosts:
        yield f"{ident} at {host.get('tag') if isinstance(host, dict) else host}", (model, host)


def _record(pair: tuple[object, object], origin: Origin) -> Record:
    model = record.mapping(pair[0], "the model")
    host = None if pair[1] is None else record.mapping(pair[1], "the endpoint")
    shape = record.mapping(model.get("architecture") or {}, "architecture")
    outputs = record.words(shape.get("output_modalities"), "output_modalities") or ["text"]
    if "text" not in outputs:
        raise OutOfScopeError(f"gives {', '.join(outputs)}")
    pricing = record.mapping((host or model).get("pricing"), "pricing")
    if str(pricing.get("prompt")).startswith("-"):
        raise OutOfScopeError("costs what the model that it chooses costs")
    offer = _offer(model, host, shape, origin)
    maker, _, title = (record.name(model.get("name")) or "").rpartition(": ")
    tag = host and record.text(host.get("tag") or host.get("provider_name"), "tag")
    return Record(
        key=offer.id if host is None else f"{offer.id} at {tag}",
        provider=PROVIDER if tag is None else f"{PROVIDER}-{tag}",
        provider_name="OpenRouter" if host is None else f"OpenRouter ({record.name(host.get('provider_name')) or tag})",
        title=title or None,
        maker=maker or None,
        offer=priced(offer, [_row(pricing, origin)], zero_is_free=True),
    )


def _offer(model: Mapping[str, Any], host: Mapping[str, Any] | None, shape: Mapping[str, Any], origin: Origin) -> OfferSheet:
    ident = record.text(model.get("id"), "id")
    top = host or record.mapping(model.get("top_provider") or {}, "top_provider")
    inputs = record.words(shape.get("input_modalities"), "input_modalities")
    offer = OfferSheet(
        model=ident,
        id=ident,
        context=whole(top.get("context_length") or model.get("context_length"), "context_length"),
        max_output=whole(top.get("max_completion_tokens"), "max_completion_tokens"),
        inputs=modalities(inputs) or None,
        features=_features((host or model).get("supported_parameters"), inputs),
        note=said(_discount((host or model)["pricing"])),
    )
    if host is None:
        return replace(offer, lifecycle=_lifecycle(model, origin))
    weights = record.name(host.get("quantization"))
    return replace(offer, quantization=weights if weights != "unknown" else None)


def _features(parameters: object, inputs: list[str]) -> tuple[Feature, ...] | None:
    named = {_PARAMETERS[word] for word in record.words(parameters, "supported_parameters") if word in _PARAMETERS}
    return features(named | ({"vision"} if "image" in inputs else set()))


def _lifecycle(model: Mapping[str, Any], origin: Origin) -> Lifecycle | None:
    created, expires = whole(model.get("created"), "created"), model.get("expiration_date")
    launched = datetime.fromtimestamp(created, UTC).date() if created and created < _END_OF_TIME else None
    retires = None if expires is None else record.day(str(expires)[:10], "expiration_date")
    return Lifecycle(launched=launched, retires=retires, source=origin.source) if launched or retires else None


def _discount(pricing: Mapping[str, Any]) -> str | None:
    share = pricing.get("discount")
    return f"a discount of {share} is stated; whether the rates have it in them is not" if share else None


def _row(pricing: Mapping[str, Any], origin: Origin) -> Price:
    numbers = Numbers()
    split = _split(pricing, numbers)
    if pricing.get("image") == pricing.get("prompt"):
        split.rates.pop("image", None)  # the rate of an image's tokens, which are input tokens, and not a price of an image
    steps: dict[int, Split] = {}
    windows: list[Window] = []
    for item in record.sequence(pricing.get("overrides") or [], "overrides"):
        override = record.mapping(item, "an override")
        own, threshold = _split(override, numbers), whole(override.get("min_prompt_tokens"), "min_prompt_tokens")
        if threshold is not None and not override.keys() & {"utc_start", "utc_end"}:
            known = steps.get(threshold, Split({}, {}))
            steps[threshold] = Split(known.rates | own.rates, known.other | own.other)
        elif threshold is None and not own.other:
            window = Window(start=_clock(override.get("utc_start")), end=_clock(override.get("utc_end")), time_zone="UTC")
            windows.insert(0, rated(window, own.rates))  # the last that is open wins
        else:
            raise MalformedError("an override is for a length and hours at once, or prices by the hour what no meter takes")
    # `min_prompt_tokens` is the first length of its tier: OpenRouter's provider documentation says "meet or exceed".
    tiers, more = tiered(steps.items(), inclusive=True)
    row = Price(
        tiers=tiers,
        windows=tuple(windows),
        other=dict(sorted((split.other | more).items())) or None,
        basis="api",
        source=origin.source,
        checked=origin.checked,
        note=numbers.note,
    )
    return rated(row, split.rates)


def _split(pricing: Mapping[str, Any], numbers: Numbers) -> Split:
    """Return what is stated; "0" of anything but tokens stands for nothing on top of them."""
    return _WORDS.split({key: raw for key, raw in pricing.items() if raw not in ("0", 0) or key in _TOKENS}, numbers)


def _clock(raw: object) -> time:
    """Return 10:30 for the clock number 1030."""
    hours, minutes = divmod(int(number(raw, "utc_start")), 100)
    if hours > 24 or minutes > 59:
        raise MalformedError(f"{raw} is no clock number such as 1030")
    return time(hours % 24, minutes)
