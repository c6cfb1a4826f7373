"""Which offers a question is about: by model, provider, region and what they must be able to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from costcalc.errors import InputError
from costcalc.nearest import nearest
from costcalc.sheets.terms import Feature, Modality

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from costcalc.sheets.book import Book, Offer
    from costcalc.sheets.terms import Basis

EU = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK EU".split()  # noqa: SIM905
)
"""The member states of the European Union, ISO 3166-1 alpha-2, and the EU as a region of its own."""
NEEDS = (*get_args(Feature), *get_args(Modality))
"""What an offer can be asked to do, and to take."""
_REGION = re.compile(r"[A-Z]{2}|GLOBAL", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What was asked for; empty means any."""

    models: Sequence[str] = ()
    """Names, globs, aliases or ids."""
    providers: Sequence[str] = ()
    region: str | None = None
    needs: frozenset[str] = frozenset()
    basis: Basis | None = None


def select(book: Book, selection: Selection, on: date) -> list[Offer]:
    """Return the offers that match; with a basis, those of which such a source says something.

    Raises:
        UnknownNameError: a model or provider that no sheet knows.
        InputError: the region is no code.
    """
    if selection.region is not None and not _REGION.fullmatch(selection.region.upper()):
        raise InputError(f"--region: '{selection.region}' is no region: write an ISO 3166 code such as DE, or EU")
    book.check_providers(selection.providers)
    offers = [offer for group in _groups(book, selection, on) for offer in group]
    return [book.as_counted(offer, selection.models, on) for offer in offers if _matches(offer, selection)]


def _groups(book: Book, selection: Selection, on: date) -> Iterator[list[Offer]]:
    """Yield the offers of the models that are meant; where providers are named, a name is what each of them means by it."""
    named = [provider for provider in book.providers if provider in selection.providers]
    places: list[str | None] = [*named] or [None]
    for provider in places:
        models = {model for pattern in selection.models for model in book.models_like(pattern, on, at=provider)}
        yield book.offers(models=models or None, providers=[provider] if provider else None)


def parse_needs(text: str | None) -> frozenset[str]:
    """Return the needs in a list such as `tools,vision`.

    Raises:
        InputError: one is unknown.
    """
    needs = [need.strip() for need in (text or "").split(",") if need.strip()]
    for need in needs:
        if need not in NEEDS:
            raise InputError(f"--needs: unknown need '{need}'{nearest(need, NEEDS)}")
    return frozenset(needs)


def _matches(offer: Offer, selection: Selection) -> bool:
    if not selection.needs <= offer.takes:
        return False
    if selection.region is not None and not _served_in(offer.regions, selection.region.upper()):
        return False
    bases = {row.basis for row in offer.sheet.prices} | {row.basis for row in offer.sheet.claims}
    return selection.basis is None or selection.basis in bases


def _served_in(regions: Iterable[str], wanted: str) -> bool:
    """Whether an offer is served from the wanted region; one whose regions nobody published is not."""
    inside = EU if wanted == "EU" else {wanted}
    return not inside.isdisjoint(regions)
