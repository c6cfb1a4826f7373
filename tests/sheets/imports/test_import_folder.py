"""Rows and offers are put among what stands in a folder, and nothing that stands there changes."""

from __future__ import annotations

from datetime import date
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest
from builders import claim, model, offer_sheet, price, sheet

from costcalc.errors import InputError
from costcalc.sheets import yaml_file
from costcalc.sheets.imports.assembling import Imported
from costcalc.sheets.imports.folder import Addition, holds_sheets, import_texts, refresh_texts

if TYPE_CHECKING:
    from pathlib import Path

HOST = sheet("host")
NEW = date(2026, 11, 1)
OWN = """\
# My own sheet. Keep this comment.
provider: host
name: "Host"
kind: host
currency: USD

offers:
    # the small one
    - model: small-2
      id: org/small-2   # as a request carries it
      names: [small]
      prices:   # newest first
        # announced
        - {from: 2027-01-01, input: "9", output: "9", basis: official, source: me, checked: 2026-11-20}
        - from: 2026-10-01
          input: "0.20"
          output: "0.40"
          basis: official
          source: me
          checked: 2026-10-01
          note: >-
            folded
            text
        - {from: null, input: "0.10", output: "0.30", basis: official, source: me, checked: 2026-01-01}

    - model: small-1
      id: org/small-1
      prices: []
    - model: small-3
      id: org/small-3
      claims:
        - {from: null, input: "1", output: "1", basis: page, source: a page}

note: and this one
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with a sheet that a person wrote."""
    (tmp_path / "host.yaml").write_text(OWN, encoding="utf-8")
    return tmp_path


def addition(ident: str = "org/small-2", **stated: Any) -> Addition:
    row = price(**{"from_": NEW, "input": "0.25", "output": "0.50", **stated})
    return Addition(HOST, offer_sheet("small-2", id=ident), row)


def refreshed(folder: Path, *additions: Addition) -> str:
    """Return the text of host.yaml with additions, once it is sure that every line that stood there still does, in order."""
    texts = refresh_texts(additions, [], folder, "Own.")
    text = texts[folder / "host.yaml"]
    lines = iter(text.splitlines())
    assert all(any(line == kept for line in lines) for kept in OWN.splitlines() if kept.strip() != "prices: []")
    return text


def rows(text: str, folder: Path, index: int, key: str = "prices") -> list[Any]:
    path = folder / "host.yaml"
    path.write_text(text, encoding="utf-8")
    return [(row.get("from"), str(row["input"])) for row in yaml_file.read(path).data["offers"][index][key]]


def test_a_row_stands_on_top_of_the_one_that_it_ends_below_what_is_announced(own: Path) -> None:
    text = refreshed(own, addition())
    assert rows(text, own, 0) == [(date(2027, 1, 1), "9"), (NEW, "0.25"), (date(2026, 10, 1), "0.20"), (None, "0.10")]
    assert text.splitlines()[14].startswith('        - {from: 2026-11-01, input: "0.25", output: "0.50", basis: official')


def test_several_rows_of_an_offer_stand_newest_first(own: Path) -> None:
    later = addition(from_=date(2026, 12, 1), input="0.26")
    assert [begin for begin, _ in rows(refreshed(own, addition(), later), own, 0)][:3] == [
        date(2027, 1, 1),
        date(2026, 12, 1),
        NEW,
    ]


def test_a_row_of_many_lines_is_put_in_whole(own: Path) -> None:
    from decimal import Decimal

    from costcalc.sheets.price_rows import Tier

    text = refreshed(own, addition(tiers=(Tier(above=9, input=Decimal(1)),)))
    assert '           tiers: [{above: 9, input: "1.00"}],' in text.splitlines()
    assert rows(text, own, 0)[1] == (NEW, "0.25")


def test_the_first_row_replaces_the_empty_list(own: Path) -> None:
    text = refreshed(own, addition("org/small-1"))
    assert rows(text, own, 1) == [(NEW, "0.25")]


def test_rows_are_put_where_an_offer_had_none_and_claims_on_top_of_others(own: Path) -> None:
    of_three = offer_sheet("small-3", id="org/small-3")
    text = refreshed(own, addition("org/small-3"), Addition(HOST, of_three, claim(input="2", output="2")))
    assert rows(text, own, 2) == [(NEW, "0.25")]
    assert [value for _, value in rows(text, own, 2, "claims")] == ["2.00", "1"]


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_lines_keep_their_ends_and_the_last_one_may_have_none(tmp_path: Path, end: str) -> None:
    before = OWN.replace("\n", end).removesuffix(end).replace('"Host"', '"Ho\u2028st"').encode()
    (tmp_path / "host.yaml").write_bytes(before)
    after = refresh_texts([addition()], [], tmp_path, "Own.")[tmp_path / "host.yaml"].encode()
    ours = next(line for line in after.splitlines(keepends=True) if b"2026-11-01" in line)
    assert ours.endswith(end.encode())
    assert after.replace(ours, b"") == before + end.encode()


