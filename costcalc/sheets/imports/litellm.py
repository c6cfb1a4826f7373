"""LiteLLM's `model_prices_and_context_window.json`: dollars per token, a key for each threshold and class of service."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from costcalc.sheets.imports import record
from costcalc.sheets.imports.capabilities import features_of, inputs_of
from costcalc.sheets.imports.litellm_hours import windows_of
from costcalc.sheets.imports.litellm_keys import stated_by
from costcalc.sheets.imports.numbers import Numbers, number, whole
from costcalc.sheets.imports.record import OutOfScopeError, Record, said
from costcalc.sheets.imports.rows import priced
from costcalc.sheets.imports.vocabulary import rated
from costcalc.sheets.lifecycle import Lifecycle
from costcalc.sheets.price_rows import Price, Service, Uplift
from costcalc.sheets.rate_limit import Limit
from costcalc.sheets.schema import OfferSheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from costcalc.sheets.imports.record import Origin, Parsed

_TEXT_MODES = frozenset({"chat", "completion", "responses"})
_NO_MODELS = frozenset({"sample_spec", "fallback_generalizations"})
_INCLUSIVE = frozenset({"xai"})
"""Providers whose thresholds LiteLLM itself reads as `>=` (litellm 1.106.2, `_INCLUSIVE_THRESHOLD_PROVIDERS`)."""
_UPLIFTS = {
    "regional_processing_uplift_multiplier_eu": "eu",
    "regional_processing_uplift_multiplier_us": "us",
    "regional_endpoint_uplift_multiplier": "regional",
}
_LOCAL = {"ollama": "ollama-local"}
"""LiteLLM's `ollama` is the program on one's own machine, not the company's cloud."""


def from_litellm(raw: object, origin: Origin) -> Parsed:
    """Return the text models of the file, each with all that its entry states of prices, limits and abilities."""
    entries = record.mapping(raw, "the file")
    models = ((key, entry) for key, entry in entries.items() if key not in _NO_MODELS)
    return record.parsed(models, lambda key, entry: _record(key, record.mapping(entry, "the entry"), origin))


def _record(key: str, entry: Mapping[str, Any], origin: Origin) -> Record:
    mode = entry.get("mode")
    if not isinstance(mode, str) or mode not in _TEXT_MODES:
        raise OutOfScopeError(f"mode {mode}")
    provider = record.text(entry.get("litellm_provider"), "litellm_provider")
    row = _price(entry, origin, inclusive=provider in _INCLUSIVE)
    offer = priced(_offer(_id(key, provider), entry, origin), [row])
    return Record(key=key, provider=_LOCAL.get(provider, provider), offer=offer)


def _id(key: str, provider: str) -> str:
    """Return the key without the name of LiteLLM's own route in front of it."""
    route, _, rest = record.text(key, "the key").partition("/")
    is_route = route.replace("-", "_") == provider or route == provider or provider.startswith((f"{route}-", f"{route}_"))
    return rest if rest and is_route else key


def _price(entry: Mapping[str, Any], origin: Origin, *, inclusive: bool) -> Price:
    numbers = Numbers()
    stated = stated_by(entry, numbers, inclusive=inclusive)
    if not stated.base.rates.keys() & {"input", "output"}:
        raise OutOfScopeError("no price per token")
    fast, uplifts = _multipliers(entry)
    row = Price(
        tiers=stated.tiers,
        windows=tuple(windows_of(entry.get("off_peak_pricing"), numbers, origin.checked.year)),
        services=(*stated.services, *fast),
        uplifts=uplifts,
        other=dict(sorted(stated.other.items())) or None,
        cache_minimum=whole(entry.get("prompt_cache_min_tokens"), "prompt_cache_min_tokens"),
        basis="community",
        source=origin.of(entry.get("source")),
        checked=origin.checked,
        note=numbers.note,
    )
    return rated(row, stated.base.rates)


def _multipliers(entry: Mapping[str, Any]) -> tuple[tuple[Service, ...], tuple[Uplift, ...]]:
    """Return the factors that an entry states for a speed and for regional endpoints."""
    own = record.mapping(entry.get("provider_specific_entry") or {}, "provider_specific_entry")
    factors = {name: number(raw, name) for name, raw in own.items() if isinstance(raw, (int, Decimal)) and name in {"us", "fast"}}
    uplifts = {region: number(entry[key], key) for key, region in _UPLIFTS.items() if entry.get(key) is not None}
    if "us" in factors:
        uplifts.setdefault("us", factors["us"])
    fast = (Service(name="fast", multiplier=factors["fast"]),) if "fast" in factors else ()
    return fast, tuple(Uplift(region=region, multiplier=factor) for region, factor in uplifts.items())


def _offer(ident: str, entry: Mapping[str, Any], origin: Origin) -> OfferSheet:
    context = whole(entry.get("max_input_tokens"), "max_input_tokens")
    output = whole(entry.get("max_output_tokens"), "max_output_tokens")
    placeholder = output is not None and output == context
    return OfferSheet(
        model=ident,
        id=ident,
        context=context,
        max_output=None if placeholder else output,
        inputs=inputs_of(entry),
        features=features_of(entry),
        lifecycle=_lifecycle(entry.get("deprecation_date"), origin),
        limits=tuple(_limits(entry, origin)),
        note=said(record.PLACEHOLDER if placeholder else None, _regions(entry.get("supported_regions")), entry.get("comment")),
    )


def _lifecycle(raw: object, origin: Origin) -> Lifecycle | None:
    if raw is None:
        return None
    return Lifecycle(retires=record.day(raw, "deprecation_date"), source=origin.source, note="its deprecation_date")


def _limits(entry: Mapping[str, Any], origin: Origin) -> Iterator[Limit]:
    if requests := whole(entry.get("rpm"), "rpm"):
        yield Limit(metric="requests", max=requests, window="1m", source=origin.source, checked=origin.checked)
    if tokens := whole(entry.get("tpm"), "tpm"):
        yield Limit(metric="tokens", max=tokens, window="1m", source=origin.source, checked=origin.checked)


def _regions(raw: object) -> str | None:
    return f"regions: {', '.join(map(str, raw))}" if isinstance(raw, list) and raw else None
