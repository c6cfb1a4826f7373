"""What the keys of a LiteLLM entry say: a meter, and often a threshold and a class of service behind it."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from costcalc.sheets.imports.record import MalformedError, mapping, text
from costcalc.sheets.imports.rows import METERS
from costcalc.sheets.imports.vocabulary import PER_PIECE, PER_TOKEN, Split, Vocabulary, rated, tiered
from costcalc.sheets.price_rows import Service

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from costcalc.sheets.imports.numbers import Numbers
    from costcalc.sheets.price_rows import Tier

WORDS = Vocabulary(
    meters={
        "input_cost_per_token": ("input", PER_TOKEN),
        "output_cost_per_token": ("output", PER_TOKEN),
        "cache_read_input_token_cost": ("cached_input", PER_TOKEN),
        "input_cost_per_token_cache_hit": ("cached_input", PER_TOKEN),
        "cache_creation_input_token_cost": ("cache_write", PER_TOKEN),
        "cache_creation_input_token_cost_above_1hr": ("cache_write_1h", PER_TOKEN),
        "output_cost_per_reasoning_token": ("reasoning", PER_TOKEN),
        "input_cost_per_image": ("image", PER_PIECE),
        "input_cost_per_request": ("request", PER_PIECE),
    },
    others={
        "input_cost_per_audio_token": ("input_audio_per_mtok", PER_TOKEN),
        "output_cost_per_audio_token": ("output_audio_per_mtok", PER_TOKEN),
        "cache_read_input_audio_token_cost": ("cached_audio_per_mtok", PER_TOKEN),
        "cache_creation_input_audio_token_cost": ("audio_cache_write_per_mtok", PER_TOKEN),
        "input_cost_per_image_token": ("input_image_per_mtok", PER_TOKEN),
        "output_cost_per_image_token": ("output_image_per_mtok", PER_TOKEN),
        "cache_read_input_image_token_cost": ("cached_image_per_mtok", PER_TOKEN),
        "input_cost_per_video_token": ("input_video_per_mtok", PER_TOKEN),
        "output_cost_per_video_token": ("output_video_per_mtok", PER_TOKEN),
        "explicit_cache_read_input_token_cost": ("explicitly_cached_input_per_mtok", PER_TOKEN),
        "citation_cost_per_token": ("citation_per_mtok", PER_TOKEN),
        "input_cost_per_character": ("input_per_million_characters", PER_TOKEN),
        "output_cost_per_character": ("output_per_million_characters", PER_TOKEN),
        "input_dbu_cost_per_token": ("input_dbu_per_mtok", PER_TOKEN),
        "output_dbu_cost_per_token": ("output_dbu_per_mtok", PER_TOKEN),
        "google_maps_grounding_cost_per_query": ("maps_grounding_per_1000", 3),
        "input_cost_per_query": ("query_per_1000", 3),
    },
)
_SEARCH = "search_context_cost_per_query"
_SERVICES = {"batches": "batch"}
_KEY = re.compile(
    r"(?P<base>.+?)(?:_above_(?P<above>\d+)k_tokens)?(?:_(?P<service>batches|flex|priority|ultrafast|fast|balanced|decisions))?"
)


class Stated(NamedTuple):
    """What the keys of an entry state."""

    base: Split
    """The standard rates of a short prompt."""
    tiers: tuple[Tier, ...]
    services: tuple[Service, ...]
    other: dict[str, Decimal]


def stated_by(entry: Mapping[str, Any], numbers: Numbers, *, inclusive: bool) -> Stated:
    """Return what the keys of an entry state; MalformedError where two keys say the same thing differently."""
    groups: dict[str, dict[int, dict[str, Any]]] = defaultdict(lambda: {0: {}})
    for key, raw in entry.items():
        if "cost" in key and not isinstance(raw, (dict, list)):
            word, threshold, service = _parts(key)
            groups[service].setdefault(threshold, {})[word] = raw
    _add_ranges(groups[""], entry.get("tiered_pricing"))
    base, tiers, other = _levels(groups.pop(""), numbers, inclusive=inclusive)
    services: list[Service] = []
    for name, by_threshold in sorted(groups.items()):
        standard, above, more = _levels(by_threshold, numbers, inclusive=inclusive)
        if _gives_away(standard.rates, above):
            named = [("", standard.rates), *((f"_above_{tier.above}", _rates(tier)) for tier in above)]
            more |= {f"{meter}_per_mtok{suffix}": rate for suffix, rates in named for meter, rate in rates.items()}
        elif standard.rates or above:
            services.append(rated(Service(name=name, tiers=above), standard.rates))
        other |= {f"{key}_{name}": rate for key, rate in more.items()}
    return Stated(base, tiers, tuple(services), other | _search(entry.get(_SEARCH), numbers))


def _gives_away(rates: Mapping[str, Decimal], tiers: tuple[Tier, ...]) -> bool:
    """Whether a class of service has a zero for input or output, which no sheet can say beside a price."""
    return 0 in {rates.get("input"), rates.get("output"), *(rate for tier in tiers for rate in (tier.input, tier.output))}


def _rates(tier: Tier) -> dict[str, Decimal]:
    return {meter: rate for meter in METERS if (rate := getattr(tier, meter)) is not None}


def _levels(
    by_threshold: Mapping[int, Mapping[str, Any]], numbers: Numbers, *, inclusive: bool
) -> tuple[Split, tuple[Tier, ...], dict[str, Decimal]]:
    """Return the rates of a short prompt, the tiers, and what no meter takes at either."""
    splits = {threshold: WORDS.split(stated, numbers) for threshold, stated in by_threshold.items()}
    base = splits.pop(0)
    tiers, other = tiered(splits.items(), inclusive=inclusive)
    return base, tiers, base.other | other


def _parts(key: str) -> tuple[str, int, str]:
    """Return the meter's word, the threshold in tokens (0: none) and the class of service ("": the standard one)."""
    found = _KEY.fullmatch(key)
    base, above, service = found.group("base", "above", "service") if found else (key, None, None)
    return base, int(above or 0) * 1000, _SERVICES.get(service or "", service or "")


def _add_ranges(by_threshold: dict[int, dict[str, Any]], raw: object) -> None:
    """Add the rates of `tiered_pricing`: a prompt in the range (from, to] is priced by it whole."""
    if raw is None:
        return
    if by_threshold[0].keys() & {"input_cost_per_token", "output_cost_per_token"}:
        raise MalformedError("tiered_pricing stands beside rates for every length")
    end = 0
    for item in raw if isinstance(raw, list) else [raw]:
        tier = mapping(item, "a tier")
        bounds = tier.get("range")
        if not isinstance(bounds, list) or len(bounds) != 2 or bounds[0] != end:
            raise MalformedError(f"tiered_pricing has a gap or an overlap at {end}")
        by_threshold.setdefault(int(bounds[0]), {}).update({key: rate for key, rate in tier.items() if key != "range"})
        end = bounds[1]


def _search(raw: object, numbers: Numbers) -> dict[str, Decimal]:
    """Return the price of a thousand web searches, one where all sizes of context cost the same."""
    if raw is None:
        return {}
    stated = mapping(raw, _SEARCH)
    sizes = {text(size, "a size").rpartition("_")[2]: numbers.read(rate, f"{_SEARCH}.{size}", 3) for size, rate in stated.items()}
    if len(set(sizes.values())) == 1:
        return {"web_search_per_1000": next(iter(sizes.values()))}
    return {f"web_search_{size}_per_1000": rate for size, rate in sizes.items()}
