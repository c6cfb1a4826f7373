"""Findings for tests of the formats that show a line each."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from costcalc.render.report import Column, Finding, Report, Table

FAIL = Finding("unit cost", "fail", "0.0013 USD a request, the most is 0.001 USD", source="prompts/a.md")
UNKNOWN = Finding("bill", "unknown", "no price is published", source="costcalc.yaml", line=9)
PASS = Finding("bill", "pass", "260.70 USD a month, the most is 500 USD")
WARNED = Finding("no surprise", "fail", "+12 % a month, the most is 10 %", level="warn")
UNSURE = Finding("fresh", "unknown", "the price names no day", level="warn")

_PLACES = st.none() | st.text() | st.sampled_from(["a.md", "::error::", "a:b,c%0A"])
ANY = st.builds(
    Finding,
    st.text() | st.sampled_from(["a", "a (2)"]),
    st.sampled_from(["pass", "fail", "unknown"]),
    st.text(),
    level=st.sampled_from(["deny", "warn"]),
    source=_PLACES,
    line=st.none() | st.integers(1),
)
"""Any finding, with texts that a configuration, a file name or an attacker could bring."""


def report(*findings: Finding, heading: str = "A heading.", rows: int = 1) -> Report:
    """Return a report of findings with a table of so many rows."""
    table = Table("A title:", (Column("name", "Name"), Column("cost", "Cost", "money")), (("a|b", Decimal("0.5")),) * rows)
    return Report("costcalc/check/1", {}, heading, table, (table,), ("A note.",), findings)
