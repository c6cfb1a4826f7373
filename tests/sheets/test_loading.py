from __future__ import annotations

import hashlib
import os
import pickle
import tempfile
from decimal import Decimal
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from builders import TODAY

from costcalc.errors import InputError
from costcalc.sheets import loading, yaml_file
from costcalc.sheets.loading import load_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from costcalc.sheets.book import Offer

    Write = Callable[[str, str], Path]

MODELS = """\
models:
  - {model: small-1, name: Small 1, maker: Maker, tokenizer: tekken-v7, source: a card, checked: 2026-11-20}
  - {model: small-2, name: Small 2, maker: Maker, tokenizer: tekken-v11, source: a card, checked: 2026-11-20}
"""
HOST = """\
provider: host
name: A host
kind: host
currency: USD
regions: [DE]
verified: 3 bills
aliases:
  - {name: latest, model: small-2, from: 2026-06-01, source: a page}
  - {name: latest, model: small-1, source: a page}
offers:
  - model: small-1
    id: org/small-1
    names: [small-one]
    context: 1000
    prices:
      - {input: "0.10", output: "0.30", basis: official, source: a list, checked: 2026-11-20}
    claims:
      - {input: "0.12", output: "0.36", basis: community, source: a data set, checked: 2026-11-20}
  - model: small-2
    id: org/small-2
    prices:
      - {input: "0.15", output: "0.60", basis: official, source: a list, checked: 2026-11-20}
  - model: small-2
    id: org/small-2-turbo
"""
MINIMAL = """\
provider: {provider}
name: Mine
kind: host
currency: EUR
offers:
  - model: {model}
    id: {id}
    prices:
      - {{input: "0.05", output: "0.10", basis: official, source: our contract, checked: 2026-11-20}}
"""


@pytest.fixture(autouse=True)
def packaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two models and one host in place of what is shipped."""
    folder = tmp_path / "packaged"
    (folder / "providers").mkdir(parents=True)
    (folder / "models.yaml").write_text(MODELS)
    (folder / "providers" / "host.yaml").write_text(HOST)
    (folder / "providers" / "_template.yaml").write_text("provider: [")
    monkeypatch.setattr(loading, "data_folder", lambda: folder)
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Callable[..., Path]:
    """Write a folder of the user's own sheets."""

    def write(folder: str = "own", /, **texts: str) -> Path:
        (tmp_path / folder).mkdir(exist_ok=True)
        for name, text in texts.items():
            (tmp_path / folder / f"{name}.yaml").write_text(dedent(text))
        return tmp_path / folder

    return write


def offer(reference: str, *folders: Path) -> Offer:
    return load_book(*folders).offer(reference, TODAY)


def names(*folders: Path) -> list[str]:
    return [found.name for found in load_book(*folders).offers()]


def refusal(*folders: Path) -> str:
    with pytest.raises(InputError) as raised:
        load_book(*folders)
    return str(raised.value)


# --- The user's own sheets


def test_without_own_sheets_the_book_is_what_is_shipped() -> None:
    assert names() == ["host/small-1", "host/small-2", "host:org/small-2-turbo"]


def test_an_own_sheet_adds_a_provider(own: Callable[..., Path]) -> None:
    folder = own(mine=MINIMAL.format(provider="mine", model="small-1", id="x"))

    assert names(folder) == ["host/small-1", "host/small-2", "host:org/small-2-turbo", "mine/small-1"]
    assert offer("mine/small-1", folder).sheet.prices[0].currency == "EUR"


@pytest.mark.parametrize("id_", ["org/small-1", "small-one", "another-name"])
def test_an_own_offer_replaces_the_one_of_that_id_or_model_whole(own: Callable[..., Path], id_: str) -> None:
    folder = own(host=MINIMAL.format(provider="host", model="small-1", id=id_))
    found = offer("host/small-1", folder)

    assert names(folder) == ["host/small-1", "host/small-2", "host:org/small-2-turbo"]
    assert (found.sheet.id, found.sheet.context, found.sheet.claims) == (id_, None, ())
    assert [(row.input, row.currency) for row in found.sheet.prices] == [(Decimal("0.05"), "EUR")]


def test_of_two_offers_of_one_model_only_the_one_of_that_id_is_replaced(own: Callable[..., Path]) -> None:
    folder = own(host=MINIMAL.format(provider="host", model="small-2", id="org/small-2-turbo"))

    assert [found.sheet.id for found in load_book(folder).offers(models=["small-2"])] == ["org/small-2-turbo", "org/small-2"]


def test_an_offer_under_a_new_id_replaces_every_one_of_its_model(own: Callable[..., Path]) -> None:
    folder = own(host=MINIMAL.format(provider="host", model="small-2", id="ours"))

    assert [found.sheet.id for found in load_book(folder).offers(models=["small-2"])] == ["ours"]


