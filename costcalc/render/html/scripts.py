"""The scripts that a page carries, and the policy by which a browser runs these and no other ones."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources

from costcalc.packaged import data_folder

# Observable Plot draws SVG: sharp on paper, in the colours of the page by its style sheet, with text that can be searched. uPlot
# and Chart.js are smaller, but paint on a canvas; a library on the Python side would know no screen width and no pointer.
CHARTS = ("d3/d3.min.js", "observable-plot/plot.umd.min.js", "charts.js")
WHAT_IF = ("big/big.js", "money.js", "what_if.js", "panel.js")
_POLICY = (
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
)
"""Nothing is fetched and nothing sent: the page has its style in itself, and its icon is an empty one."""


def script(name: str) -> str:
    """Return a script: one of others from the folder of packaged data, else one of this package."""
    if "/" in name:
        # An HTML parser reads every line end as \n, and the policy names the digest of what it reads.
        return (data_folder() / "vendor" / name).read_bytes().decode().replace("\r\n", "\n")
    return asset(name)


def asset(name: str) -> str:
    """Return the text of a file that comes with this package."""
    return (resources.files(__package__ or "") / "assets" / name).read_text(encoding="utf-8")


def policy(scripts: list[str]) -> str:
    """Return the Content-Security-Policy of a page that runs exactly these scripts."""
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts)
    sources = " ".join(f"'sha256-{digest}'" for digest in digests)
    return "; ".join([*_POLICY, *([f"script-src {sources}"] if sources else [])])
