"""What is written is YAML that a person reads and that reads back as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest
from builders import claim, model, offer_sheet, price, sheet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from costcalc.sheets import validation, yaml_file
from costcalc.sheets.imports.writing import models_text, sheet_text
from costcalc.sheets.lifecycle import Lifecycle
from costcalc.sheets.model_list import ModelList
from costcalc.sheets.price_rows import Service, Tier, Uplift, Window
from costcalc.sheets.rate_limit import Limit
from costcalc.sheets.schema import Alias, Fee, Sheet, Template

if TYPE_CHECKING:
    from pathlib import Path

D = Decimal
DAY = date(2026, 11, 20)


def read_back(tmp_path: Path, text: str, kind: Any = Sheet) -> Any:
    path = tmp_path / "written.yaml"
    path.write_bytes(text.encode())
    return validation.load(kind, yaml_file.read(path))


def everything() -> Sheet:
    """Return a sheet that says something of every kind."""
    row = price(
        from_=date(2026, 3, 1),
        currency="EUR",
        input="0.10",
        cached_input="0.0125",
        output="30",
        tiers=(Tier(above=200000, input=D(2), output=D("3.5")), Tier(above=500000, inclusive=True, output=D(4))),
        windows=(Window(start=time(16, 30), end=time(0, 30, 15), time_zone="Europe/Berlin", weekdays=(1, 5), input=D("0.05")),),
        services=(
            Service(name="batch", multiplier=D("0.5"), regional=False, note="half: always"),
            Service(name="fast", output=D(60), tiers=(Tier(above=9, output=D(90)),)),
        ),
        uplifts=(Uplift(region="eu", multiplier=D("1.1")),),
        other={"web_search_per_1000": D(10), "odd key: yes": D("0.5")},
        note='says "so", and so',
    )
    offer = offer_sheet(
        "small-2",
        id="@org/small: 2",
        names=("null", "2026-01-01", "1e3", "ünï 🙂\x85"),
        regions=("DE",),
        context=128000,
        inputs=("text", "image"),
        features=("tools",),
        template=Template(tokens=0, evidence="3 bills"),
        lifecycle=Lifecycle(retires=DAY, source="a page"),
        limits=(Limit(metric="requests", max=5, window="1s", source="a page", checked=DAY),),
        prices=(row, price(until=date(2026, 3, 1), currency="EUR", input="0", output="0", free=True)),
        claims=(claim(input="0.07", context=99, known_wrong=True, note="# no comment"),),
        note="two: words",
    )
    about = {"fees": (Fee(name="credit", source="a page", checked=DAY, percent=D("5.5"), minimum=D("0.8")),)}
    aliases = (Alias(name="small-latest", model="small-2", from_=DAY, source="a page"),)
    return sheet("host", offer, offer_sheet("small-1"), currency="EUR", regions=("DE", "EU"), aliases=aliases, **about)


def test_a_sheet_with_everything_reads_back_as_it_was(tmp_path: Path) -> None:
    assert read_back(tmp_path, sheet_text(everything(), "A sheet.")) == everything()


def test_a_list_of_models_reads_back_as_it_was(tmp_path: Path) -> None:
    models = (model("a-1", names=("A 1", "true"), context=1, note="x"), model("b", inputs=("text", "image")))
    assert read_back(tmp_path, models_text(models, "Models."), ModelList).models == models


def test_it_looks_like_a_sheet_that_a_person_wrote() -> None:
    tiers = (Tier(above=200000, input=D(2)),)
    services = (Service(name="batch", input=D("0.5")), Service(name="flex", multiplier=D("0.5")))
    row = price(input="1", output="4.125", tiers=tiers, services=services)
    found = sheet_text(sheet("host", offer_sheet("small-2", prices=(row,)), offer_sheet("small-1")), "From somewhere.")
    assert found == dedent(
        """\
        # From somewhere.
        provider: host
        name: Host
        kind: host
        currency: USD

        offers:
          - model: small-2
            id: org/small-2
            prices:
              - {from: null, input: "1.00", output: "4.125",
                 tiers: [{above: 200000, input: "2.00"}],
                 services: [{name: batch, input: "0.50"},
                            {name: flex, multiplier: "0.5"}],
                 basis: official, source: the price list, checked: 2026-11-20}

          - model: small-1
            id: org/small-1
            prices: []
        """
    )


texts = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\t\n\x85"), min_size=1, max_size=12).filter(
    lambda text: text.strip() == text
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(text=texts, other=texts)
def test_any_text_reads_back_letter_by_letter(tmp_path: Path, text: str, other: str) -> None:
    row = price(input="1", output="2", note=text, other={other: D(3)})
    written = sheet("host", offer_sheet("small-2", names=(other,), note=text, prices=(row,)), note=other)
    written = replace(written, offers=(replace(written.offers[0], id=text + "1"),))
    if (text + "1").lower() != other.lower():
        assert read_back(tmp_path, sheet_text(written, "Any text.")) == written


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(rate=st.decimals(min_value="0.000000001", max_value=999999, places=9))
def test_any_rate_keeps_every_digit(tmp_path: Path, rate: Decimal) -> None:
    written = sheet("host", offer_sheet("small-2", prices=(price(input=rate, output="2"),)))
    assert read_back(tmp_path, sheet_text(written, "Any rate.")).offers[0].prices[0].input == rate


@pytest.mark.parametrize(
    "word", ["yes", "No", "null", "TRUE", "~", "1", "1.5", "2026-01-01", "0x1F", "- a", "a #b", "a: b", "{a}", "x "]
)
def test_a_word_that_could_be_something_else_stands_in_quotes(tmp_path: Path, word: str) -> None:
    written = sheet("host", name=word)
    assert read_back(tmp_path, sheet_text(written, "Words.")).name == word