def test_an_own_sheet_overrides_what_it_states_of_the_provider_and_keeps_the_rest(own: Callable[..., Path]) -> None:
    folder = own(
        host="""\
        provider: host
        name: Our host
        kind: host
        currency: EUR
        regions: [FR]
        aliases: [{name: latest, model: small-1, source: our contract}]
        """
    )
    book = load_book(folder)

    assert (book.providers["host"].name, book.providers["host"].regions) == ("Our host", ("FR",))
    assert book.providers["host"].verified == "3 bills"
    assert book.offer("host/latest", TODAY).model.model == "small-1"
    assert len(book.offers()) == 3


def test_another_currency_in_an_own_sheet_does_not_turn_the_shipped_numbers_into_it(own: Callable[..., Path]) -> None:
    folder = own(host="provider: host\nname: Our host\nkind: host\ncurrency: EUR\n")
    found = offer("host/small-1", folder)

    assert found.provider.currency == "EUR"
    assert [row.currency for row in (*found.sheet.prices, *found.sheet.claims)] == ["USD", "USD"]


def test_a_later_folder_wins(own: Callable[..., Path]) -> None:
    first = own("first", host=MINIMAL.format(provider="host", model="small-1", id="first"))
    second = own("second", host=MINIMAL.format(provider="host", model="small-1", id="second"))

    assert offer("host/small-1", first, second).sheet.id == "second"
    assert offer("host/small-1", second, first).sheet.id == "first"


def test_a_folder_may_be_named_by_text(own: Callable[..., Path]) -> None:
    folder = own(mine=MINIMAL.format(provider="mine", model="small-1", id="x"))

    assert load_book(str(folder)) == load_book(folder)


def test_files_of_other_kinds_are_left_alone(own: Callable[..., Path]) -> None:
    folder = own(mine=MINIMAL.format(provider="mine", model="small-1", id="x"), _template="provider: [")
    (folder / "readme.txt").write_text("not a sheet")
    (folder / ".#mine.yaml").symlink_to(folder / "an editor's lock")

    assert "mine/small-1" in names(folder)


def test_a_sheet_may_end_in_yml(own: Callable[..., Path]) -> None:
    folder = own()
    (folder / "mine.yml").write_text(MINIMAL.format(provider="mine", model="small-1", id="x"))

    assert "mine/small-1" in names(folder)


# --- The user's own models


def test_an_own_model_is_known_to_own_sheets_and_wins_over_the_shipped_one(own: Callable[..., Path]) -> None:
    folder = own(
        models="""\
        models:
          - {model: ours, name: Ours, maker: Us, tokenizer: tekken.json, source: us, checked: 2026-11-20}
          - {model: small-1, name: Small One, maker: Maker, tokenizer: tekken-v3, source: us, checked: 2026-11-20}
        """,
        mine=MINIMAL.format(provider="mine", model="ours", id="x"),
    )

    assert offer("mine/ours", folder).model.tokenizer == str(folder / "tekken.json")
    assert offer("host/small-1", folder).model.tokenizer == "tekken-v3"


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        (("model: small-1\n    id", "model: small-3\n    id"), "11: offers[0].model"),
        (("model: small-1, source", "model: small-3, source"), "9: aliases[1].model"),
    ],
)
def test_a_model_that_nobody_lists_is_refused_with_line_and_nearest_name(
    packaged: Path, changed: tuple[str, str], place: str
) -> None:
    path = packaged / "providers" / "host.yaml"
    path.write_text(HOST.replace(*changed))

    assert refusal() == f"{path}:{place}: unknown model 'small-3': did you mean 'small-2' or 'small-1'?"


