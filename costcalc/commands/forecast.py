"""`costcalc forecast`: what the months of a workload cost at each offer, with the interval that they lie in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from costcalc.commands import lookups, options
from costcalc.commands.currency import asked_currency, rates_to
from costcalc.commands.output import Output
from costcalc.commands.prompts import DEFAULT_MODEL
from costcalc.config.workload import load_workload
from costcalc.errors import Exit, InputError, NothingMatchedError
from costcalc.planning.forecasting.months import later
from costcalc.planning.selection import Selection, parse_needs, select
from costcalc.sheets.loading import load_book

if TYPE_CHECKING:
    from collections.abc import Sequence

    from costcalc.config.workload import LoadedWorkload
    from costcalc.planning.forecasting.expected import ForecastTerms
    from costcalc.planning.forecasting.findings import Asked
    from costcalc.planning.forecasting.forecast import Forecast
    from costcalc.sheets.book import Book, Offer
    from costcalc.sheets.terms import Basis

_MOST_TRIALS = 1_000_000
_MOST_SEEDS = 2**63 - 1


def forecast(
    workload: Annotated[Path, typer.Argument(metavar="WORKLOAD", help="The workload file; `costcalc init workload` writes one.")],
    *,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="What if: volume.growth=8%, mix.chat.output=300 ...; repeatable."),
    ] = None,
    scenario: Annotated[
        str | None, typer.Option(metavar="NAME", help="Show this scenario of the file, and the others beside it.")
    ] = None,
    trials: Annotated[int, typer.Option(metavar="N", help="How often to draw what could have been instead.")] = 10_000,
    seed: Annotated[int, typer.Option(metavar="N", help="Of the draws: the same seed gives the same forecast.")] = 0,
    model: options.ModelOption = None,
    provider: options.ProviderOption = None,
    region: lookups.RegionOption = None,
    needs: lookups.NeedsOption = None,
    currency: Annotated[
        str | None, typer.Option(metavar="CODE", help="Currency of the results, instead of the workload's.")
    ] = None,
    fx: lookups.FxOption = None,
    basis: lookups.BasisOption = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Also show the months of every offer, not of the cheapest alone.")
    ] = False,
    sheets: options.SheetsOption = None,
    as_of: options.AsOfOption = None,
    format_: options.FormatOption = None,
    output: options.OutputOption = None,
    csv_dialect: options.CsvDialectOption = None,
    quiet: options.QuietOption = False,
    no_color: options.NoColorOption = False,
    exit_zero: options.ExitZeroOption = False,
    debug: options.DebugOption = False,  # noqa: ARG001 - remembered by its callback
) -> None:
    """Print what the months of a workload cost at each offer: P10, P50 and P90, and what that hinges on."""
    from costcalc.planning.forecasting.findings import find_out
    from costcalc.reports.forecast import forecast_report

    _check("--trials", trials, 100, _MOST_TRIALS)
    _check("--seed", seed, 0, _MOST_SEEDS)
    on = options.day(as_of)
    loaded = load_workload(workload, set_ or (), default_start=_next_month(on))
    book = load_book(*loaded.sheets, *(sheets or ()))
    loaded = loaded.known_to(book, on)
    terms = _terms(loaded, on, currency, fx or (), lookups.basis(basis))
    wanted = Selection(models=model or (), providers=provider or (), region=region, needs=parse_needs(needs), basis=terms.basis)
    shown, *others = [_asked(each, _offers(each, wanted, book, on)) for each in _scenarios(loaded, scenario)]
    found = find_out(shown, others, terms, trials=trials, seed=seed)
    Output.of(format_, output, quiet=quiet, no_color=no_color, csv_dialect=csv_dialect).write(
        forecast_report(found, explain=explain)
    )
    ended = _exit_code(found.forecast)
    if not exit_zero and ended != Exit.DONE:
        raise typer.Exit(ended)


def _check(option: str, number: int, least: int, most: int) -> None:
    if not least <= number <= most:
        raise InputError(f"{option}: {number} is not from {least:,} to {most:,}")


def _next_month(on: date) -> date:
    """Return the first day of the month after a day, where a workload without a start begins."""
    return later(on.replace(day=1), 1)


def _terms(loaded: LoadedWorkload, on: date, currency: str | None, fx: Sequence[str], basis: Basis | None) -> ForecastTerms:
    from costcalc.planning.forecasting.expected import ForecastTerms

    code = loaded.currency if currency is None else asked_currency(currency)
    budget = loaded.workload.budget
    if code != loaded.currency and (budget.monthly is not None or budget.total is not None):
        raise InputError(f"--currency {code}: the budget of {loaded.path} is in {loaded.currency}: leave one of them out")
    own = loaded.fx if code == loaded.currency else ()
    own = tuple(rate for rate in own if not any(said.strip().upper().startswith(rate.partition("=")[0] + "=") for said in fx))
    return ForecastTerms(on=on, currency=code, rate=rates_to(code, (*own, *fx), on), basis=basis)


def _scenarios(loaded: LoadedWorkload, shown: str | None) -> list[LoadedWorkload]:
    """Return the workload as it is to be shown, and then as it is otherwise."""
    others = [loaded.in_scenario(name) for name in loaded.scenarios if name != shown]
    return [loaded, *others] if shown is None else [loaded.in_scenario(shown), loaded, *others]


def _asked(loaded: LoadedWorkload, offers: Sequence[Offer]) -> Asked:
    from costcalc.planning.forecasting.findings import Asked

    return Asked(
        scenario=loaded.scenario,
        workload=loaded.workload,
        moved=lambda path, number: loaded.moved(path, number).workload,
        offers=offers,
    )


def _offers(loaded: LoadedWorkload, wanted: Selection, book: Book, on: date) -> Sequence[Offer]:
    """Return the offers that are meant: those of the command line, else of the file, else of the default model."""
    own = loaded.selection
    if loaded.offers and not wanted.models:
        if wanted.providers or wanted.region or wanted.needs:
            raise InputError(f"{loaded.path}: names its offers, which say where already: drop --provider, --region, --needs")
        return [book.offer(name, on) for name in loaded.offers]
    selection = Selection(
        models=wanted.models or own.models or (DEFAULT_MODEL,),
        providers=wanted.providers or own.providers,
        region=wanted.region or own.region,
        needs=wanted.needs or own.needs,
        basis=wanted.basis,
    )
    offers = select(book, selection, on)
    if not offers:
        raise NothingMatchedError(f"{loaded.path}: no offer of {', '.join(selection.models)} matches the filters: loosen them")
    return offers


def _exit_code(found: Forecast) -> Exit:
    """Return yes where any offer serves the workload within its budget, else no or cannot decide."""
    ranked = [offer for offer in found.offers if offer.expected.status == "ok"]
    if any(not offer.over for offer in ranked):
        return Exit.DONE
    undecided = not ranked and any(offer.expected.status in {"unpriced", "retired"} for offer in found.offers)
    return Exit.UNDECIDED if undecided else Exit.NO
