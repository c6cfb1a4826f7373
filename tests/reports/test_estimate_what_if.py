"""An estimate's arithmetic laid open: it comes to the estimate, and told other numbers to the estimate of those."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from builders import TODAY, model, offer, sheet
from hypothesis import given, settings
from hypothesis import strategies as st

from costcalc.planning.billing import Billing
from costcalc.planning.estimate import Estimate, Prompt, Terms, estimates
from costcalc.planning.item import MeterRate
from costcalc.planning.volume import Volume
from costcalc.planning.what_if import WhatIf, cost
from costcalc.pricing.currency import NoRate, Rate
from costcalc.pricing.rates import Conditions
from costcalc.reports.estimate import View, estimate_report
from costcalc.reports.estimate_what_if import estimate_what_if
from costcalc.sheets.model_list import ImageGrid
from costcalc.sheets.price_rows import Service, Tier
from costcalc.tokens.images import Size
from costcalc.tokens.request import Image, Message, Request, Text

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from costcalc.sheets.book import Offer

SEEING = model("seer-1", inputs=("text", "image"), image=ImageGrid(patch=14, merge=2, max_side=1540))
BATCH = Service(name="batch", multiplier=Decimal("0.5"))
LONG = Tier(above=10_000, input=Decimal("0.25"), output=Decimal("0.70"))


def offers() -> list[Offer]:
    """Return an offer for each way of billing that a sheet can state."""
    dollars = dict.fromkeys(("input", "output"), "0.333")
    return [
        offer(services=(BATCH,)),
        offer(provider=sheet("cached"), of=SEEING, cached_input="0.017", services=(BATCH,)),
        offer(provider=sheet("shared"), of=SEEING, cached_share=Decimal("0.1"), cache_minimum=2000),
        offer(provider=sheet("fees"), of=SEEING, request="0.0007", image="0.0031", **dollars),
        offer(provider=sheet("tiers"), tiers=(LONG,), services=(BATCH,)),
        offer(provider=sheet("thousands", currency="EUR"), of=SEEING, per=1000, input="0.0002", output="0.0005"),
        offer(provider=sheet("free"), input="0", output="0", free=True),
        offer(provider=sheet("small", currency="EUR"), context=900),
        offer(provider=sheet("unpriced"), prices=[]),
        offer(provider=sheet("francs", currency="CHF")),
        offer(provider=sheet("gone"), retires=TODAY),
    ]


def rates(multiply: Decimal, divide: Decimal) -> Any:
    """Return the look-up of a rate from euros to dollars that need not have an end, and none from francs."""
    found = {"USD": Rate("USD", "USD"), "EUR": Rate("EUR", "USD", multiply, divide, TODAY, "a bank")}
    return lambda base: found.get(base) or NoRate(base, "USD", f"there is no rate of {base}")


PICTURE = Image("a.png", Size(96, 96))
NUMBERS = st.integers(0, 50_000).map(lambda number: Prompt("a number", input_tokens=number))
REQUESTS = st.builds(
    lambda text, choices, images: Prompt(
        "a.json", Request((Message("user", (Text(text), *[PICTURE] * images)),), choices=choices, max_tokens=77)
    ),
    st.text(max_size=40),
    st.integers(1, 5),
    st.integers(0, 3),
)
PROMPTS = st.one_of(NUMBERS, REQUESTS)
SHARES = st.decimals("0", "1", places=3)
POSITIVE = st.decimals("0.0001", "1000", places=4)


@st.composite
def every_terms(draw: Any) -> Terms:
    return Terms(
        on=TODAY,
        currency="USD",
        rate=rates(draw(POSITIVE), draw(POSITIVE)),
        output_tokens=draw(st.none() | st.integers(0, 20_000)),
        volume=draw(volumes()),
        days_per_month=draw(st.sampled_from([Decimal(30), Decimal("30.4167")])),
        billing=Billing(
            conditions=Conditions(service=draw(st.sampled_from([None, "batch"]))), cached_share=draw(st.none() | SHARES)
        ),
    )


def volumes() -> SearchStrategy[Volume]:
    return st.builds(Volume, st.decimals("0.001", "1000000", places=3), st.sampled_from(["day", "month"]))


def laid_open(found: list[Estimate], terms: Terms) -> WhatIf:
    what_if = estimate_what_if(found, terms)
    assert what_if is not None
    return what_if


def monthly(found: list[Estimate]) -> dict[str, Decimal | None]:
    return {item.offer.name: item.cost.monthly if item.cost else None for item in found}


def multiplied(what_if: WhatIf) -> dict[str, Decimal | None]:
    return {priced.offer: cost(what_if, priced, 0) for priced in what_if.offers}


@settings(deadline=None)
@given(prompt=PROMPTS, terms=every_terms())
def test_it_comes_to_the_months_cost_to_the_last_digit(prompt: Prompt, terms: Terms) -> None:
    found = estimates(prompt, offers(), terms)
    assert multiplied(laid_open(found, terms)) == monthly(found)


@settings(deadline=None)
@given(
    prompt=NUMBERS | REQUESTS.filter(lambda prompt: prompt.request is not None),
    terms=every_terms(),
    volume=volumes(),
    share=SHARES,
    output=st.integers(0, 20_000),
)
def test_told_another_volume_share_and_answer_it_comes_to_the_estimate_of_those(
    prompt: Prompt, terms: Terms, volume: Volume, share: Decimal, output: int
) -> None:
    told = laid_open(estimates(prompt, offers(), terms), terms)
    moved = tuple(
        replace(
            priced,
            mixes=tuple(replace(mix, cached_share=share, output=Decimal(output * mix.answers)) for mix in priced.mixes),
        )
        for priced in told.offers
    )
    told = replace(told, volume=volume.count, per=volume.period, offers=moved)
    other = replace(terms, volume=volume, output_tokens=output, billing=replace(terms.billing, cached_share=share))

    assert multiplied(told) == monthly(estimates(prompt, offers(), other))


def terms(**stated: Any) -> Terms:
    return Terms(**{"on": TODAY, "currency": "USD", "rate": rates(Decimal("1.25"), Decimal(1)), **stated})


NUMBER = Prompt("1345 tokens", input_tokens=1345)


def opened(*at: Offer, prompt: Prompt = NUMBER, **stated: Any) -> WhatIf:
    return laid_open(estimates(prompt, at, terms(**stated)), terms(**stated))


def test_it_names_where_each_number_is_from() -> None:
    (priced,) = opened(offer(provider=sheet(currency="EUR"), context=4000, from_=TODAY)).offers

    assert (priced.offer, priced.status, priced.reason, priced.counting) == ("host/small-2", "ok", None, "assumed")
    assert (priced.currency, priced.fx, priced.fx_source, priced.fx_date) == ("EUR", Decimal("1.25"), "a bank", TODAY)
    assert (priced.price_from, priced.checked, priced.source, priced.basis) == (TODAY, TODAY, "the price list", "official")
    assert priced.limits == {"context": (4000, 2345), "max_output": (None, 1000)}


def test_a_number_that_a_default_or_the_user_supplied_is_assumed() -> None:
    counted = Prompt("a.json", replace(Request((Message("user", (Text("Hi"),)),)), max_tokens=50))

    assert opened(offer()).assumed == ("input", "output", "requests")
    assert opened(offer(), prompt=counted).assumed == ("requests",)
    assert opened(offer(), prompt=counted, billing=Billing(cached_share=Decimal(1))).assumed == ("cached_input", "requests")


@pytest.mark.parametrize(
    ("at", "status"),
    [
        (offer(prices=[]), "unpriced"),
        (offer(provider=sheet(currency="CHF")), "unpriced"),
        (offer(retires=TODAY), "retired"),
        (offer(context=5), "exceeds"),
    ],
)
def test_what_is_not_ok_is_there_with_its_reason(at: Offer, status: str) -> None:
    what_if = opened(at)
    (priced,) = what_if.offers

    assert priced.status == status
    assert priced.reason
    assert (cost(what_if, priced, 0) is None) == (status == "unpriced") == (priced.rates == ({},))


def test_what_takes_no_image_has_no_quantities() -> None:
    what_if = opened(offer(), prompt=Prompt("a.json", Request((Message("user", (Text("Hi"), PICTURE)),))))
    (priced,) = what_if.offers

    assert (priced.status, priced.mixes, cost(what_if, priced, 0)) == ("exceeds", (), None)


def test_a_prompt_too_short_for_the_cache_stays_out_of_it_at_any_share() -> None:
    (priced,) = opened(offer(cache_minimum=2000, cached_input="0.01")).offers

    assert priced.mixes[0].cached(Decimal(1)) == 0
    assert priced.rates[0]["cached_input"] == MeterRate(Decimal("0.01"), 1_000_000)


def test_a_landed_bill_and_several_prompts_are_no_product() -> None:
    landed = terms(billing=Billing(landed=True))
    found = estimates(NUMBER, [offer()], terms())

    assert estimate_what_if(estimates(NUMBER, [offer()], landed), landed) is None
    assert estimate_report(found, terms(), View(sources=1)).what_if() is not None
    assert estimate_report([*found, *found], terms(), View(sources=2)).what_if() is None
