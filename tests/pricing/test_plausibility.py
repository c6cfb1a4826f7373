from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import lint_power
import pytest
from builders import model, offer, packaged_book, price, sheet
from hypothesis import given
from hypothesis import strategies as st

from costcalc.pricing.coherence import incoherent
from costcalc.pricing.market import Market
from costcalc.pricing.plausibility import implausible

if TYPE_CHECKING:
    from costcalc.sheets.book import Offer

DOLLARS = {"USD": Decimal(1)}
HONEST = {
    "one": ("0.10", "0.30"),
    "two": ("0.12", "0.40"),
    "three": ("0.15", "0.60"),
    "four": ("0.20", "0.60"),
    "five": ("0.35", "0.75"),
}
"""What five hosts charge for one model."""


def at(host: str, name: str = "open-24b", **stated: Any) -> Offer:
    return offer(provider=sheet(host), of=model(name), **stated)


def hosts(**changed: tuple[str, str]) -> list[Offer]:
    return [at(host, input=rates[0], output=rates[1]) for host, rates in (HONEST | changed).items()]


def found(doubted: Offer, *others: Offer, worth: dict[str, Decimal] | None = None) -> list[tuple[str, str, str]]:
    """Return rate, severity and kind of each finding of an offer among others."""
    faults = implausible(doubted, Market([doubted, *others], worth or DOLLARS))
    return [(str(fault.place[-1]), fault.severity, fault.kind) for fault in faults]


def first(catalogue: list[Offer]) -> list[tuple[str, str, str]]:
    return found(*catalogue)


def test_hosts_that_differ_by_a_few_times_are_all_plausible() -> None:
    catalogue = hosts()
    market = Market(catalogue, DOLLARS)
    assert [fault for each in catalogue for fault in implausible(each, market)] == []


@pytest.mark.parametrize(("rate", "kind"), [("100", "unit"), ("0.0001", "unit"), ("5", "outlier")])
def test_a_rate_far_from_the_median_of_other_hosts_is_an_error(rate: str, kind: str) -> None:
    assert first(hosts(one=(rate, "0.30"))) == [("input", "error", kind)]


def test_the_message_names_the_rate_the_witnesses_and_the_unit() -> None:
    catalogue = hosts(one=("0.10", "600"))
    (fault,) = implausible(catalogue[0], Market(catalogue, DOLLARS))
    assert fault.place == ("prices", 0, "output")
    assert fault.message == "output 600 is 1,000 times the median of it and 4 other hosts, 0.6"
    assert fault.fix == "look at the unit at the source: per 1,000 for per 1,000,000 tokens makes a factor of 1,000"


@pytest.mark.parametrize("host", ["one", "two", "three"])
def test_honest_hosts_are_not_accused_by_a_wrong_one(host: str) -> None:
    catalogue = [
        at("one", input="0.10", output="0.30"),
        at("two", input="0.12", output="0.40"),
        at("three", input="100", output="0.30"),
    ]
    doubted = next(each for each in catalogue if each.provider.provider == host)
    assert bool(found(doubted, *(each for each in catalogue if each is not doubted))) == (host == "three")


def test_an_honest_spread_of_79_times_is_accepted_at_its_dearest() -> None:
    spread = ["0.037", "0.08", "0.15", "0.15", "0.15", "0.15", "0.35", "2.92"]
    catalogue = [at(f"host-{number}", "gpt-oss-120b", input=rate, output=rate) for number, rate in enumerate(spread)]
    assert [found(each, *(other for other in catalogue if other is not each)) for each in catalogue] == [[]] * len(spread)


def test_input_and_output_that_changed_places_are_named() -> None:
    assert first(hosts(one=("0.60", "0.15"))) == [("input", "warning", "swapped")]


def test_a_decimal_place_in_one_rate_is_found_by_output_per_input() -> None:
    assert first(hosts(one=("0.15", "6.00"))) == [("output", "warning", "unit")]


def test_a_decimal_place_in_both_rates_is_found_where_hosts_agree() -> None:
    agreed = [at(host, input="0.10", output="0.30") for host in ("two", "three", "four")]
    assert found(at("one", input="1.00", output="3.00"), *agreed) == [("input", "warning", "unit")]


def test_a_model_that_few_hosts_sell_is_set_against_models_of_its_size() -> None:
    sized = [
        at("host", f"model-{number}-{size}b", input="0.20", output="0.40") for number, size in enumerate([20, 24, 27, 32, 40, 48])
    ]
    assert found(at("lone", "jais-30b-chat", input="3200", output="9710"), *sized) == [
        ("input", "error", "outlier"),
        ("output", "error", "outlier"),
    ]
    assert found(at("lone", "dear-30b", input="4.00", output="8.00"), *sized) == []


