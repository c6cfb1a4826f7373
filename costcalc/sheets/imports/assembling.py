"""From records to sheets and models: each offer under its provider, each model under one name, nothing said twice."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from costcalc.sheets import checks
from costcalc.sheets.imports.naming import Known, model_of, new_model
from costcalc.sheets.imports.providers import header, short_name
from costcalc.sheets.imports.record import Problem
from costcalc.sheets.imports.rows import claim_of
from costcalc.sheets.yaml_file import spell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from costcalc.sheets.imports.record import Origin, Parsed, Record
    from costcalc.sheets.model_list import Model
    from costcalc.sheets.schema import OfferSheet, Sheet


@dataclass(frozen=True, slots=True)
class Imported:
    """Sheets and models ready to be written, and what is not in them with the reason why."""

    sheets: tuple[Sheet, ...]
    models: tuple[Model, ...]
    """Those that the book does not know."""
    problems: tuple[Problem, ...]
    left_out: tuple[Problem, ...]

    @property
    def offers(self) -> int:
        """How many offers there are."""
        return sum(len(sheet.offers) for sheet in self.sheets)


def assembled(parsed: Parsed, known: Known, origin: Origin) -> Imported:
    """Return the sheets of what a source states; an offer that no sheet can hold is a problem."""
    by_provider: dict[str, dict[str, Record]] = defaultdict(dict)
    left_out, problems = list(parsed.left_out), list(parsed.problems)
    for record in parsed.records:
        offers, ident = by_provider[short_name(record.provider)], record.offer.id.lower()
        if ident in offers:
            offers[ident], repeated = _merged(offers[ident], record)
            left_out.append(repeated)
        else:
            offers[ident] = record
    sheets, models = [], dict[str, "Model"]()
    for provider in sorted(by_provider):
        top = header(provider, next(iter(by_provider[provider].values())).provider_name, known.providers)
        named = [_named(provider, record, known, origin, models) for record in by_provider[provider].values()]
        sound, unsound = _sound(replace(top, offers=tuple(_in_currency(named, top))), [*by_provider[provider].values()])
        problems += unsound
        if sound.offers:
            sheets.append(sound)
    used = {offer.model for sheet in sheets for offer in sheet.offers}
    new = tuple(models[name] for name in sorted(models) if name in used)
    return Imported(tuple(sheets), new, tuple(problems), tuple(left_out))


def _merged(first: Record, second: Record) -> tuple[Record, Problem]:
    """Return the record of an id that is stated twice: the fuller one, with what the other says differently as a claim."""
    kept, other = (second, first) if _size(second.offer) > _size(first.offer) else (first, second)
    name = f"{other.key} (as {kept.key})"
    if _base(kept.offer) == _base(other.offer):
        return kept, Problem(name, "the same id stated twice, alike")
    claims = [claim_of(row, f"{other.key} of the same source says otherwise") for row in other.offer.prices]
    offer = replace(kept.offer, claims=(*kept.offer.claims, *claims, *other.offer.claims))
    return replace(kept, offer=offer), Problem(name, "the same id stated twice, with other rates: kept as a claim")


def _base(offer: OfferSheet) -> list[tuple[Decimal | None, ...]]:
    return [(row.input, row.output, row.cached_input) for row in (*offer.prices, *offer.claims)]


def _size(offer: OfferSheet) -> int:
    return len(offer.prices) * 100 + sum(len(row.services) + len(row.tiers) + len(row.other or ()) for row in offer.prices)


def _named(provider: str, record: Record, known: Known, origin: Origin, models: dict[str, Model]) -> OfferSheet:
    """Return the offer of a record with its model's name; a model that nobody knows is added to the models."""
    name = model_of(provider, record.offer.id, known)
    if name is None:
        model = new_model(provider, record, origin)
        name = known.models.get(model.model)
        if name is None:
            name = models.setdefault(model.model, model).model
    return replace(record.offer, model=name)


def _in_currency(offers: Iterable[OfferSheet], top: Sheet) -> Iterator[OfferSheet]:
    """Yield the offers, their rows naming the dollar where the provider bills in something else."""
    for offer in offers:
        if top.currency == "USD":
            yield offer
        else:
            prices = tuple(replace(row, currency="USD") for row in offer.prices)
            yield replace(offer, prices=prices, claims=tuple(replace(row, currency="USD") for row in offer.claims))


def _sound(sheet: Sheet, records: Sequence[Record]) -> tuple[Sheet, list[Problem]]:
    """Return the sheet with the offers that pass every check, in order, and a problem for each of the others."""
    offers: list[OfferSheet] = []
    problems: list[Problem] = []
    taken = {offer.id.lower() for offer in sheet.offers}
    for record, offer in zip(records, sheet.offers, strict=True):
        names = dict.fromkeys(name for name in offer.names if name.lower() not in taken)
        taken |= {name.lower() for name in names}
        alone = replace(sheet, offers=(replace(offer, names=tuple(names)),))
        found = next(iter(checks.problems(alone)), None)
        if found is not None:
            problems.append(Problem(record.key, f"{spell(found[0][2:])}: {found[1]}"))
        else:
            offers += alone.offers
    # The shortest id of a model comes first, for it is the one that `provider/model` names.
    return replace(sheet, offers=tuple(sorted(offers, key=lambda offer: (offer.model, len(offer.id), offer.id)))), problems
