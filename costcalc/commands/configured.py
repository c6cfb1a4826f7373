"""The prompts of a configuration, each at its offer: what `check` judges and `diff` compares."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from costcalc.commands.currency import asked_currency, rates_to
from costcalc.commands.prompts import DEFAULT_MODEL
from costcalc.config.checks import is_file
from costcalc.config.loading import files_of, find, load
from costcalc.errors import InputError, NothingMatchedError, UnknownNameError
from costcalc.logs.prompts import read_additions, read_prompts
from costcalc.planning.estimate import Prompt, Terms, estimates
from costcalc.planning.item import Item, item_of
from costcalc.planning.selection import Selection, select
from costcalc.planning.volume import DEFAULT_VOLUME, parse_volume
from costcalc.sheets.loading import load_book

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from costcalc.config.loading import LoadedConfig
    from costcalc.config.schema import Config, PromptGroup
    from costcalc.logs.prompts import Source
    from costcalc.planning.estimate import Estimate
    from costcalc.sheets.book import Book, Offer


CurrencyOption = Annotated[
    str | None, typer.Option("--currency", metavar="CODE", help="Currency of the results, instead of the configuration's.")
]


@dataclass(frozen=True, slots=True)
class Configured:
    """What the prompts of a configuration cost, and those that could not be read or found."""

    items: tuple[Item, ...]
    problems: tuple[tuple[str, str], ...] = ()
    """Source, and why it could not be estimated."""


def configuration(named: str | None, currency: str | None = None) -> LoadedConfig:
    """Return the configuration that is named, else the nearest above the working folder; what the command line says wins.

    Raises:
        InputError: there is none, or it is wrong.
    """
    path = Path(named).absolute() if named is not None else find(Path.cwd())
    if path is None:
        raise InputError("no costcalc.yaml here or above: write one with `costcalc init`, or name it with --config")
    stated = load(path)
    return stated if currency is None else replace(stated, currency=asked_currency(currency))


def book_of(config: Config, root: Path, sheets: Iterable[Path]) -> Book:
    """Return the book of a configuration: the packaged sheets, its own over them, and those of the command line over both."""
    return load_book(*(root / folder for folder in config.sheets), *sheets)


def items_of(config: Config, root: Path, book: Book, on: date) -> Configured:
    """Return each prompt of a configuration at its offer: the cheapest that fits of those named, or of all.

    A file that cannot be read is a problem and not an error, so that the others are judged too; a model or offer that
    nobody knows is an error.
    """
    items: list[Item] = []
    problems: list[tuple[str, str]] = []
    for group in config.prompts:
        files = files_of(group, root)
        problems += [(missed.glob, f"prompts '{group.name}': {missed.glob} {missed.reason}") for missed in files.missed]
        terms = _terms(config, group, on)
        for path in (path.as_posix() for path in files.paths):
            try:
                items.extend(_items(group, root, path, book, terms))
            except UnknownNameError as error:
                raise InputError(f"prompts '{group.name}': {error}") from error
            except (InputError, NothingMatchedError) as error:
                problems.append((path, str(error).replace(f"{root}/", "")))
    return Configured(tuple(items), tuple(problems))


def _terms(config: Config, group: PromptGroup, on: date) -> Terms:
    return Terms(
        on=on,
        currency=config.currency,
        rate=rates_to(config.currency, (), on),
        output_tokens=group.output_tokens,
        volume=parse_volume(group.requests) if group.requests is not None else DEFAULT_VOLUME,
        days_per_month=config.days_per_month,
    )


def _items(group: PromptGroup, root: Path, path: str, book: Book, terms: Terms) -> Iterator[Item]:
    for source in _sources(group, root, path):
        offers = _offers(group, source, book, terms.on)
        found = estimates(Prompt(source.name, source.request), offers, terms)
        if not found:
            yield Item(name=group.name, source=source.name, offer=None, status="unpriced", reason="no offer matches")
        else:
            yield item_of(_chosen(found), group.name)


def _chosen(found: Sequence[Estimate]) -> Estimate:
    """Return the cheapest that is ok; where none is, the first, which says why."""
    return next((each for each in found if each.status == "ok"), found[0])


def _sources(group: PromptGroup, root: Path, path: str) -> Iterator[Source]:
    def placed(name: str | None) -> str | None:
        return None if name is None else str(root / name)

    files = [image for image in group.images if is_file(image)]
    if missing := [file for file in files if not (root / file).is_file()]:
        raise InputError(
            f"image {missing[0]}: no such file: name it from the folder of the configuration, or give a size such as 1280x720"
        )
    images = [str(root / image) if is_file(image) else image for image in group.images]
    added = read_additions(system=placed(group.system), images=images, tools=placed(group.tools))
    for source in read_prompts([str(root / path)], input_format=None, sizes={}, added=added):
        yield replace(source, name=source.name.removeprefix(f"{root}/"))


def _offers(group: PromptGroup, source: Source, book: Book, on: date) -> list[Offer]:
    if group.offers:
        return [book.offer(reference, on) for reference in group.offers]
    model = group.model or source.request.model or DEFAULT_MODEL
    meant = Selection(models=[model], providers=group.providers, region=group.region, needs=frozenset(group.needs))
    return select(book, meant, on)
