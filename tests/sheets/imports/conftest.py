from __future__ import annotations

import json
import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from costcalc.errors import InputError
from costcalc.sheets.imports.assembling import Imported, assembled
from costcalc.sheets.imports.naming import Known
from costcalc.sheets.imports.reading import Raw, read_file, read_installed
from costcalc.sheets.imports.record import Origin
from costcalc.sheets.imports.sources import source_named

if TYPE_CHECKING:
    from collections.abc import Callable

    from costcalc.sheets.schema import OfferSheet

SEEN = date(2026, 11, 20)


@pytest.fixture
def origin() -> Origin:
    """A source without a name, seen on a fixed day."""
    return Origin("a catalogue 1.0", SEEN)


@pytest.fixture
def imported(origin: Origin) -> Callable[[str, Any], Imported]:
    """Import what a source would publish, written as Python; numbers become what its JSON would be read as."""

    def run(source: str, published: Any, known: Known | None = None) -> Imported:
        data = json.loads(json.dumps(published), parse_float=Decimal)
        parsed = source_named(source).parse(Raw(data, "a file", "a file"), origin)
        return assembled(parsed, known or Known({}, {}, {}), origin)

    return run


@pytest.fixture
def offer(imported: Callable[[str, Any], Imported]) -> Callable[[str, Any], OfferSheet]:
    """Import what holds one offer, and return it."""

    def run(source: str, published: Any) -> OfferSheet:
        done = imported(source, published)
        assert (done.offers, done.problems) == (1, ()), done
        return done.sheets[0].offers[0]

    return run


@pytest.fixture(scope="session")
def litellm_data() -> Raw:
    """LiteLLM's own data: a wheel or JSON that COSTCALC_TEST_LITELLM names, else the installed package."""
    source = source_named("litellm")
    if named := os.environ.get("COSTCALC_TEST_LITELLM"):
        return read_file(source, Path(named))
    try:
        return read_installed(source)
    except InputError as error:
        pytest.skip(f"{error}; or name its wheel in COSTCALC_TEST_LITELLM")


@pytest.fixture(scope="session")
def genai_prices_data() -> Raw:
    """The data of the installed genai-prices."""
    try:
        return read_installed(source_named("genai-prices"))
    except InputError as error:
        pytest.skip(str(error))
