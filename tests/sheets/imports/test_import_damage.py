"""Whatever stands in a record in place of what belongs there: it is taken, listed or refused in words, and can be written."""

from __future__ import annotations

import copy
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from costcalc.errors import InputError
from costcalc.sheets.imports.assembling import assembled
from costcalc.sheets.imports.folder import import_texts
from costcalc.sheets.imports.naming import Known
from costcalc.sheets.imports.reading import Raw
from costcalc.sheets.imports.record import Origin
from costcalc.sheets.imports.sources import source_named

if TYPE_CHECKING:
    from pathlib import Path

SAMPLES: dict[str, Any] = {
    "litellm": {
        "acme/big-1": {
            "mode": "chat",
            "litellm_provider": "acme",
            "input_cost_per_token": Decimal("1E-6"),
            "output_cost_per_token": Decimal("4E-6"),
            "output_cost_per_token_above_200k_tokens_priority": Decimal("8E-6"),
            "max_input_tokens": 1000,
            "deprecation_date": "2027-01-01",
            "source": "https://acme.example",
            "comment": "a comment",
            "supported_modalities": ["text", "image"],
            "supported_regions": ["eu"],
            "supported_endpoints": ["/v1/batch"],
            "provider_specific_entry": {"us": Decimal("1.1"), "fast": 2},
            "off_peak_pricing": {"windows": [{"hours_utc": ["01:00-02:00"], "weekdays": [1]}], "input_cost_per_token": 0},
            "search_context_cost_per_query": {"search_context_size_low": 0},
        },
        "acme/steps": {
            "mode": "chat",
            "litellm_provider": "acme",
            "tiered_pricing": [{"range": [0, 10], "input_cost_per_token": 1, "output_cost_per_token": 2}, {"range": [10, 20]}],
        },
    },
    "openrouter": {
        "data": [
            {
                "id": "acme/big-1",
                "name": "Acme: Big 1",
                "created": 1750000000,
                "context_length": 1000,
                "architecture": {"input_modalities": ["text"], "output_modalities": ["text"]},
                "pricing": {"prompt": "1e-6", "completion": "2e-6", "overrides": [{"min_prompt_tokens": 10, "prompt": "2e-6"}]},
                "top_provider": {"context_length": 1000, "max_completion_tokens": 10},
                "supported_parameters": ["tools"],
                "expiration_date": "2027-01-01",
            },
            {
                "id": "acme/big-2",
                "endpoints": [
                    {"tag": "a/fp8", "provider_name": "A", "quantization": "fp8", "pricing": {"prompt": "1", "completion": "1"}}
                ],
            },
        ]
    },
    "models.dev": {
        "acme": {
            "name": "Acme",
            "models": {
                "big-1": {
                    "name": "Big 1",
                    "release_date": "2026-01-01",
                    "modalities": {"input": ["text"], "output": ["text"]},
                    "limit": {"context": 1000, "input": 900, "output": 100},
                    "status": "beta",
                    "cost": {"input": 1, "output": 2, "tiers": [{"tier": {"size": 10}, "input": 2}]},
                    "experimental": {"modes": {"fast": {"cost": {"input": 2}}}},
                }
            },
        }
    },
    "genai-prices": [
        {
            "id": "acme",
            "name": "Acme",
            "pricing_urls": ["https://acme.example"],
            "models": [
                {
                    "id": "big-1",
                    "name": "Big 1",
                    "match": {"or": [{"equals": "big-1"}, {"equals": "big-2"}]},
                    "context_window": 1000,
                    "price_comments": "a comment",
                    "prices": [
                        {"prices": {"input_mtok": {"base": 1, "tiers": [{"start": 10, "price": 2}]}, "output_mtok": 2}},
                        {"constraint": {"start_date": "2026-01-01"}, "prices": {"input_mtok": 3, "output_mtok": 4}},
                        {
                            "constraint": {"start_time": "01:00", "end_time": "02:00"},
                            "prices": {"input_mtok": 3, "output_mtok": 4},
                        },
                    ],
                    "price_variants": [{"when": {"processing": "batch"}, "prices": {"input_mtok": 1}}],
                }
            ],
        }
    ],
    "llm-prices": {
        "updated_at": "2026-11-01",
        "prices": [
            {
                "id": "big-1",
                "vendor": "acme",
                "name": "Big 1",
                "input": 1,
                "output": 2,
                "from_date": None,
                "to_date": "2026-01-01",
            }
        ],
    },
}


def places(value: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to every value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place, *(found for key, item in inner for found in places(item, (*place, key)))]


def put(value: Any, place: tuple[Any, ...], new: Any) -> Any:
    """Return the value with another at a place."""
    if not place:
        return new
    changed = copy.deepcopy(value)
    holder = changed
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = new
    return changed


anything = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", " ", "x", "\ud800", "2026-13-01", "1e999999", "-1", "null", "a: b\nc", "models", "\x00"]),
    st.lists(st.none() | st.integers() | st.text(max_size=3), max_size=3),
    st.dictionaries(st.text(max_size=3) | st.just("half \ud800"), st.none() | st.integers() | st.text(max_size=3), max_size=3),
)


@pytest.mark.parametrize("name", SAMPLES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(data=st.data())
def test_no_record_is_a_bug(tmp_path: Path, name: str, data: st.DataObject) -> None:
    sample = SAMPLES[name]
    damaged = put(sample, data.draw(st.sampled_from(places(sample))), data.draw(anything))
    origin = Origin("a catalogue", date(2026, 11, 20))
    try:
        parsed = source_named(name).parse(Raw(damaged, "x", "a file"), origin)
    except InputError:
        return
    done = assembled(parsed, Known({}, {}, {}), origin)
    for text in import_texts(done, tmp_path / "none", "Damaged.").values():
        text.encode()
    assert all(problem.reason for problem in (*done.problems, *done.left_out))


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_themselves_are_sound(name: str) -> None:
    parsed = source_named(name).parse(Raw(SAMPLES[name], "x", "a file"), Origin("a catalogue", date(2026, 11, 20)))
    assert len(parsed.records) >= 1
