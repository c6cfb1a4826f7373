"""The book: every provider, model and offer, found by any of their names on any day."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from costcalc.errors import UnknownNameError
from costcalc.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from costcalc.sheets.model_list import Model
    from costcalc.sheets.schema import Alias, OfferSheet, Sheet, Template


@dataclass(frozen=True, slots=True)
class Offer:
    """A model at a provider, with all that the sheet says of it."""

    provider: Sheet
    """The provider's sheet without its offers."""
    model: Model
    sheet: OfferSheet
    name: str
    """`provider/model`, or `provider:id` where that would mean another offer."""
    counted_as: Model | None = None
    """The model whose tokens bills still show, on the day on which a name moved; None: the model's own."""

    @property
    def counting(self) -> Model:
        """The model that requests are counted for."""
        return self.counted_as or self.model

    @property
    def regions(self) -> tuple[str, ...]:
        """Where it is served."""
        return self.provider.regions if self.sheet.regions is None else self.sheet.regions

    @property
    def template(self) -> Template | None:
        """What the host adds around a request, as far as it was measured."""
        return self.sheet.template or self.provider.template

    @property
    def verified(self) -> str | None:
        """The evidence that counts equal recorded bills of this host."""
        return self.sheet.verified or self.provider.verified

    @property
    def takes(self) -> frozenset[str]:
        """What a request may hold, as far as known: `text`, `vision`, `tools` ..."""
        inputs = self.model.inputs if self.sheet.inputs is None else self.sheet.inputs
        features = self.model.features if self.sheet.features is None else self.sheet.features
        seeing = {"vision"} if "image" in inputs else set()
        return frozenset({*inputs, *features, *seeing})


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the book's index; the sheet itself is unpacked when it is asked for."""

    provider: str
    model: str
    names: tuple[str, ...]
    """The provider's ids, the main one first."""
    name: str
    """The name of the offer."""
    packed: bytes


