from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costcalc.errors import InputError
from costcalc.sheets.model_list import ModelList
from costcalc.sheets.price_rows import Price
from costcalc.sheets.schema import Sheet
from costcalc.sheets.validation import json_schema, load, problems_and
from costcalc.sheets.yaml_file import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str], Path]

SHEET = """\
provider: host
name: A host
kind: host
currency: EUR
{header}
offers:
  - model: small-2
    id: org/small-2
    {offer}
    prices:
      - {{from: 2026-11-01, input: {input}, output: "0.30", basis: official, source: a list, checked: 2026-11-20{row}}}
"""


@pytest.fixture
def path_of(tmp_path: Path) -> Callable[..., Path]:
    """Write a right sheet with one thing changed; its row stands on line 11."""

    def write(**changed: str) -> Path:
        path = tmp_path / "host.yaml"
        path.write_text(SHEET.format(**{"header": "", "offer": "", "input": '"0.10"', "row": "", **changed}))
        return path

    return write


@pytest.fixture
def problems_of(path_of: Callable[..., Path]) -> Callable[..., list[str]]:
    """Return what is wrong with the sheet, without the file's path."""

    def find(**changed: str) -> list[str]:
        path = path_of(**changed)
        return [problem.removeprefix(f"{path}:") for problem in problems_and(Sheet, read(path))[1]]

    return find


@pytest.fixture
def row_of(path_of: Callable[..., Path]) -> Callable[..., Price]:
    return lambda **changed: load(Sheet, read(path_of(**changed))).offers[0].prices[0]


# --- What is right


def test_a_sheet_is_read_whole(row_of: Callable[..., Price]) -> None:
    assert row_of() == Price(
        from_=date(2026, 11, 1),
        input=Decimal("0.10"),
        output=Decimal("0.30"),
        basis="official",
        source="a list",
        checked=date(2026, 11, 20),
    )


@pytest.mark.parametrize(
    ("written", "rate"),
    [
        ('"0.09375"', "0.09375"),
        ("0.09375", "0.09375"),
        ("1", "1"),
        ("1e-7", "0.0000001"),
        ('"1e-7"', "0.0000001"),
        ('"0.12345678901234567"', "0.12345678901234567"),
    ],
)
def test_a_rate_is_exact_as_text_as_float_and_as_whole_number(row_of: Callable[..., Price], written: str, rate: str) -> None:
    assert row_of(input=written).input == Decimal(rate)


@given(st.decimals("0.000001", "1000", places=6))
def test_every_rate_keeps_its_digits(tmp_path_factory: pytest.TempPathFactory, rate: Decimal) -> None:
    path = tmp_path_factory.getbasetemp() / "host.yaml"
    path.write_text(SHEET.format(header="", offer="", input=f"{rate:f}", row=""))

    assert str(load(Sheet, read(path)).offers[0].prices[0].input) == f"{rate:f}"


@pytest.mark.parametrize("written", ["null", "~", ""])
def test_an_unknown_rate_is_none(row_of: Callable[..., Price], written: str) -> None:
    assert row_of(input=written).input is None


# --- What is wrong is named with line, place and fix

