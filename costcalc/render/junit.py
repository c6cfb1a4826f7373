"""JUnit XML for CI: a test case a finding, the same bytes for the same report, no times."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from costcalc.render.cells import printable
from costcalc.render.findings import decides, located

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from costcalc.render.report import Finding, Look, Report

_NO_XML = re.compile("[\ufffe\uffff]")  # printable text is free of whatever else XML 1.0 forbids
_TAGS = {"fail": "failure", "unknown": "error"}


def render(report: Report, _look: Look) -> str:
    """Return one suite of the report's findings, empty where nothing was judged.

    It keeps to what the schemas of Jenkins' xUnit plug-in and of JUnit 5 have in common, which know no file and no line.
    """
    from xml.etree.ElementTree import Element, SubElement, indent, tostring

    name = ".".join(report.schema.split("/")[:-1])
    cases = [
        _case(Element("testcase", name=title, classname=name), finding)
        for title, finding in zip(_titles(report.findings), report.findings, strict=True)
    ]
    suites = Element("testsuites")
    suite = SubElement(suites, "testsuite", name=name, tests=str(len(cases)))
    for tag in _TAGS.values():
        suite.set(f"{tag}s", str(sum(case.find(tag) is not None for case in cases)))
    suite.extend(cases)
    indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(suites, "unicode")}\n'


def _titles(findings: tuple[Finding, ...]) -> Iterator[str]:
    """Yield a name for each finding, no two alike: GitLab ignores a test whose name it has seen."""
    seen: set[str] = set()
    for finding in findings:
        # No line: a name that moves with it would be a new test to whoever compares two runs.
        name = _safe(", ".join(filter(None, (finding.name, finding.source))))
        title = next(title for number in count(1) if (title := name if number == 1 else f"{name} ({number})") not in seen)
        seen.add(title)
        yield title


def _case(case: Element, finding: Finding) -> Element:
    """Return the test case with its message: of a failure or an error where it decides the exit code, else of a passed test."""
    from xml.etree.ElementTree import SubElement

    message = _safe(finding.message)
    if decides(finding):
        # GitLab shows the text and not the attribute.
        SubElement(case, _TAGS[finding.verdict], type=finding.verdict, message=message).text = _safe(located(finding))
    else:
        warned = "" if finding.verdict == "pass" else " (warns)"
        SubElement(case, "system-out").text = f"{finding.verdict}{warned}: {message}"
    return case


def _safe(text: str) -> str:
    return _NO_XML.sub("\ufffd", printable(text))
