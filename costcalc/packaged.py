"""Where the data that comes with costcalc lies: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

from costcalc.errors import CostcalcError


def data_folder() -> Path:
    """Return the folder of packaged sheets, models and examples.

    An editable install leaves a stale copy in site-packages, so only the imported package's own surroundings are looked at.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "_data", package.parent / "data"):
        if (folder / "providers").is_dir():
            return folder
    raise CostcalcError(f"{package}: the packaged price sheets are missing: install costcalc again")
