"""Read JSONL record by record, however large the file is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from costcalc.errors import InputError
from costcalc.logs.text_file import decoded, parsed

if TYPE_CHECKING:
    from collections.abc import Iterator


def json_lines(path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each record of a JSONL file with its place, `usage.jsonl:17`; empty lines are passed over.

    Raises:
        InputError: the file cannot be read, or a line is no JSON object; names the line.
    """
    try:
        with Path(path).open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    place = f"{path}:{number}"
                    yield place, _record(decoded(line, place), place)
    except IsADirectoryError as error:
        raise InputError(f"{path}: is a folder: name the files in it") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from error
    except ValueError as error:  # a name that no file can have
        raise InputError(f"{path!r}: cannot be read: {error}") from error


def _record(text: str, place: str) -> dict[str, Any]:
    record = parsed(text, place)
    if not isinstance(record, dict):
        raise InputError(f"{place}: is no JSON object: write one a line, {{...}}")
    return record
