"""JSON inside a prompt: written and read the way providers do."""

from __future__ import annotations

import json
from typing import Any

from costcalc.errors import InputError


def dumps(value: Any) -> str:  # noqa: ANN401
    """Return JSON as providers put it into a prompt: a space behind `,` and `:`, keys as sent, nothing escaped.

    Raises:
        InputError: it is nested too deeply, or holds what JSON cannot say.
    """
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        raise InputError("JSON in it is nested too deeply to be counted") from None
    except (TypeError, ValueError) as error:
        raise InputError(f"it cannot be written as JSON: {error}") from None


def parsed(text: str) -> Any:  # noqa: ANN401
    """Return the value that a JSON text states, or the text itself where it is none.

    Raises:
        InputError: it is nested too deeply, or holds a number with more digits than Python reads.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text
    except RecursionError:
        raise InputError("JSON in it is nested too deeply to be counted") from None
    except ValueError:
        raise InputError("a number in it has too many digits to be counted") from None
