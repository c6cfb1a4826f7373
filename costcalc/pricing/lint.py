"""Every finding of sheets: what their schema has against them, and what their prices, dates and limits make doubtful."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from costcalc.pricing.coherence import incoherent
from costcalc.pricing.market import Market
from costcalc.pricing.plausibility import HOSTS, implausible
from costcalc.pricing.upkeep import stray_aliases, unkept
from costcalc.sheets.book import Offer
from costcalc.sheets.schema import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from costcalc.pricing.upkeep import Terms
    from costcalc.sheets.faults import Fault, Finding, Severity
    from costcalc.sheets.linting import SheetFile
    from costcalc.sheets.model_list import Model


@dataclass(frozen=True, slots=True)
class Linted:
    """The findings of some files, and what was looked at."""

    findings: tuple[Finding, ...]
    files: int
    offers: int
    compared: int
    """Offers of models that enough hosts sell to compare hosts."""

    def count(self, severity: Severity) -> int:
        """Return how many findings are of a severity."""
        return sum(finding.severity == severity for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What sheets are judged beside: the other offers, the models, and what a unit of each currency is worth in a common one."""

    offers: Sequence[Offer]
    models: Mapping[str, Model]
    worth: Mapping[str, Decimal]


def lint(files: Sequence[SheetFile], beside: Surroundings, terms: Terms) -> Linted:
    """Return the findings of files, in the order of the files and by line.

    The offers beside them bear witness, except those of providers that are among the files themselves.
    """
    judged = {file.path: dict(_offers(file, beside.models)) for file in files}
    here = {offer.provider.provider for offers in judged.values() for offer in offers.values()}
    own = [offer for offers in judged.values() for offer in offers.values()]
    market = Market([*own, *(offer for offer in beside.offers if offer.provider.provider not in here)], beside.worth)
    findings: list[Finding] = []
    for file in files:
        found = [*file.findings, *(file.finding(fault) for fault in _faults(file, judged[file.path], market, terms))]
        findings += sorted(found, key=lambda finding: finding.line or 0)
    compared = sum(market.hosts(offer.model.model) >= HOSTS for offer in own)
    return Linted(tuple(findings), len(files), len(own), compared)


def _offers(file: SheetFile, models: Mapping[str, Model]) -> Iterator[tuple[int, Offer]]:
    """Yield the offers of a file by their index; one of an unknown model has a finding already."""
    if isinstance(file.value, Sheet):
        provider = replace(file.value, offers=())
        for index, sheet in enumerate(file.value.offers):
            if sheet.model in models:
                yield index, Offer(provider, models[sheet.model], sheet, f"{provider.provider}:{sheet.id}")


def _faults(file: SheetFile, offers: Mapping[int, Offer], market: Market, terms: Terms) -> Iterator[Fault]:
    if isinstance(file.value, Sheet):
        yield from stray_aliases(file.value, offers.values(), terms.on)
    for index, offer in offers.items():
        for fault in _of_offer(offer, market, terms):
            yield fault.within(("offers", index))


def _of_offer(offer: Offer, market: Market, terms: Terms) -> Iterable[Fault]:
    yield from implausible(offer, market)
    for index, price in enumerate(offer.sheet.prices):
        yield from (fault.within(("prices", index)) for fault in incoherent(price))
    yield from unkept(offer, terms)
