"""Print the oldest version of each dependency that pyproject.toml allows, as pip wants it: `pip install $(python ...)`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def main() -> None:
    """Print one requirement a line."""
    stated = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]
    for requirement in stated:
        if ";" not in requirement:
            print(re.sub(r">=([\d.]+).*", r"==\1", requirement))


if __name__ == "__main__":
    main()