@dataclass(frozen=True, slots=True)
class Book:
    """Every provider, model and offer."""

    providers: dict[str, Sheet]
    models: dict[str, Model]
    entries: tuple[Entry, ...]
    names: dict[str, str]
    """The model behind each of the names that models have, in lower case."""

    def offers(self, *, models: Collection[str] | None = None, providers: Collection[str] | None = None) -> list[Offer]:
        """Return the offers of these models at these providers; None means all."""
        return [
            self.unpack(entry)
            for entry in self.entries
            if (models is None or entry.model in models) and (providers is None or entry.provider in providers)
        ]

    def unpack(self, entry: Entry) -> Offer:
        """Return the offer behind a line of the index."""
        sheet: OfferSheet = pickle.loads(entry.packed)  # noqa: S301 - packed by this class, in memory or in the user's own cache
        return Offer(self.providers[entry.provider], self.models[entry.model], sheet, entry.name)

    def offer(self, reference: str, on: date) -> Offer:
        """Return the offer `provider/model`, `provider/alias` or `provider:id`; the first `/` or `:` splits.

        Raises:
            UnknownNameError: there is none on that day; names the nearest.
        """
        cut = min((at for at in (reference.find("/"), reference.find(":")) if at > 0), default=-1)
        if cut < 0:
            raise UnknownNameError(f"'{reference}' is no offer: write provider/model, such as mistral/mistral-small-latest")
        provider, name = reference[:cut], reference[cut + 1 :]
        self.check_providers([provider])
        alias = alias_on(self.providers[provider].aliases, name, on)
        entry = self._at(provider, alias.model if alias else name, by_id=reference[cut] == ":" and alias is None)
        if entry is None:
            meaning = f" ({alias.model})" if alias else ""
            known = nearest(name, self._names_at(provider) - {name})
            raise UnknownNameError(f"{provider} has no offer '{name}'{meaning} on {on}{known}")
        return self.as_counted(self.unpack(entry), [name], on)

    def as_counted(self, offer: Offer, names: Iterable[str], on: date) -> Offer:
        """Return an offer asked for by these names, counted as the model before where one of them moved to it that very day."""
        aliases = self.providers[offer.provider.provider].aliases
        for name in names:
            alias = alias_on(aliases, name, on)
            if (
                alias is not None
                and alias.model == offer.model.model
                and alias.counted_from is not None
                and on < alias.counted_from
            ):
                before = alias_on(aliases, name, (alias.from_ or on) - timedelta(days=1))
                return replace(offer, counted_as=self.models[before.model]) if before else offer
        return offer

    def _at(self, provider: str, name: str, *, by_id: bool) -> Entry | None:
        """Return the offer of a name: a model's, else the provider's own id, else what other catalogues call a model."""
        own = [entry for entry in self.entries if entry.provider == provider]
        folded = name.lower()
        same_model = [] if by_id else [entry for entry in own if entry.model.lower() == folded]
        same_id = [entry for entry in own if folded in {known.lower() for known in entry.names}]
        same_weights = [] if by_id else [entry for entry in own if entry.model == self.names.get(folded)]
        return next(iter((*same_model, *same_id, *same_weights)), None)

    def _names_at(self, provider: str) -> set[str]:
        own = {name for entry in self.entries if entry.provider == provider for name in (entry.model, *entry.names)}
        return own | {alias.name for alias in self.providers[provider].aliases}

    def models_like(self, pattern: str, on: date, *, at: str | None = None) -> list[str]:
        """Return the models that a name, a glob, an alias on that day, or a provider's id stands for.

        `at` is a provider whose own aliases and ids come first: `pixtral-12b` is a model, and at Mistral an id that moved to
        another; `mistralai/Mistral-Small-24B-Instruct` is Small 3, and at IONOS Small 3.2.

        Raises:
            UnknownNameError: none; names the nearest.
        """
        if at is not None and (meant := self._meant_at(at, pattern, on)):
            return [meant]
        folded = pattern.lower()
        if any(sign in pattern for sign in "*?["):
            found = sorted({model for name, model in self.names.items() if fnmatchcase(name, folded)})
        else:
            found = self._model_named(pattern, on)
        if not found:
            raise UnknownNameError(f"unknown model '{pattern}'{nearest(pattern, self._all_names())}")
        return found

    def _meant_at(self, provider: str, name: str, on: date) -> str | None:
        """Return the model that a provider itself calls so: by an alias of that day, by the model's name, by an id."""
        if alias := alias_on(self.providers[provider].aliases, name, on):
            return alias.model
        entry = self._at(provider, name, by_id=False)
        return entry.model if entry else None

    def _model_named(self, name: str, on: date) -> list[str]:
        folded = name.lower()
        if folded in self.names:
            return self._spelled(name) or [self.names[folded]]
        makers_first = sorted(self.providers.values(), key=lambda provider: provider.kind != "maker")
        for provider in makers_first:
            if alias := alias_on(provider.aliases, name, on):
                return [alias.model]
        return sorted({entry.model for entry in self.entries if folded in {known.lower() for known in entry.names}})

    def _spelled(self, name: str) -> list[str]:
        """Return the models with an id of just these capitals, where the model that is called so is spelled otherwise."""
        known = self.models[self.names[name.lower()]]
        if name in {known.model, *known.names}:
            return []
        return sorted({entry.model for entry in self.entries if name in entry.names})

    def _all_names(self) -> set[str]:
        names = {name for model in self.models.values() for name in (model.model, *model.names)}
        names.update(alias.name for provider in self.providers.values() for alias in provider.aliases)
        names.update(name for entry in self.entries for name in entry.names)
        return names

    def check_providers(self, names: Iterable[str]) -> None:
        """Raise UnknownNameError where a name is no provider's; names the nearest."""
        for name in names:
            if name not in self.providers:
                raise UnknownNameError(f"unknown provider '{name}'{nearest(name, self.providers)}")


def alias_on(aliases: Iterable[Alias], name: str, on: date) -> Alias | None:
    """Return the row that says what a provider's name stands for on a day: the latest that has begun and not ended."""
    begun = [alias for alias in aliases if alias.name.lower() == name.lower() and (alias.from_ or date.min) <= on]
    latest = max(begun, key=lambda alias: alias.from_ or date.min, default=None)
    if latest is None or (latest.until is not None and on >= latest.until):
        return None
    return latest


def bind(sheets: Iterable[Sheet], models: Iterable[Model]) -> Book:
    """Return the book of these sheets and models."""
    providers: dict[str, Sheet] = {}
    entries: list[Entry] = []
    for sheet in sheets:
        providers[sheet.provider] = replace(sheet, offers=())
        entries.extend(_entries(sheet))
    listed = list(models)
    names = {name.lower(): model.model for model in listed for name in (model.model, *model.names)}
    return Book(providers, {model.model: model for model in listed}, tuple(entries), names)


def _entries(sheet: Sheet) -> Iterator[Entry]:
    """Yield the offers of a sheet, named so that the name means the same offer on every day."""
    aliases = {alias.name.lower() for alias in sheet.aliases}
    taken = set(aliases)
    for offer in sheet.offers:
        ids = (offer.id, *offer.names)
        lasting = next((name for name in ids if name.lower() not in aliases), offer.id)
        name = f"{sheet.provider}:{lasting}" if offer.model.lower() in taken else f"{sheet.provider}/{offer.model}"
        yield Entry(sheet.provider, offer.model, ids, name, pickle.dumps(offer, protocol=5))
        taken.add(offer.model.lower())