A_RATE = 'is a number such as "0.10", or null where it is unknown'
A_WHOLE_NUMBER = "is a whole number without quotes, such as 128000"
A_TIME = "is a time of day: write 16:30"
A_LIST = "is a list: write [one, two], or a line beginning with - for each"
KEYS = "holds keys and values: write `key: value` lines, or {key: value}"


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("true", f"11: offers[0].prices[0].input: {A_RATE}, not True"),
        ('"free"', f"11: offers[0].prices[0].input: {A_RATE}, not 'free'"),
        ('"0,10"', f"11: offers[0].prices[0].input: {A_RATE}, not '0,10'"),
        ('"NaN"', f"11: offers[0].prices[0].input: {A_RATE}, not 'NaN'"),
        ("inf", f"11: offers[0].prices[0].input: {A_RATE}, not 'inf'"),
        (".inf", f"11: offers[0].prices[0].input: {A_RATE}, not '.inf'"),
        ("1:30", f"11: offers[0].prices[0].input: {A_RATE}, not '1:30'"),
        ("[1]", f"11: offers[0].prices[0].input: {A_RATE}"),
        ("-0.1", "11: offers[0].prices[0].input: -0.1 is negative"),
        ('"1e13"', "11: offers[0].prices[0].input: 1E+13 is no rate: it has at most 20 digits and lies between 1e-12 and 1e12"),
    ],
)
def test_what_is_no_rate_is_refused(problems_of: Callable[..., list[str]], written: str, problem: str) -> None:
    assert problems_of(input=written) == [problem]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"row": ", inptu: 1"}, "11: offers[0].prices[0].inptu: unknown key: did you mean 'input'?"),
        ({"row": ", from_: 2026-11-01"}, "11: offers[0].prices[0].from_: unknown key: did you mean 'from'?"),
        ({"header": "region: [DE]"}, "5: region: unknown key: did you mean 'regions'?"),
        ({"offer": "lifecycle: {retired: 2026-11-01}"}, "9: offers[0].lifecycle.retired: unknown key: did you mean 'retires'?"),
        ({"offer": "context: true"}, f"9: offers[0].context: {A_WHOLE_NUMBER}, not True"),
        ({"offer": 'context: "128000"'}, f"9: offers[0].context: {A_WHOLE_NUMBER}, not '128000'"),
        ({"offer": "context: 128k"}, f"9: offers[0].context: {A_WHOLE_NUMBER}, not '128k'"),
        ({"offer": "context: 1.5"}, f"9: offers[0].context: {A_WHOLE_NUMBER}, not '1.5'"),
        ({"offer": "context: -1"}, "9: offers[0].context: -1 is negative"),
        ({"offer": "note: 5"}, "9: offers[0].note: is text: put it in quotes, not 5"),
        ({"offer": 'note: ""'}, "9: offers[0].note: is empty: leave the key out, or say something, not ''"),
        ({"offer": "inputs: text"}, f"9: offers[0].inputs: {A_LIST}, not 'text'"),
        ({"offer": "inputs: [sound]"}, "9: offers[0].inputs[0]: is 'text', 'image', 'audio', 'video' or 'document', not 'sound'"),
        ({"offer": "lifecycle: soon"}, f"9: offers[0].lifecycle: {KEYS}, not 'soon'"),
        ({"row": ", until: 20271101"}, "11: offers[0].prices[0].until: is a day: write YYYY-MM-DD, not 20271101"),
        ({"row": ", until: 2027-1-1"}, "11: offers[0].prices[0].until: is a day: write YYYY-MM-DD, not '2027-1-1'"),
        ({"row": ", windows: [{start: 25:00}]"}, f"11: offers[0].prices[0].windows[0].start: {A_TIME}, not '25:00'"),
        ({"row": ", free: yes"}, "11: offers[0].prices[0].free: is true or false, without quotes, not 'yes'"),
        ({"row": ", free: 1"}, "11: offers[0].prices[0].free: is true or false, without quotes, not 1"),
        ({"offer": "limits: [{max: 5}]"}, "9: offers[0].limits[0].metric: is required: add it"),
    ],
)  # fmt: skip
def test_each_problem_is_a_line_with_place_and_fix(
    problems_of: Callable[..., list[str]], changed: dict[str, str], problem: str
) -> None:
    assert problems_of(**changed)[0] == problem


def test_what_is_missing_is_named_where_it_is_missing(write: Write) -> None:
    path = write("host.yaml", "provider: host\nkind: host\ncurrency: EUR\n")

    assert problems_and(Sheet, read(path)) == (None, [f"{path}:1: name: is required: add it"])


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n", "just text\n"])
def test_a_file_that_is_no_sheet_at_all_is_refused(write: Write, text: str) -> None:
    path = write("host.yaml", text)
    problems = problems_and(Sheet, read(path))[1]

    assert len(problems) == 1
    assert problems[0].startswith(f"{path}:1: the file: {KEYS}")


def test_loading_names_the_first_problem_and_how_many_more_there_are(path_of: Callable[..., Path]) -> None:
    path = path_of(offer="context: many", row=", inptu: 1")

    with pytest.raises(InputError) as raised:
        load(Sheet, read(path))

    assert str(raised.value) == f"{path}:9: offers[0].context: {A_WHOLE_NUMBER}, not 'many' (and 1 more)"


# --- The schema for editors


@pytest.mark.parametrize(("kind", "key"), [(Sheet, "offers"), (ModelList, "models")])
def test_the_json_schema_is_of_the_keys_that_people_write(kind: type[Any], key: str) -> None:
    schema = json_schema(kind)

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert key in schema["properties"]
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("kind", [Sheet, ModelList])
def test_the_json_schema_says_what_each_key_is_for(kind: type[Any]) -> None:
    schema = json_schema(kind)

    for definition in (schema, *schema["$defs"].values()):
        assert all(key.get("description") for key in definition["properties"].values())


def test_the_json_schema_describes_keys_by_their_names_in_the_file() -> None:
    price = json_schema(Sheet)["$defs"]["Price"]["properties"]

    assert price["from"]["description"] == "First day on which it holds (or was first seen); null: since ever."
    assert price["input"]["description"] == "Rate of prompt tokens."
    assert "from_" not in price
