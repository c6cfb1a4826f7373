"""What tests of the what-if panel share: results laid open, the page around one, and what its panel shows."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from costcalc.planning.item import MeterRate
from costcalc.planning.what_if import Mix, Period, Priced, WhatIf
from costcalc.render import html as renderer
from costcalc.render.report import Column, Look, Report, Table

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

MONTH = Period(name="month", days=Decimal(30))
RATES = {"input": "0.10", "cached_input": "0.01", "cache_write": "0.10", "output": "0.30"}


def rendered(what_if: WhatIf) -> str:
    table = Table("Results:", (Column("name", "Name", "name"),), (("a.md",),))
    return renderer.render(Report("costcalc/test/1", {}, "", table, (table,), what_if=lambda: what_if), Look())


def mix(**changed: Any) -> Mix:
    return Mix(**{"name": "a.md", "input": Decimal(1345), "output": Decimal(1000), **changed})


def priced(offer: str = "acme/small-1", **changed: Any) -> Priced:
    rates = ({meter: MeterRate(Decimal(rate), 1_000_000) for meter, rate in RATES.items()},)
    return Priced(**{"offer": offer, "status": "ok", "currency": "USD", "mixes": (mix(),), "rates": rates, **changed})


def what_if(*offers: Priced, **changed: Any) -> WhatIf:
    stated = {"currency": "USD", "volume": Decimal(1000), "per": "day", "periods": (MONTH,)}
    return WhatIf(**{**stated, "offers": offers or (priced(),), **changed})


def field(page: Page, label: str) -> Locator:
    return page.locator("#what-if .field", has_text=label).locator("input")


def table_of(page: Page) -> list[list[str]]:
    """Return offer, cost a request and a month, status and reason of each row that the panel shows."""
    rows = page.evaluate(
        "[...document.querySelectorAll('#what-if-offers tr')].map(row => [...row.children].map(cell => cell.textContent))"
    )
    return [[offer, unit, month, *status.partition(" ")[::2]] for offer, unit, month, _, status in rows]
