"""The what-if panel: a browser computes what costcalc would, to the displayed digit."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from command_line import ACME
from lxml import html as parser
from screen import violations

from costcalc import money
from costcalc.planning.item import MeterRate
from costcalc.planning.what_if import Mix, Period, Priced, WhatIf, cost, per_arrival
from costcalc.pricing.currency import Rate
from costcalc.render import html as renderer
from costcalc.render.html.what_if import payload
from costcalc.render.report import Column, Look, Report, Table

if TYPE_CHECKING:
    from pathlib import Path

    from command_line import Run
    from playwright.sync_api import Page
    from screen import Screen

MONTH = Period(name="month", days=Decimal(30))
RATES = {"input": "0.10", "cached_input": "0.01", "cache_write": "0.10", "output": "0.30"}
METERS = ("input", "cached_input", "cache_write", "output", "image", "request")


def rendered(what_if: WhatIf) -> str:
    table = Table("Results:", (Column("name", "Name", "name"),), (("a.md",),))
    return renderer.render(Report("costcalc/test/1", {}, "", table, (table,), what_if=what_if), Look())


def mix(**changed: Any) -> Mix:
    return Mix(**{"name": "a.md", "input": Decimal(1345), "output": Decimal(1000), **changed})


def priced(offer: str = "acme/small-1", **changed: Any) -> Priced:
    rates = ({meter: MeterRate(Decimal(rate), 1_000_000) for meter, rate in RATES.items()},)
    return Priced(**{"offer": offer, "status": "ok", "currency": "USD", "mixes": (mix(),), "rates": rates, **changed})


def what_if(*offers: Priced, **changed: Any) -> WhatIf:
    stated = {"currency": "USD", "volume": Decimal(1000), "per": "day", "periods": (MONTH,)}
    return WhatIf(**{**stated, "offers": offers or (priced(),), **changed})


class Drawn:
    """Random values, the same each time."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - nothing secret

    def decimal(self, whole: int, places: int) -> Decimal:
        return Decimal(self.random.randrange(10 ** (whole + places))).scaleb(-places)

    def share(self, places: int) -> Decimal:
        return self.decimal(0, places)

    def average(self) -> Decimal:
        """Return a number without an end in decimals, to 28 digits."""
        return Decimal(self.random.randrange(1, 10**7)) / self.random.choice([1, 3, 7, 9, 11])

    def rate(self) -> Rate | None:
        fixings = self.decimal(1, 4) + 1, self.decimal(1, 5) + 1
        stated = Rate("EUR", "USD", fixings[0])
        return self.random.choice([None, stated, stated.inverse(), Rate("CHF", "USD", *fixings)])

    def mix(self, periods: int) -> Mix:
        whole = self.random.random() < 0.5
        number = (lambda: Decimal(self.random.randrange(10**6))) if whole else self.average
        return Mix(
            name="class",
            share=self.random.choice([Decimal(1), Decimal(1) / 3, Decimal("0.25")]),
            requests=self.random.choice([Decimal(1), self.average()]),
            input=number(),
            cached_share=self.random.choice([Decimal(0), Decimal("0.375"), Decimal(2) / 3]),
            cacheable=self.random.random() < 0.8,
            cache_write=self.random.choice([Decimal(0), number()]),
            output=number(),
            answers=self.random.choice([1, 3]),
            image=self.random.choice([Decimal(0), number()]),
            whole=whole,
            factors=tuple(
                {"input": self.decimal(0, 3), "output": Decimal(1) / 3} for _ in range(self.random.choice([0, periods]))
            ),
        )

    def offer(self, periods: int) -> Priced:
        left_out = self.random.choice([*METERS, *[None] * 12])

        def rates() -> dict[str, MeterRate]:
            per = self.random.choice([1, 1000, 1_000_000, 3600])
            return {meter: MeterRate(self.decimal(2, 5), per) for meter in METERS if meter != left_out}

        mixes = tuple(self.mix(periods) for _ in range(self.random.choice([1, 1, 3])))
        rate = self.rate()
        return priced(
            mixes=mixes,
            rates=tuple(rates() for _ in range(periods)),
            conversion=rate,
            currency=rate.base if rate else "USD",
        )

    def what_if(self) -> WhatIf:
        periods = self.random.choice([1, 12])
        return what_if(
            self.offer(periods),
            volume=self.decimal(6, 3),
            per=self.random.choice(["day", "month"]),
            growth=self.random.choice([Decimal(0), self.share(4)]),
            periods=tuple(
                Period(name=f"{month}", days=Decimal(28 + month % 4), grown=month if periods > 1 else 0, weight=self.average())
                for month in range(periods)
            ),
        )

    def changes(self) -> dict[str, str]:
        """Return some of what a reader may change."""
        found = {
            "volume": money.plain(self.decimal(6, 3)),
            "growth": money.plain(self.share(4)),
            "cachedShare": money.plain(self.share(3)),
            self.random.choice(["output", "outputFactor"]): str(self.random.randrange(1000)),
        }
        return {name: value for name, value in found.items() if self.random.random() < 0.5}