def test_an_offer_is_found_by_any_of_its_names(own: Path) -> None:
    assert rows(refreshed(own, addition("SMALL")), own, 0)[1] == (NEW, "0.25")


def test_an_offer_that_the_file_does_not_have_comes_behind_the_others_with_all_its_rows(own: Path) -> None:
    known = offer_sheet("small-4", prices=(price(input="1", output="2"),), claims=(claim(input="3"),))
    text = refreshed(own, Addition(HOST, known, price(from_=NEW, input="1.5", output="2")), addition())
    assert rows(text, own, 3) == [(NEW, "1.50"), (None, "1.00")]
    assert rows(text, own, 3, "claims") == [(None, "3.00")]
    assert text.splitlines()[-1] == "note: and this one"


def test_a_new_file_has_the_whole_offer_and_a_new_list_its_models(tmp_path: Path) -> None:
    fresh = offer_sheet("small-9", prices=(price(input="1", output="2"),))
    texts = refresh_texts([Addition(HOST, fresh, None)], [model("small-9"), model("unused")], tmp_path, "Own.")
    assert list(texts) == [tmp_path / "host.yaml", tmp_path / "models.yaml"]
    assert "small-9" in texts[tmp_path / "models.yaml"]
    assert "unused" not in texts[tmp_path / "models.yaml"]
    assert (
        "# Own.\nprovider: host\nname: Host\nkind: host\ncurrency: USD\n\noffers:\n  - model: small-9"
        in texts[tmp_path / "host.yaml"]
    )


def test_models_are_added_to_the_list_that_is_there(own: Path) -> None:
    stated = "models:\n- model: mine\n  name: Mine\n  maker: me\n  tokenizer: unknown\n  source: me\n  checked: 2026-01-01\n"
    (own / "models.yml").write_text(stated, encoding="utf-8")
    fresh = Addition(HOST, offer_sheet("small-9"), None)
    text = refresh_texts([fresh], [model("small-9")], own, "Own.")[own / "models.yml"]
    assert text.startswith(stated)
    assert "\n- model: small-9\n  name: Small-9\n" in text


@pytest.mark.parametrize(
    ("offers", "message"),
    [
        ("offers: [{model: small-2, id: org/small-2, prices: []}]", "write rows as lines"),
        ("offers: [{model: small-2, id: org/small-2}]", "write offers as lines"),
        (
            "offers:\n  - model: small-2\n    id: org/small-2\n    prices: [{from: null, basis: page, source: x}]",
            r"host.yaml:8: offers\[0\].prices\[0\]: write rows as lines that begin with -",
        ),
    ],
)
def test_what_does_not_stand_in_lines_is_said_with_its_line(tmp_path: Path, offers: str, message: str) -> None:
    (tmp_path / "host.yaml").write_text(f"provider: host\nname: Host\nkind: host\ncurrency: USD\n{offers}\n", encoding="utf-8")
    with pytest.raises(InputError, match=message):
        refresh_texts([addition()], [], tmp_path, "Own.")


@pytest.mark.parametrize("offers", ["", "offers: []\n", "offers:\nnote: below\n"])
def test_a_sheet_without_offers_gets_its_first(tmp_path: Path, offers: str) -> None:
    (tmp_path / "host.yaml").write_text(f"provider: host\nname: Host\nkind: host\ncurrency: USD\n{offers}", encoding="utf-8")
    text = refresh_texts([addition()], [], tmp_path, "Own.")[tmp_path / "host.yaml"]
    assert rows(text, tmp_path, 0) == [(NEW, "0.25")]


def test_an_import_is_one_file_a_provider_and_never_written_over_another(own: Path) -> None:
    host = sheet("host", offer_sheet("small-9", prices=(price(input="1", output="2"),)))
    other = sheet("other", offer_sheet("small-9"))
    done = Imported((other,), (model("small-9"),), (), ())
    (own / "models.yaml").write_text("models: []\n", encoding="utf-8")
    texts = import_texts(done, own, "Imported.")
    assert list(texts) == [own / "other.yaml", own / "models.yaml"]
    assert texts[own / "models.yaml"].startswith("models:\n\n  - model: small-9")
    assert list(import_texts(Imported((other,), (), (), ()), own, "Imported.")) == [own / "other.yaml"]
    with pytest.raises(InputError, match=r"host.yaml: stands there already: give --into a new folder"):
        import_texts(Imported((other, host), (), (), ()), own, "Imported.")


def test_a_folder_holds_sheets_where_it_holds_yaml(own: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "_template.yaml").write_text("x", encoding="utf-8")
    assert [holds_sheets(folder) for folder in (own, tmp_path / "empty", tmp_path / "none")] == [True, False, False]


def test_what_could_not_be_read_back_is_never_written(tmp_path: Path) -> None:
    wrong = Imported((sheet("host", offer_sheet("small-2", prices=(price(input="0", output="1"),))),), (), (), ())
    with pytest.raises(InputError, match=dedent(r"host.yaml:\d+: offers\[0\].prices\[0\].input: 0 means free")):
        import_texts(wrong, tmp_path, "Imported.")
    assert list(tmp_path.iterdir()) == []