def test_a_model_without_size_is_set_against_the_whole_catalogue() -> None:
    everything = [
        at("host", f"model-{number}", input=str(rate), output=str(rate * 4)) for number, rate in enumerate(range(1, 101))
    ]
    assert found(at("maker", "o-pro", input="150", output="600"), *everything) == []
    assert found(at("maker", "o-pro", input="15000", output="60000"), *everything) == [
        ("input", "error", "unit"),
        ("output", "error", "unit"),
    ]


def test_output_below_input_is_doubted_where_hardly_any_model_is_priced_so() -> None:
    everything = [at("host", f"model-{number}", input="1", output="4") for number in range(100)]
    assert found(at("maker", "turned", input="4", output="1"), *everything) == [("input", "warning", "swapped")]


def test_too_few_witnesses_say_nothing() -> None:
    assert found(at("one", input="1000", output="3000"), at("two", input="0.10", output="0.30")) == []


def test_currencies_are_compared_by_what_they_are_worth_and_left_out_where_that_is_unknown() -> None:
    yen = offer(provider=sheet("jp", currency="JPY"), of=model("open-24b"), input="15", output="45")
    assert found(yen, *hosts(), worth={"USD": Decimal(1), "JPY": Decimal("0.0067")}) == []
    assert found(yen, *hosts(), worth={"USD": Decimal(1), "JPY": Decimal(1)}) != []
    assert found(yen, *hosts()) == []


def test_a_rate_for_another_number_of_tokens_is_compared_in_one_unit() -> None:
    assert found(at("six", input="0.0001", output="0.0003", per=1000), *hosts()) == []


def test_what_is_free_is_no_price() -> None:
    assert found(at("six", input="0", output="0", free=True), *hosts()) == []


@pytest.mark.parametrize("meter", ["image", "request"])
def test_prices_of_a_piece_are_compared_too(meter: str) -> None:
    others = [at(host, **{meter: "0.001"}) for host in ("two", "three", "four")]
    assert found(at("one", **{meter: "1"}), *others) == [(meter, "error", "unit")]
    assert found(at("one", **{meter: "0.002"}), *others) == []


def test_every_row_of_a_history_is_judged() -> None:
    rows = [price(input="0.10", output="0.30"), price(input="100", output="0.30")]
    faults = implausible(at("one", prices=rows), Market([at("one", prices=rows), *hosts()[1:]], DOLLARS))
    assert [fault.place for fault in faults] == [("prices", 1, "input")]


@given(st.sampled_from([10**3, 10**5, 10**6]), st.sampled_from(["input", "output"]), st.sampled_from([*HONEST]))
def test_a_slip_of_a_unit_is_found_at_any_host_in_either_direction(factor: int, meter: str, host: str) -> None:
    for times in (Decimal(factor), 1 / Decimal(factor)):
        rates = dict(zip(("input", "output"), HONEST[host], strict=True))
        wrong = at(host, **rates | {meter: str(Decimal(rates[meter]) * times)})
        assert any(rate == meter for rate, _, _ in found(wrong, *(each for each in hosts() if each.provider.provider != host)))


@pytest.fixture(scope="module")
def litellm() -> list[Offer]:
    try:
        return lint_power.litellm_offers(packaged_book())
    except LookupError as missing:
        pytest.skip(str(missing))


def test_the_power_on_real_data(litellm: list[Offer]) -> None:
    measured = lint_power.measure(litellm)
    by_kind = {power.kind: power for power in measured}
    for kind in ("one rate x 1,000", "one rate x 100,000"):
        assert by_kind[kind].found >= 0.9 * by_kind[kind].spoiled
        assert by_kind[kind].found_at_once >= 0.9 * by_kind[kind].spoiled
    untouched = len(lint_power.priced(litellm, Market(litellm, DOLLARS))) - lint_power.ENTRIES
    assert all(power.alarms_at_once < 0.01 * untouched for power in measured)


def test_false_alarms_on_real_data_are_under_one_in_a_hundred(litellm: list[Offer]) -> None:
    market = Market(litellm, DOLLARS)
    comparable = lint_power.priced(litellm, market)
    assert len(lint_power.alarms(comparable, market)) < 0.01 * len(comparable)


def test_known_errors_of_real_data_are_found_and_dear_or_cheap_models_are_not_accused(litellm: list[Offer]) -> None:
    market = Market(litellm, DOLLARS)
    doubted = {offer.sheet.id for offer in lint_power.alarms(litellm, market)}
    assert {"jais-30b-chat", "core42/jais-13b-chat"} <= doubted
    faults = [(offer, fault) for offer in litellm for row in offer.sheet.prices for fault in incoherent(row)]
    assert {offer.sheet.id for offer, fault in faults if fault.severity == "error"} == {"gpt-5-nano", "gpt-5-nano-2025-08-07"}
    assert not [
        name for name in doubted if name.startswith(("gpt-5.2-pro", "gpt-4-32k", "gpt-4.5", "o1-pro")) or "gpt-oss-120b" in name
    ]