def changed(stated: WhatIf, changes: dict[str, str]) -> WhatIf:
    """Return the what-if with numbers changed, as the command line would have made it."""
    numbers = {name: Decimal(value) for name, value in changes.items()}

    def mix_of(one: Mix) -> Mix:
        output = numbers.get("output", money.times(one.output, numbers.get("outputFactor", Decimal(1))))
        return replace(one, output=output, cached_share=numbers.get("cachedShare", one.cached_share))

    offers = tuple(replace(offer, mixes=tuple(map(mix_of, offer.mixes))) for offer in stated.offers)
    return replace(
        stated, volume=numbers.get("volume", stated.volume), growth=numbers.get("growth", stated.growth), offers=offers
    )


def in_python(stated: WhatIf) -> list[Any]:
    """Return what the first offer costs: an arrival, each period, all of them."""
    offer, periods = stated.offers[0], range(len(stated.periods))
    costs = [cost(stated, offer, period) for period in periods]
    known = [amount for amount in costs if amount is not None]
    whole = money.total(known) if len(known) == len(costs) else None
    return [shown(per_arrival(offer, 0)), [shown(amount) for amount in costs], shown(whole)]


def shown(amount: Decimal | None) -> str | None:
    return None if amount is None else money.display(amount)


COMPUTED = """cases => cases.map(([whatIf, changes]) => {
    const shown = amount => amount === null ? null : costcalc.display(amount);
    const [found] = costcalc.compute(whatIf, changes);
    return [shown(found.unit), found.periods.map(shown), shown(found.total)];
})"""


def test_a_browser_computes_what_python_does_over_many_random_values(screen: Screen) -> None:
    drawn = [Drawn(seed) for seed in range(400)]
    cases = [(each.what_if(), each.changes()) for each in drawn]
    found = screen.open(rendered(what_if())).evaluate(COMPUTED, [[payload(stated), changes] for stated, changes in cases])
    expected = [in_python(changed(stated, changes)) for stated, changes in cases]
    assert found == expected
    assert sum(amounts[2] is not None for amounts in expected) > 200, "most of them have a cost"


def test_a_browser_shows_amounts_as_python_does(screen: Screen) -> None:
    random = Random(1)  # noqa: S311 - nothing secret
    amounts = [Decimal(random.randrange(10**9)).scaleb(-random.randrange(15)) for _ in range(2000)]
    amounts += [
        Decimal(text) for text in ("0", "0.005", "0.995", "1.005", "0.99995", "0.12345", "999.995", "999999.995", "1e-12")
    ]
    amounts += [-amount for amount in amounts]
    texts = [money.plain(amount) for amount in amounts]
    page = screen.open(rendered(what_if()))
    for script, python in (("display", money.display), ("signed", money.signed)):
        found = page.evaluate(f"texts => texts.map(text => costcalc.{script}(costcalc.decimal(text)))", texts)
        assert found == [python(amount) for amount in amounts]


def test_a_quotient_is_rounded_once_and_as_python_does(screen: Screen) -> None:
    random = Random(2)  # noqa: S311 - nothing secret
    triples = [[str(random.randrange(1, 10**12)) for _ in range(3)] for _ in range(500)]
    found = screen.open(rendered(what_if())).evaluate(
        "triples => triples.map(each => costcalc.cost(...each.map(costcalc.decimal)).toFixed())", triples
    )
    with localcontext(money.EXACT):
        assert found == [money.plain(Decimal(a) * Decimal(b) / Decimal(c)) for a, b, c in triples]


