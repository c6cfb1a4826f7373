"""`costcalc prices refresh`: what the configured feeds say otherwise than the book, added as dated rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from costcalc import clock
from costcalc.commands import options
from costcalc.commands.imports import write_into
from costcalc.commands.output import Output
from costcalc.errors import Exit, InputError
from costcalc.packaged import data_folder
from costcalc.pricing.refresh import changes
from costcalc.reports.prices_refresh import FeedRead, Refreshed, refresh_report
from costcalc.sheets.imports.feeds import read_feeds
from costcalc.sheets.imports.folder import holds_sheets, refresh_texts
from costcalc.sheets.imports.importing import import_raw
from costcalc.sheets.imports.reading import fetch, read_file, read_installed
from costcalc.sheets.loading import load_book

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from costcalc.pricing.refresh import Change
    from costcalc.sheets.book import Book
    from costcalc.sheets.imports.feeds import Feed
    from costcalc.sheets.imports.reading import Raw
    from costcalc.sheets.model_list import Model
    from costcalc.sheets.schema import OfferSheet


def refresh(
    *,
    into: Annotated[
        Path | None, typer.Option("--into", metavar="DIR", help="Folder of your own sheets that rows are added to.")
    ] = None,
    feeds: Annotated[
        Path | None, typer.Option("--feeds", metavar="FILE", help="YAML file that names the feeds; default the packaged one.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the differences, write nothing.")] = False,
    from_network: Annotated[bool, typer.Option("--from-network", help="Read also the feeds that name a url.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 where a record of a feed could not be taken.")] = False,
    sheets: options.SheetsOption = None,
    format_: options.FormatOption = None,
    output: options.OutputOption = None,
    csv_dialect: options.CsvDialectOption = None,
    quiet: options.QuietOption = False,
    no_color: options.NoColorOption = False,
    debug: options.DebugOption = False,  # noqa: ARG001 - remembered by its callback
) -> None:
    """Print what the configured feeds say otherwise than the price book, and add it to your own sheets as dated rows.

    A changed price is a row on top of the one that it ends; rows that stand there are never touched. A price is only followed
    by one with at least as good a source: what a worse source says becomes a claim.
    """
    if into is None and not dry_run:
        raise InputError("--into: name the folder of your own sheets that rows are added to, or look first with --dry-run")
    own = [*(sheets or ()), *([into] if into is not None and holds_sheets(into) else [])]
    run = _Run(load_book(*own), clock.today(), from_network=from_network)
    found = [change for feed in read_feeds(feeds or data_folder() / "feeds.yaml") for change in run.changes(feed)]
    shown = Output.of(format_, output, quiet=quiet, no_color=no_color, csv_dialect=csv_dialect)
    shown.places()  # what cannot be shown is refused before sheets are written
    files: list[str] = []
    if into is not None and not dry_run:
        additions = [addition for change in found for addition in change.additions]
        texts = refresh_texts(additions, run.models.values(), into, "Own sheets, added to by costcalc prices refresh.")
        files = [str(path) for path in texts]
        write_into(into, texts)
    done = Refreshed(feeds=run.read, changes=found, not_taken=len(run.not_taken - run.new), files=files, dry_run=dry_run)
    shown.write(refresh_report(done))
    if strict and any(feed.problems for feed in run.read):
        raise typer.Exit(Exit.NO)


class _Run:
    """Reads one feed after the other, and remembers what came of each."""

    def __init__(self, book: Book, today: date, *, from_network: bool) -> None:
        self.book, self.today, self.from_network = book, today, from_network
        self.read: list[FeedRead] = []
        self.models: dict[str, Model] = {}
        self.not_taken: set[str] = set()
        self.new: set[str] = set()
        self.grown: dict[str, OfferSheet] = {}

    def changes(self, feed: Feed) -> Iterator[Change]:
        """Yield what a feed says otherwise than the book as the feeds before leave it; a new offer is the first one's."""
        if feed.url is not None and not self.from_network:
            self.read.append(FeedRead(feed=feed.place, reason="not read: --from-network reads it"))
            return
        origin, imported = import_raw(feed.kind, self._raw(feed), self.book, checked=feed.checked, today=self.today)
        self.models |= {model.model: model for model in imported.models}
        taken = [feed.taken(sheet) for sheet in imported.sheets]
        offers, problems = sum(len(sheet.offers) for sheet in taken), len(imported.problems)
        self.read.append(
            FeedRead(feed=feed.place, source=origin.source, checked=origin.checked, offers=offers, problems=problems)
        )
        for change in changes(taken, self.book, origin.checked, self.grown):
            if change.status != "new":
                self.grown[change.name] = change.grown(self.grown.get(change.name, change.offer))
                yield change
            elif not feed.new:
                self.not_taken.add(change.name)
            elif change.name not in self.new:
                self.new.add(change.name)
                yield change

    def _raw(self, feed: Feed) -> Raw:
        if feed.url is not None:
            return fetch(feed.kind, feed.url, self.today)
        return read_installed(feed.kind) if feed.file is None else read_file(feed.kind, Path(feed.file))
