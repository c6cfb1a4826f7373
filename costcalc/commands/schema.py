"""`costcalc schema`: the JSON Schema of sheets, the model list, costcalc.yaml, workloads, and of what costcalc prints."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from costcalc.commands import options
from costcalc.commands.output import show
from costcalc.errors import InputError
from costcalc.nearest import nearest
from costcalc.packaged import data_folder

if TYPE_CHECKING:
    from pathlib import Path

YAML = ("sheet", "models", "config", "workload")


def schema(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Which one; without it, the names are listed.")] = None,
    *,
    debug: options.DebugOption = False,  # noqa: ARG001 - remembered by its callback
) -> None:
    """Print the JSON Schema of a sheet, the models, costcalc.yaml, a workload, or a command's JSON; without a name, list them."""
    documents = {path.stem: path for path in sorted((data_folder() / "schemas").glob("*.json"))}
    names = (*YAML, *documents)
    if name is None:
        show("\n".join(names) + "\n")
        return
    if name not in names:
        raise InputError(f"unknown schema '{name}'{nearest(name, names)}")
    show(json.dumps(_schema(name, documents), indent=2) + "\n")


def _schema(name: str, documents: dict[str, Path]) -> dict[str, Any]:
    if name in documents:
        stored: dict[str, Any] = json.loads(documents[name].read_text(encoding="utf-8"))
        return stored
    if name in {"config", "workload"}:
        from costcalc.config import editing

        return editing.json_schema() if name == "config" else editing.workload_schema()
    from costcalc.sheets.model_list import ModelList
    from costcalc.sheets.schema import Sheet
    from costcalc.sheets.validation import json_schema

    return json_schema(Sheet if name == "sheet" else ModelList)