PRICES = {"1 EUR in USD": "1.23", "Requests a day": "2500", "Output tokens": "321", "Input read from the cache": "37.5"}
SAME = "--fx EUR=1.23 --requests 2500/day --output-tokens 321 --cached-share 37.5%"
REAL = "estimate support.md --model mistral-small-3.2-24b --as-of 2026-11-20"


@pytest.fixture
def written(run: Run, tmp_path: Path) -> str:
    """Return the page of an estimate at every host of a model."""
    run(f"{REAL} --fx EUR=1.10", "-o", tmp_path / "report.html")
    return (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_the_panel_says_what_the_command_line_says_for_the_same_options(
    run: Run, screen: Screen, written: str, size: str
) -> None:
    page = screen.open(written, size=size)
    assert table_of(page) == estimated(run, "--fx EUR=1.10")
    for label, value in PRICES.items():
        field(page, label).fill(value)
    assert table_of(page) == estimated(run, SAME)


def test_what_no_longer_fits_is_told_as_the_command_line_tells_it(run: Run, screen: Screen, written: str) -> None:
    page = screen.open(written)
    field(page, "Output tokens").fill("40000")
    found = table_of(page)
    assert found == estimated(run, "--fx EUR=1.10 --output-tokens 40000")
    assert {status for _, _, _, status, _ in found} >= {"ok", "exceeds"}


def test_the_answer_follows_the_chosen_offer(run: Run, screen: Screen, written: str) -> None:
    page = screen.open(written)
    for offer, unit, month, status, _ in estimated(run, "--fx EUR=1.10"):
        page.get_by_label("Offer", exact=True).select_option(offer)
        said = page.locator("#what-if-answer").inner_text()
        assert (said.startswith(month) and f"{unit} USD a request at {offer}" in said) or month == "?"
        assert status == "ok" or status in said


def field(page: Page, label: str):
    return page.locator("#what-if .field", has_text=label).locator("input")


def table_of(page: Page) -> list[list[str]]:
    """Return offer, cost a request and a month, status and reason of each row that the panel shows."""
    rows = page.evaluate(
        "[...document.querySelectorAll('#what-if-offers tr')].map(row => [...row.children].map(cell => cell.textContent))"
    )
    return [[offer, unit, month, *status.partition(" ")[::2]] for offer, unit, month, _, status in rows]


def estimated(run: Run, options: str) -> list[list[str]]:
    """Return the same of what the command line estimates."""
    results = json.loads(run(f"{REAL} {options} --format json").out)["results"]
    return [
        [
            item["offer"],
            "?" if item["per_request"] is None else money.display(Decimal(item["per_request"])),
            "?" if item["monthly"]["cost"] is None else money.display(Decimal(item["monthly"]["cost"])),
            item["status"],
            item["reason"] or "",
        ]
        for item in results
    ]


@pytest.mark.parametrize(
    ("label", "value", "fault"),
    [
        ("Requests a day", "", "Write a number."),
        ("Requests a day", "0", "Too small."),
        ("Requests a day", "-1", "Too small."),
        ("Output tokens", "1.5", "Write a whole number."),
        ("Input read from the cache", "101", "At most 100."),
    ],
)
def test_a_number_that_cannot_be_is_refused_and_nothing_is_computed(screen: Screen, label: str, value: str, fault: str) -> None:
    page = screen.open(rendered(what_if()))
    field(page, label).fill(value)
    assert field(page, label).get_attribute("aria-invalid") == "true"
    assert page.locator(".wrong:visible").all_inner_texts() == [fault]
    assert table_of(page) == []
    assert page.locator("#what-if-answer").inner_text().startswith("? ")


def test_a_button_takes_every_change_back(screen: Screen) -> None:
    page = screen.open(rendered(what_if()))
    before = table_of(page)
    field(page, "Requests a day").fill("7")
    assert table_of(page) != before
    page.get_by_role("button", name="As in the report").click()
    page.wait_for_function("!document.getElementById('what-if').classList.contains('changed')")
    assert table_of(page) == before


def test_several_months_grow_and_end_in_a_sum(screen: Screen) -> None:
    months = tuple(Period(name=f"2027-0{number}", days=Decimal(30), grown=number - 1) for number in (1, 2))
    stated = what_if(priced(rates=priced().rates * 2), periods=months, growth=Decimal("0.1"))
    page = screen.open(rendered(stated))
    assert page.locator("#what-if thead th").all_inner_texts() == [
        *("Offer", "USD/request", "USD in 2027-01", "USD in 2027-02", "USD in all", "Change", "Status")
    ]
    field(page, "Growth a month").fill("50")
    assert page.locator("#what-if-offers td").all_inner_texts()[:5] == ["0.0004345", "13.04", "19.55", "32.59", "+5.21"]


def test_answers_to_one_request_fit_one_by_one(screen: Screen) -> None:
    limits = {"max_output": (1000, 500), "context": (2000, 1845)}
    page = screen.open(rendered(what_if(priced(mixes=(mix(answers=2),), limits=limits))))
    field(page, "Output tokens").fill("1310")
    assert table_of(page)[0][3:] == ["ok", ""]
    field(page, "Output tokens").fill("1311")
    assert table_of(page)[0][3:] == ["exceeds", "context window: 2,001 of 2,000, 1 too many"]


def test_what_is_retired_or_unpriced_never_ranks(screen: Screen) -> None:
    gone = priced("a/gone", status="retired", reason="retired on 2026-01-01")
    unknown = priced("b/unknown", status="unpriced", reason="no price is published", rates=({},))
    page = screen.open(rendered(what_if(gone, unknown, priced("c/dear"))))
    assert [(row[0], row[3]) for row in table_of(page)] == [("c/dear", "ok"), ("b/unknown", "unpriced"), ("a/gone", "retired")]


def test_without_a_price_there_is_no_panel() -> None:
    text = rendered(what_if(priced(status="unpriced", rates=({},))))
    assert 'id="what-if' not in text
    assert "<script" not in text


def test_limits_and_sources_are_shown_behind_the_numbers() -> None:
    found = priced(
        limits={"context": (8000, 2345), "max_output": (None, 1000)},
        price_from=date(2026, 6, 1),
        checked=date(2026, 11, 1),
        basis="official",
        source="https://example.com/prices",
        counting="verified",
        currency="EUR",
        conversion=Rate("EUR", "USD", Decimal("1.1172"), fixing=date(2026, 10, 30), source="ECB"),
    )
    page = parser.document_fromstring(rendered(what_if(found)))
    assert rows_of(page, "limits") == [
        ["acme/small-1", "context window", "2,345", "8,000", "5,655", "29.31 %", "ok"],
        ["acme/small-1", "longest answer", "1,000", "?", "?", "", "unknown"],
    ]
    assert rows_of(page, "sources") == [
        ["acme/small-1", "verified", "2026-06-01", "2026-11-01", "official", "https://example.com/prices"]
    ]
    assert rows_of(page, "rates") == [["EUR", "1.1172", "2026-10-30", "ECB"]]


def rows_of(page, section: str) -> list[list[str]]:
    return [[cell.text_content() for cell in row] for row in page.get_element_by_id(section).findall(".//tbody/tr")]


@pytest.mark.parametrize(("size", "dark"), [("phone", True), ("desk", False)], ids=["phone, dark", "desk, light"])
def test_axe_finds_nothing_to_mend(run: Run, screen: Screen, tmp_path: Path, size: str, *, dark: bool) -> None:
    run(f"estimate support.md {ACME} --fx EUR=1.10", "-o", tmp_path / "report.html")
    page = screen.open((tmp_path / "report.html").read_text(encoding="utf-8"), size=size, dark=dark)
    field(page, "Output tokens").fill("-1")
    assert violations(page) == []


def test_hostile_names_of_offers_stay_text(screen: Screen) -> None:
    name = "</script><img src=x onerror=alert(1)>"
    page = screen.open(rendered(what_if(priced(name))))
    assert table_of(page)[0][0] == name
    assert name in page.locator("#what-if-answer").inner_text()
