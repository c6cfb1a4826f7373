from __future__ import annotations

from datetime import date

import pytest

from costcalc.planning.budget_terms import BudgetTerms, ExemptionTerms


@pytest.mark.parametrize(
    ("scope", "source", "inside"),
    [
        ("", "a.md", True),
        ("prompts", "prompts/a.md", True),
        ("prompts", "prompts/deep/a.md", True),
        ("prompts", "prompts.md", False),
        ("prompts/a", "prompts/abc.md", False),
        ("prompts/a.jsonl", "prompts/a.jsonl:17", True),
        ("prompts/a.md", "prompts/a.md", True),
        ("prompts/a.md", "other/prompts/a.md", False),
    ],
)
def test_a_scope_holds_what_lies_at_or_below_it(scope: str, source: str, inside: bool) -> None:
    assert BudgetTerms(name="b", kind="tokens", scope=scope).in_scope(source) is inside


@pytest.mark.parametrize(
    ("glob", "source", "covered"),
    [
        ("a.md", "a.md", True),
        ("a.jsonl", "a.jsonl:17", True),
        ("a.jsonl:17", "a.jsonl:17", True),
        ("a.jsonl:1", "a.jsonl:17", False),
        ("prompts", "prompts/deep/a.md", True),
        ("prompts/*.md", "prompts/a.md", True),
        ("prompts/*.md", "prompts/deep/a.md", False),
        ("prompts/**/*.md", "prompts/a.md", True),
        ("prompts/**/*.md", "prompts/deep/er/a.md", True),
        ("**", "prompts/a.md", True),
        ("**/a.md", "b.md", False),
        ("*.jsonl", "a.jsonl:17", True),
        ("[id].md", "[id].md", True),
        ("A.md", "a.md", False),
        ("prompts", "prompts.md", False),
    ],
)
def test_an_exemption_covers_what_its_glob_names(glob: str, source: str, covered: bool) -> None:
    assert ExemptionTerms(source=glob, reason="x", until=date(2027, 1, 1), line=1).covers(source) is covered


def test_an_exemption_holds_through_its_last_day() -> None:
    exemption = ExemptionTerms(source="a.md", reason="x", until=date(2027, 1, 31), line=1)

    assert not exemption.expired(date(2027, 1, 31))
    assert exemption.expired(date(2027, 2, 1))
