"""JSON: the document behind a versioned schema, in ASCII, so that no terminal, locale or file name can break it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from costcalc.version import __version__

if TYPE_CHECKING:
    from costcalc.render.report import Look, Report


def render(report: Report, _look: Look) -> str:
    """Return the document with its schema and the version that wrote it."""
    document = {"schema": report.schema, "costcalc": __version__, **report.document}
    return json.dumps(document, indent=2) + "\n"
