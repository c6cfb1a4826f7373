"""The command line: it registers the commands, and ends each with a clear line and the right exit code."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from costcalc.commands.options import DEBUG
from costcalc.errors import CostcalcError, Exit, UnknownNameError
from costcalc.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Group:
    """Commands under a common first word."""

    about: str
    commands: Mapping[str, str]


COMMANDS: Mapping[str, str | Group] = {
    "estimate": "cost per request and per month of a prompt on every offer that fits",
    "count": "tokens of a prompt, with the ledger under --explain",
    "fit": "what fits in one request on each offer, and in how many chunks what does not",
    "forecast": "cost by month of a workload, with an interval, scenarios and what it hinges on",
    "check": "budgets in CI: verdict, reasons, annotations",
    "diff": "what changed between two runs, and why",
    "init": "a commented costcalc.yaml to start from",
    "prices": Group(
        "The price book: who charges what, since when, and who says so.",
        {
            "list": "every offer with its price, ranked",
            "show": "everything known about one offer, with sources",
            "history": "the prices of one offer over time",
            "conflicts": "sources that disagree, and why",
            "lint": "check sheets: schema, plausibility, age, history",
            "import": "other price data into sheets of one's own",
            "refresh": "what feeds say by now, appended to one's own sheets",
            "path": "where sheets and cache lie",
        },
    ),
    "models": Group(
        "The models: what they are, who serves them, what follows them.",
        {
            "list": "every model with its offers",
            "show": "one model: limits, capabilities, lifecycle, alternatives",
            "compare": "models or offers side by side",
        },
    ),
    "schema": "the JSON Schema of sheets and of what costcalc prints",
}
"""Each name is a module of `costcalc.commands` with a function of that name; only the one that is called is imported."""


def command_names(table: Mapping[str, str | Group] = COMMANDS) -> Iterator[str]:
    """Yield every command as it is typed, `estimate` or `prices list`."""
    for name, about in table.items():
        if isinstance(about, Group):
            yield from (f"{name} {inner}" for inner in about.commands)
        else:
            yield name


class _Commands(TyperGroup):
    """A group that imports a command when it is called."""

    table: Mapping[str, str | Group] = COMMANDS
    package = "costcalc.commands"

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]  # noqa: ARG002
        return [*self.table]

    def get_command(self, ctx: typer.Context, cmd_name: str) -> Any:  # type: ignore[override]  # noqa: ANN401, ARG002
        if cmd_name not in self.table:
            raise UnknownNameError(f"unknown command '{cmd_name}'{nearest(cmd_name, self.table)}")
        return self._load(cmd_name, self.table[cmd_name])

    def _load(self, name: str, about: str | Group) -> Any:  # noqa: ANN401
        package = f"{self.package}.{name}"
        if isinstance(about, Group):
            group = _Commands(name=name, help=about.about, no_args_is_help=True, rich_markup_mode=None)
            group.table, group.package = about.commands, package
            return group
        module = import_module(package)
        # A function whose name Python keeps for itself stands in its module with an underscore behind it.
        function = getattr(module, name, None) or getattr(module, f"{name}_")
        single = typer.Typer(add_completion=False, rich_markup_mode=None)
        single.command(name=name, short_help=about)(function)
        return get_command(single)


class _Boundary(_Commands):
    """The outermost group, which turns every way to fail into one line and an exit code."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # noqa: ANN401
        try:
            return super().invoke(ctx)
        except (typer.Exit, typer.Abort):
            raise
        except BrokenPipeError:
            from costcalc.commands.output import abandon_screen

            abandon_screen()
            raise typer.Exit(Exit.DONE) from None
        except Exception as error:
            if isinstance(error, typer.TyperException) and "\n" in error.format_message():
                raise  # a page of help, where a group is called without a command
            if ctx.meta.get(DEBUG):
                import traceback

                traceback.print_exc()
            message, code = _ending(error)
            _say(message)
            raise typer.Exit(code) from None


def _ending(error: Exception) -> tuple[str, int]:
    """Return the line that tells a user of an error, and the exit code."""
    match error:
        case CostcalcError():
            return str(error), error.exit_code
        case typer.TyperException():
            return error.format_message(), Exit.BAD_INPUT
        case _:
            said = " ".join(str(error).split())
            return f"a bug in costcalc: {type(error).__name__}: {said} (--debug shows where)", Exit.BUG


def _say(message: str) -> None:
    from costcalc.render.cells import printable

    sys.stderr.write(f"costcalc: {printable(message)}\n")


app = typer.Typer(
    cls=_Boundary,
    name="costcalc",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from costcalc.version import __version__

        sys.stdout.write(f"costcalc {__version__}\n")
        raise typer.Exit


@app.callback()
def costcalc(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Tell what an LLM workload costs, and whether it fits, before a request is sent: exactly, offline, from dated prices."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit."""
    app(arguments, prog_name="costcalc")