def test_a_model_of_which_no_name_is_near_is_to_be_described(own: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where many models are known, naming them all would help nobody."""
    monkeypatch.setattr("costcalc.sheets.loading.nearest", lambda _name, _known: "")
    folder = own(mine=MINIMAL.format(provider="mine", model="ours", id="x"))

    assert refusal(folder).endswith(": unknown model 'ours': describe it in a models.yaml beside your sheets")


# --- What cannot be loaded


def test_a_sheet_in_a_file_of_another_name_is_refused(own: Callable[..., Path]) -> None:
    folder = own(mine=MINIMAL.format(provider="host", model="small-1", id="x"))

    assert refusal(folder) == (
        f"{folder / 'mine.yaml'}:1: provider: 'host' stands in a file named mine.yaml: give both the same name"
    )


def test_a_wrong_sheet_is_refused_with_its_place(own: Callable[..., Path]) -> None:
    folder = own(mine=MINIMAL.format(provider="mine", model="small-1", id="x").replace("0.05", "-0.05"))

    assert refusal(folder) == f"{folder / 'mine.yaml'}:9: offers[0].prices[0].input: -0.05 is negative"


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    fix = "give --sheets a folder with one YAML file a provider"

    assert refusal(tmp_path / "none") == (
        f"{tmp_path / 'none'}: cannot be read as a folder of sheets: No such file or directory: {fix}"
    )
    assert refusal(tmp_path / "packaged" / "models.yaml").endswith(
        f"cannot be read as a folder of sheets: Not a directory: {fix}"
    )


def test_a_folder_without_a_sheet_is_refused(own: Callable[..., Path]) -> None:
    folder = own(_template="provider: x")

    assert refusal(folder) == f"{folder}: holds no *.yaml sheet: copy data/providers/_template.yaml into it"


def test_a_sheet_that_is_a_folder_is_refused(own: Callable[..., Path]) -> None:
    (own() / "mine.yaml").mkdir()

    assert refusal(own()) == f"{own() / 'mine.yaml'}: cannot be read: Is a directory"


# --- The compiled book


@pytest.fixture
def compiled(cache_folder: Path) -> Callable[[], Path]:
    """Return the one file in the cache."""

    def only() -> Path:
        (file,) = cache_folder.iterdir()
        return file

    return only


@pytest.fixture
def no_yaml(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Make reading YAML impossible from now on."""

    def forbid() -> None:
        def fail(_: object) -> None:
            pytest.fail("a YAML file was read")

        monkeypatch.setattr(yaml_file, "read", fail)

    return forbid


def test_a_compiled_book_is_read_without_reading_yaml(own: Callable[..., Path], no_yaml: Callable[[], None]) -> None:
    folder = own(mine=MINIMAL.format(provider="mine", model="small-1", id="x"))
    first = load_book(folder)
    no_yaml()

    assert load_book(folder) == first


@pytest.mark.parametrize(("file", "word"), [("models.yaml", "card"), ("providers/host.yaml", "list")])
def test_one_changed_byte_of_any_file_makes_it_stale(packaged: Path, file: str, word: str) -> None:
    before = load_book()
    path = packaged / file
    path.write_text(path.read_text().replace(word, word.title(), 1))

    assert load_book() != before


def test_a_change_of_the_same_length_within_the_same_second_is_seen(packaged: Path) -> None:
    load_book()
    path = packaged / "providers" / "host.yaml"
    times = path.stat()
    path.write_text(HOST.replace('"0.10"', '"0.11"'))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    assert offer("host/small-1").sheet.prices[0].input == Decimal("0.11")


def test_a_new_sheet_and_a_sheet_that_is_gone_are_seen(packaged: Path) -> None:
    load_book()
    path = packaged / "providers" / "mine.yaml"
    path.write_text(MINIMAL.format(provider="mine", model="small-1", id="x"))
    assert "mine/small-1" in names()

    path.unlink()
    assert "mine/small-1" not in names()


def test_a_change_takes_the_place_of_what_was_compiled_before(packaged: Path, compiled: Callable[[], Path]) -> None:
    load_book()
    before = compiled()
    (packaged / "providers" / "host.yaml").write_text(HOST + "# a comment\n")
    load_book()

    assert compiled() == before


def test_each_set_of_folders_has_its_own(own: Callable[..., Path], cache_folder: Path) -> None:
    load_book()
    load_book(own(mine=MINIMAL.format(provider="mine", model="small-1", id="x")))

    assert len(list(cache_folder.iterdir())) == 2


def test_folders_that_go_leave_nothing_in_the_cache(own: Callable[..., Path], cache_folder: Path) -> None:
    load_book(own(mine=MINIMAL.format(provider="mine", model="small-1", id="x")), keep=False)
    assert not [*cache_folder.glob("book-*")]


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda data: data[:20],
        lambda data: data[:-1],
        lambda data: data + b"x",
        lambda data: bytes([data[0] ^ 1]) + data[1:],
        lambda data: data[:-100] + bytes([data[-100] ^ 1]) + data[-99:],
        lambda _: pickle.dumps("something else"),
        lambda _: hashlib.sha256(pickle.dumps("foreign")).digest() + pickle.dumps("foreign"),
    ],
)
def test_a_damaged_or_foreign_file_is_compiled_anew(compiled: Callable[[], Path], damage: Callable[[bytes], bytes]) -> None:
    first = load_book()
    right = compiled().read_bytes()
    compiled().write_bytes(damage(right))

    assert load_book() == first
    assert compiled().read_bytes() == right


@pytest.mark.parametrize("payload", [b"no pickle", pickle.dumps("no book")])
def test_a_payload_that_is_no_book_is_compiled_anew_though_its_seal_is_right(
    monkeypatch: pytest.MonkeyPatch, payload: bytes
) -> None:
    first = load_book()
    with monkeypatch.context() as patch:
        patch.setattr(loading.pickle, "dumps", lambda *_, **__: payload)
        patch.setattr(loading, "_compile", lambda _: None)
        patch.setattr(loading.cache, "read", lambda _: None)
        load_book()

    assert load_book() == first


def test_a_cache_that_cannot_be_written_is_no_error(cache_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "mkstemp", _refuse)

    assert names() == names()
    assert list(cache_folder.iterdir()) == []


def test_a_read_only_cache_is_still_read(no_yaml: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_book()
    monkeypatch.setattr(tempfile, "mkstemp", _refuse)
    no_yaml()

    assert load_book() == first


def _refuse(*_: object, **__: object) -> None:
    raise PermissionError
