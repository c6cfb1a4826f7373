"""LiteLLM's own data: what is taken of it, and that all of it can be written, read back and priced."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from costcalc.sheets.imports.assembling import Imported, assembled
from costcalc.sheets.imports.folder import import_texts
from costcalc.sheets.imports.naming import known_names
from costcalc.sheets.imports.record import Origin
from costcalc.sheets.imports.sources import source_named
from costcalc.sheets.loading import load_book

if TYPE_CHECKING:
    from pathlib import Path

    from costcalc.sheets.imports.reading import Raw


@pytest.fixture(scope="module")
def package(litellm_data: Raw) -> Imported:
    """The data, imported with the names of the packaged book."""
    origin = Origin(litellm_data.label, date(2026, 11, 20))
    return assembled(source_named("litellm").parse(litellm_data, origin), known_names(load_book(), origin.checked), origin)


def _with_both_rates(data: dict[str, Any]) -> list[str]:
    """Return the text models that state a rate of input and one of output."""
    text = ((key, entry) for key, entry in data.items() if entry.get("mode") in {"chat", "completion", "responses"})
    return [
        key
        for key, entry in text
        if any({"input_cost_per_token", "output_cost_per_token"} <= level.keys() for level in _levels(entry))
    ]


def _levels(entry: dict[str, Any]) -> list[dict[str, Any]]:
    return [entry, *(entry.get("tiered_pricing") or ())]


def test_at_least_99_percent_of_the_entries_with_both_rates_are_offers_and_the_rest_is_listed(
    package: Imported, litellm_data: Raw
) -> None:
    both = _with_both_rates(litellm_data.data)
    repeated = [problem for problem in package.left_out if problem.reason.startswith("the same id stated twice")]
    listed = {problem.record for problem in package.problems}
    assert package.offers + len(repeated) >= 0.99 * len(both)
    assert package.offers + len(repeated) + len(listed & set(both)) >= len(both)
    assert len(package.problems) <= 0.01 * len(both)
    assert all(problem.reason for problem in (*package.problems, *package.left_out))


def test_all_of_it_can_be_written_and_read_back_as_it_is(package: Imported, tmp_path: Path) -> None:
    for path, text in import_texts(package, tmp_path, "Imported.").items():
        path.write_text(text, encoding="utf-8")
    book = load_book(tmp_path)
    offers = {(offer.provider.provider, offer.sheet.id): offer.sheet for offer in book.offers()}
    for sheet in package.sheets:
        for offer in sheet.offers:
            assert offers[sheet.provider, offer.id].prices == tuple(_with_currency(row) for row in offer.prices)


def _with_currency(row: Any) -> Any:
    from dataclasses import replace

    return row if row.currency else replace(row, currency="USD")


def test_what_the_facts_say_of_it_is_in_it(package: Imported) -> None:
    offers = {(sheet.provider, offer.id): offer for sheet in package.sheets for offer in sheet.offers}
    jais = offers["azure", "jais-30b-chat"].prices[0]
    assert (jais.input, jais.output) == (3200, 9710)
    small = offers["deepinfra", "mistralai/Mistral-Small-3.2-24B-Instruct-2506"]
    assert (small.model, [str(small.prices[0].input), str(small.prices[0].output)]) == ("mistral-small-3.2-24b", ["0.075", "0.2"])
    assert offers["mistral", "mistral-small-latest"].model == "mistral-small-4"
