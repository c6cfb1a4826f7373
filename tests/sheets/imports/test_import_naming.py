"""Which model an imported offer is, which provider sells it, and what is said twice."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from builders import catalogue

from costcalc.sheets.imports.naming import known_names, model_of
from costcalc.sheets.imports.providers import header, short_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from costcalc.sheets.imports.assembling import Imported
    from costcalc.sheets.imports.naming import Known

    Take = Callable[..., Imported]

CHAT = {"mode": "chat", "litellm_provider": "host", "input_cost_per_token": 1e-6, "output_cost_per_token": 4e-6}


@pytest.fixture
def known() -> Known:
    """What the catalogue of the tests knows of names in the summer of 2026."""
    return known_names(catalogue(), date(2026, 7, 1))


@pytest.mark.parametrize(
    ("provider", "ident", "model"),
    [
        ("host", "ORG/small-2", "small-2"),  # the provider's own id, in any case
        ("host", "Org/Small-2-Instruct:free", "small-2"),
        ("maker", "small-latest", "small-2"),  # what the alias stands for on that day
        ("nobody", "small-1", "small-1"),
        ("nobody", "org/small-2-24b", "small-2"),  # a name that catalogues have for it
        ("nobody", "accounts/nobody/models/Small-1", "small-1"),
        ("nobody", "~org/small-1:batch", "small-1"),
        ("aws", "eu.vendor.small-1", "small-1"),
        ("nobody", "vendor.small-1", None),
        ("nobody", "small-latest", None),
        ("nobody", "small-1-turbo", None),
        ("nobody", "smal-1", None),
    ],
)
def test_a_model_is_known_by_an_exact_name_or_not_at_all(known: Known, provider: str, ident: str, model: str | None) -> None:
    assert model_of(provider, ident, known) == model


def test_an_alias_stands_for_another_model_on_another_day() -> None:
    assert model_of("maker", "small-latest", known_names(catalogue(), date(2026, 4, 1))) == "small-1"


@pytest.mark.parametrize(
    ("ident", "name", "maker", "moving"),
    [
        ("meta-llama/Llama-9-8B:free", "llama-9-8b", "meta-llama", False),
        ("@cf/meta/llama-9", "llama-9", "meta", False),
        ("ft:big-2:acme", "ft-big-2-acme", "unknown", False),
        ("big-latest", "big-latest", "unknown", True),
    ],
)
def test_a_model_that_nobody_knows_is_new_and_nothing_of_it_is_guessed(
    imported: Take, ident: str, name: str, maker: str, *, moving: bool
) -> None:
    done = imported("litellm", {f"host/{ident}": CHAT})
    model = done.models[0]
    assert (model.model, model.name, model.maker, model.tokenizer) == (name, ident, maker, "unknown")
    assert (model.note is not None) == moving
    assert done.sheets[0].offers[0].model == name


def test_one_model_has_one_entry_whoever_sells_it(imported: Take) -> None:
    other = CHAT | {"litellm_provider": "other"}
    done = imported("litellm", {"host/org/big-2": CHAT, "other/Big-2": other, "other/big-2:free": other})
    assert [model.model for model in done.models] == ["big-2"]
    assert [offer.id for offer in done.sheets[1].offers] == ["Big-2", "big-2:free"]


@pytest.mark.parametrize(
    ("named", "short"),
    [
        ("together_ai", "together"),
        ("vertex_ai-llama_models", "vertex"),
        ("google-vertex-anthropic", "vertex"),
        ("X AI", "xai"),
        ("huggingface_novita", "huggingface-novita"),
        ("wafer.ai", "wafer.ai"),
        ("..", "unnamed"),
        ("models", "models-provider"),
    ],
)
def test_a_provider_has_a_name_that_a_file_can_have(named: str, short: str) -> None:
    assert short_name(named) == short


def test_a_known_provider_keeps_its_name_and_its_currency(imported: Take, known: Known) -> None:
    sheet = imported(
        "litellm", {"host/Org/Small-2": CHAT, "host/free": CHAT | {"input_cost_per_token": 0, "output_cost_per_token": 0}}, known
    ).sheets[0]
    assert (sheet.name, sheet.currency, sheet.regions) == ("Host", "EUR", ())
    assert {row.currency for offer in sheet.offers for row in (*offer.prices, *offer.claims)} == {"USD"}


def test_the_kind_of_a_new_provider_is_a_host_unless_it_is_known_to_be_another() -> None:
    assert [header(name, None, {}).kind for name in ("deepseek", "kilo", "somebody")] == ["maker", "router", "host"]


def twice(**other: Any) -> dict[str, Any]:
    return {
        "deepseek-chat": CHAT | {"litellm_provider": "deepseek"},
        "deepseek/deepseek-chat": CHAT | {"litellm_provider": "deepseek"} | other,
    }


def test_an_id_that_is_stated_twice_alike_is_taken_once_as_the_fuller_record_has_it(imported: Take) -> None:
    done = imported("litellm", twice(input_cost_per_token_batches=5e-7, output_cost_per_token_batches=2e-6))
    assert [len(offer.prices[0].services) for offer in done.sheets[0].offers] == [1]
    assert [problem.record for problem in done.left_out] == ["deepseek-chat (as deepseek/deepseek-chat)"]


def test_an_id_that_is_stated_twice_differently_has_a_price_and_a_claim(imported: Take) -> None:
    done = imported("litellm", twice(output_cost_per_token=8e-6))
    found = done.sheets[0].offers[0]
    assert (found.prices[0].output, found.claims[0].output) == (4, 8)
    assert "kept as a claim" in done.left_out[0].reason


def test_names_that_another_offer_has_are_left_to_it(imported: Take) -> None:
    def model(ident: str, *names: str) -> dict[str, Any]:
        match = {"or": [{"equals": name} for name in names]}
        return {"id": ident, "match": match, "prices": {"input_mtok": 1, "output_mtok": 1}}

    models = [model("a", "a", "B", "shared"), model("b", "b", "shared")]
    offers = imported("genai-prices", [{"id": "acme", "models": models}]).sheets[0].offers
    assert {offer.id: offer.names for offer in offers} == {"a": ("shared",), "b": ()}
