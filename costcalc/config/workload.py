"""Read a workload file, with its scenarios and what is said otherwise, and return it as values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from costcalc import money
from costcalc.config import checks, overrides, workload_checks, workload_values
from costcalc.config.overrides import SCENARIOS, Override
from costcalc.config.workload_schema import WorkloadFile
from costcalc.config.workload_sources import Sources
from costcalc.config.workload_values import Origin
from costcalc.errors import InputError
from costcalc.planning.selection import Selection
from costcalc.sheets import conformity, yaml_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    from costcalc.planning.workload import Workload
    from costcalc.sheets.book import Book
    from costcalc.sheets.conformity import Problem
    from costcalc.sheets.yaml_file import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedWorkload:
    """A workload, what it is asked of, and the means to say parts of it otherwise."""

    path: Path
    workload: Workload
    selection: Selection
    """Models, providers, region and needs; no model is named: the default one."""
    offers: tuple[str, ...]
    """Offers that are named instead; then the selection is empty."""
    currency: str
    """The currency of results, and of the workload's budget."""
    fx: tuple[str, ...]
    """Rates as `--fx` takes them, `EUR=1.12`: one EUR in `currency`."""
    sheets: tuple[Path, ...]
    """Folders of own sheets, later over earlier."""
    scenarios: tuple[str, ...]
    """Names of the file's scenarios, in its order."""
    scenario: str | None = None
    """The one that this is."""
    said: tuple[Override, ...] = ()
    """What was said otherwise on the command line; it goes over a scenario."""
    _origin: Origin = field(repr=False)

    def with_overrides(self, values: Mapping[str, Any]) -> LoadedWorkload:
        """Return the workload with values said otherwise, each by its path; sample files are not read again.

        Raises:
            InputError: a path leads nowhere, or a value does not fit; names `--set PATH`.
        """
        more = tuple(overrides.said(path, value) for path, value in values.items())
        return self._again(self.scenario, (*self.said, *more))

    def moved(self, path: str, number: Decimal) -> LoadedWorkload:
        """Return the workload with one of its `workload.places` known to be a number."""
        text = money.plain(number)
        return self.with_overrides({path: f"{text}/{self.workload.traffic.per}" if path == "volume.arrivals" else text})

    def in_scenario(self, name: str) -> LoadedWorkload:
        """Return the workload as a scenario has it, and what was said on the command line over that.

        Raises:
            InputError: the file has no such scenario; names the nearest.
        """
        return self._again(name, self.said)

    def known_to(self, book: Book, on: date) -> LoadedWorkload:
        """Return the workload with every offer that it names under the name of its sheet, so that an alias means it too.

        Raises:
            InputError: a sheet of its own names no folder, or the book knows no such offer; names the line and the nearest.
        """
        return _loaded(replace(self._origin, offer_name=lambda text: book.offer(text, on).name), self.scenario, self.said)

    def _again(self, scenario: str | None, said: tuple[Override, ...]) -> LoadedWorkload:
        return _loaded(self._origin, scenario, said)


def load_workload(path: Path, said: Sequence[str] = (), *, default_start: date) -> LoadedWorkload:
    """Return what a workload file says; `said` are `--set PATH=VALUE`, `default_start` is for one that has no `start`.

    Raises:
        InputError: the file, one of its scenarios, a file that it names or what is said is wrong; the first problem with
            file, line, place and fix.
    """
    plain = _loaded(Origin(yaml_file.read(path), Sources(path.parent), default_start))
    for name in plain.scenarios:
        plain.in_scenario(name)
    return plain._again(None, tuple(overrides.stated(text) for text in said)) if said else plain  # noqa: SLF001


def _loaded(origin: Origin, scenario: str | None = None, said: tuple[Override, ...] = ()) -> LoadedWorkload:
    document = origin.document
    changes = [*(overrides.scenario(document, scenario) if scenario is not None else ()), *said]
    try:
        changed = overrides.overlaid(document, changes, WorkloadFile) if changes else document
        file = conformity.load(WorkloadFile, changed, _problems_of(changed))
        values = workload_values.of_file(file, replace(origin, document=changed))
    except InputError as error:
        raise _in_the_name_of(changes, error) from None
    models = (file.model,) if file.model is not None else ()
    return LoadedWorkload(
        path=document.path,
        workload=values.workload,
        selection=Selection(models=models, providers=file.providers, region=file.region, needs=frozenset(file.needs)),
        offers=values.offers,
        currency=file.currency,
        fx=tuple(f"{code}={money.plain(rate)}" for code, rate in (file.fx or {}).items()),
        sheets=values.sheets,
        scenarios=tuple(file.scenarios or ()),
        scenario=scenario,
        said=said,
        _origin=origin,
    )


def _problems_of(document: Document) -> Any:  # noqa: ANN401
    def problems(file: WorkloadFile) -> Iterator[Problem]:
        for place, message in checks.without_value(document.data):
            if not (place[0] == SCENARIOS and len(place) == 3):  # there it leaves a key out
                yield place, message
        yield from workload_checks.problems(file)

    return problems


def _in_the_name_of(changes: Sequence[Override], error: InputError) -> InputError:
    """Return the error of a workload that was right before the changes, naming those that it does not name itself.

    What was said on the command line and is wrong only in a scenario, as the file is right without it, has that scenario named.
    """
    said = str(error)
    named = next((change.label for change in changes if said.startswith(change.origin)), None)
    labels = dict.fromkeys(change.label for change in changes)
    if named is not None:
        labels = {label: None for label in labels if label != named and label.startswith(overrides.SCENARIO)}
    return InputError(f"{said} (with {', '.join(labels)})") if labels else error
