from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costcalc.config.checks import LIMITS
from costcalc.config.loading import budgets, find, load
from costcalc.config.schema import Budget, PromptGroup
from costcalc.errors import InputError
from costcalc.planning.budget_terms import BudgetTerms, ExemptionTerms

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[..., Path]

PLAIN = """\
prompts:
  - name: support
    files: [prompts/support/*.md]
    model: mistral-small-3.2-24b
    offers: [openrouter/mistral-small-3.2-24b]      # none: the cheapest that fits
    output_tokens: 400
    requests: 20000/day
budgets:
  - {name: unit cost, per_request: 0.001 USD}
  - {name: bill, monthly: 500 USD, level: deny}
  - {name: no surprise, increase: 10%, level: warn}
"""
ONE = """\
prompts:
  - name: support
    files: [a.md]
    {group}
budgets:
  - name: limit
    {budget}
{top}
"""


@pytest.fixture
def problem_of(config: Write) -> Callable[..., str]:
    """Return what is wrong with a configuration that has one thing changed, without the file's path."""

    def find_in(group: str = "", budget: str = "tokens: 100", top: str = "") -> str:
        path = config(ONE.format(group=group, budget=budget, top=top))
        with pytest.raises(InputError) as raised:
            load(path)
        return str(raised.value).removeprefix(f"{path}:")

    return find_in


@pytest.fixture
def terms_of(config: Write) -> Callable[..., BudgetTerms]:
    """Return the one budget of a configuration, `name: limit` on line 6."""

    def read(budget: str, top: str = "") -> BudgetTerms:
        (terms,) = budgets(load(config(ONE.format(group="", budget=budget, top=top))))
        return terms

    return read


# --- What is right


def test_the_plain_form_loads_as_written(config: Write) -> None:
    path = config(PLAIN)
    found = load(path)

    assert found.prompts == (
        PromptGroup(
            name="support",
            files=("prompts/support/*.md",),
            model="mistral-small-3.2-24b",
            offers=("openrouter/mistral-small-3.2-24b",),
            output_tokens=400,
            requests="20000/day",
        ),
    )
    assert found.budgets[1] == Budget(name="bill", monthly="500 USD", level="deny")
    assert (found.currency, found.days_per_month, found.sheets) == ("USD", 30, ())
    assert (found.path, found.folder) == (path, path.parent)


def test_its_budgets_are_values_with_their_lines(config: Write) -> None:
    assert budgets(load(config(PLAIN))) == (
        BudgetTerms(name="unit cost", kind="per_request", amount=Decimal("0.001"), currency="USD", line=9),
        BudgetTerms(name="bill", kind="monthly", amount=Decimal(500), currency="USD", line=10),
        BudgetTerms(name="no surprise", kind="increase", level="warn", percent=Decimal(10), line=11),
    )


@pytest.mark.parametrize(
    ("written", "terms"),
    [
        ("per_request: 0.00012345 EUR", {"kind": "per_request", "amount": Decimal("0.00012345"), "currency": "EUR"}),
        ('monthly: "500USD"', {"kind": "monthly", "amount": Decimal(500), "currency": "USD"}),
        ("monthly: 0 USD", {"kind": "monthly", "amount": Decimal(0), "currency": "USD"}),
        ("tokens: 4000", {"kind": "tokens", "amount": Decimal(4000)}),
        ("increase: 10%", {"kind": "increase", "percent": Decimal(10)}),
        ("increase: 2.5 %", {"kind": "increase", "percent": Decimal("2.5")}),
        ("increase: 50 USD", {"kind": "increase", "amount": Decimal(50), "currency": "USD"}),
        ("headroom: 20%", {"kind": "headroom", "percent": Decimal(20)}),
        ("max_price_age: 90d", {"kind": "price_age", "days": 90}),
        ("max_price_age: 90", {"kind": "price_age", "days": 90}),
        ('retires_within: "60 d"', {"kind": "retirement", "days": 60}),
        ("counting: exact", {"kind": "counting"}),
    ],
)
def test_each_limit_is_read_exactly(terms_of: Callable[..., BudgetTerms], written: str, terms: dict[str, object]) -> None:
    assert terms_of(written) == BudgetTerms(name="limit", line=6, **terms)


@given(amount=st.decimals(0, 10**11, places=12, allow_nan=False, allow_infinity=False))
def test_an_amount_keeps_every_digit(tmp_path_factory: pytest.TempPathFactory, amount: Decimal) -> None:
    path = tmp_path_factory.getbasetemp() / "costcalc.yaml"
    path.write_text(ONE.format(group="", budget=f"monthly: {amount:f} EUR", top=""))

    assert f"{budgets(load(path))[0].amount:f}" == f"{amount:f}"


@pytest.mark.parametrize(("written", "scope"), [("prompts/a", "prompts/a"), ("./prompts//a/", "prompts/a"), (".", "")])
def test_a_scope_is_a_plain_path(terms_of: Callable[..., BudgetTerms], written: str, scope: str) -> None:
    assert terms_of(f"tokens: 1\n    scope: {written}").scope == scope


def test_an_exemption_stands_at_its_budget_even_when_it_has_expired(terms_of: Callable[..., BudgetTerms]) -> None:
    terms = terms_of("tokens: 1", "exemptions:\n  - {budget: limit, source: ./a.md, reason: long by nature, until: 2020-01-31}")

    assert terms.exempt == (ExemptionTerms(source="a.md", reason="long by nature", until=date(2020, 1, 31), line=9),)
    assert [terms.exempt[0].expired(date(2020, month, 1)) for month in (1, 2)] == [False, True]


def test_an_exemption_lets_off_from_its_own_budget_alone(config: Write) -> None:
    found = budgets(load(config(PLAIN + "exemptions: [{budget: bill, source: a.md, reason: contract, until: 2027-01-01}]\n")))

    assert [len(terms.exempt) for terms in found] == [0, 1, 0]


def test_the_line_of_what_is_not_said_is_that_of_what_holds_it(config: Write) -> None:
    found = load(config(PLAIN))

    assert found.line("prompts", 0, "files", 0) == 3
    assert found.line("prompts", 0, "region") == 2


# --- What is wrong is named with line, place and fix

A_LIST = "is a list: write [one, two], or a line beginning with - for each"
NOT_RELATIVE = "is not relative: write the way from the configuration's folder"
AMOUNT = "is an amount from 0 with its currency: write 500 USD"
DAYS = "is a number of days from 0: write 90d"
INCREASE = "is a share or an amount from 0: write 10% or 50 USD"
SHARE = "is a share from 0% and below 100%: write 20%"


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("montly: 5 USD", "7: budgets[0].montly: unknown key: did you mean 'monthly'?"),
        ("tokens: 1\n    tokens: 2", "8:5: the key 'tokens' stands twice: keep one"),
        (
            "tokens: 1\n    monthly: 5 USD",
            "7: budgets[0].tokens: is a second limit beside monthly: make it a budget of its own",
        ),
        (
            "level: warn",
            f"6: budgets[0]: holds no limit: add one of {', '.join(LIMITS)}",
        ),
        ("monthly: ''", "7: budgets[0].monthly: is empty: leave the key out, or say something, not ''"),
        ("monthly:\n    tokens: 5", "7: budgets[0].monthly: has no value: write one, or leave it out"),
        ("per_request: 0.001", f"7: budgets[0].per_request: {AMOUNT}, not '0.001'"),
        ("per_request: 5", f"7: budgets[0].per_request: {AMOUNT}, not 5"),
        ("per_request: true", f"7: budgets[0].per_request: {AMOUNT}, not True"),
        ("monthly: -5 USD", f"7: budgets[0].monthly: {AMOUNT}, not '-5 USD'"),
        ("monthly: $500", f"7: budgets[0].monthly: {AMOUNT}, not '$500'"),
        ("monthly: 1,000 USD", f"7: budgets[0].monthly: {AMOUNT}, not '1,000 USD'"),
        ("monthly: 1e3 USD", f"7: budgets[0].monthly: {AMOUNT}, not '1e3 USD'"),
        ("monthly: 500 usd", f"7: budgets[0].monthly: {AMOUNT}, not '500 usd'"),
        ("monthly: \u0665 USD", f"7: budgets[0].monthly: {AMOUNT}, not '\u0665 USD'"),
        ("monthly: {USD: 500}", f"7: budgets[0].monthly: {AMOUNT}"),
        ("monthly: 500 UDS", "7: budgets[0].monthly: 'UDS' is no currency of ISO 4217: write a code such as EUR or USD"),
        ("increase: 0.10", f"7: budgets[0].increase: {INCREASE}, not '0.10'"),
        ("increase: 10", f"7: budgets[0].increase: {INCREASE}, not 10"),
        ("increase: -10%", f"7: budgets[0].increase: {INCREASE}, not '-10%'"),
        ("headroom: 100%", f"7: budgets[0].headroom: {SHARE}, not '100%'"),
        ("headroom: 0.2", f"7: budgets[0].headroom: {SHARE}, not '0.2'"),
        ("tokens: 0", "7: budgets[0].tokens: 0 is no number of tokens above 0"),
        ("tokens: -5", "7: budgets[0].tokens: -5 is no number of tokens above 0"),
        ("tokens: 4k", "7: budgets[0].tokens: is a whole number without quotes, such as 128000, not '4k'"),
        ("max_price_age: -1", f"7: budgets[0].max_price_age: {DAYS}, not -1"),
        ("max_price_age: 3 months", f"7: budgets[0].max_price_age: {DAYS}, not '3 months'"),
        ("max_price_age: 1.5", f"7: budgets[0].max_price_age: {DAYS}, not '1.5'"),
        ("retires_within: -60d", f"7: budgets[0].retires_within: {DAYS}, not '-60d'"),
        ("retires_within: true", f"7: budgets[0].retires_within: {DAYS}, not True"),
        ("counting: exactly", "7: budgets[0].counting: is 'exact', not 'exactly'"),
        ("level: block\n    tokens: 1", "7: budgets[0].level: is 'deny' or 'warn', not 'block'"),
        (
            "tokens: 1\n    scope: ../other",
            "8: budgets[0].scope: '../other' leaves the repository: name what lies inside it",
        ),
        (
            "tokens: 1\n    scope: prompts/*",
            "8: budgets[0].scope: 'prompts/*' is a glob: name a folder, which holds all below it, or a file",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_budget(problem_of: Callable[..., str], written: str, problem: str) -> None:
    assert problem_of(budget=written) == problem


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("modle: x", "4: prompts[0].modle: unknown key: did you mean 'model'?"),
        ("offers: x/y", f"4: prompts[0].offers: {A_LIST}, not 'x/y'"),
        ("output_tokens: -1", "4: prompts[0].output_tokens: -1 is no number of tokens from 0"),
        ("output_tokens: 400.5", "4: prompts[0].output_tokens: is a whole number without quotes, such as 128000, not '400.5'"),
        ("requests: 20000", "4: prompts[0].requests: is a volume: write 20000/day or 600000/month, not 20000"),
        (
            "requests: 20000/week",
            "4: prompts[0].requests: '20000/week' is not a volume: write a number a day or a month, 20000/day or 600000/month",
        ),
        ("region: europe", "4: prompts[0].region: is an ISO 3166 code such as DE, or EU, or GLOBAL, not 'europe'"),
        ("system: /etc/passwd", f"4: prompts[0].system: '/etc/passwd' {NOT_RELATIVE}"),
        ("tools: ../../tools.json", "4: prompts[0].tools: '../../tools.json' leaves the repository: name what lies inside it"),
        ("images: [10x10, ../a.png]", "4: prompts[0].images[1]: '../a.png' leaves the repository: name what lies inside it"),
        ("model:", "4: prompts[0].model: has no value: write one, or leave it out"),
        ("offers: [a/b, ]\n    providers: [~]", "5: prompts[0].providers[0]: is text: put it in quotes"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_prompts(problem_of: Callable[..., str], written: str, problem: str) -> None:
    assert problem_of(group=written) == problem


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("budget: []", "8: budget: unknown key: did you mean 'budgets'?"),
        ("monthly: 5 USD", "8: monthly: unknown key: known are budgets, currency, days_per_month, exemptions, prompts, sheets"),
        ("currency: usd", "8: currency: 'usd' is no currency of ISO 4217: write USD"),
        ("days_per_month: 0", "8: days_per_month: is a number from 1 to 31, not 0"),
        ("days_per_month: many", "8: days_per_month: is a number from 1 to 31, not 'many'"),
        ("sheets: prices", f"8: sheets: {A_LIST}, not 'prices'"),
        ("exemptions: [{budget: limit, source: a.md, until: 2027-01-01}]", "8: exemptions[0].reason: is required: add it"),
        (
            "exemptions: [{budget: limit, source: a.md, until: 2027-01-01, reason: ' '}]",
            "8: exemptions[0].reason: is empty: leave the key out, or say something, not ' '",
        ),
        ("exemptions: [{budget: limit, source: a.md, reason: x}]", "8: exemptions[0].until: is required: add it"),
        (
            "exemptions: [{budget: limit, source: a.md, reason: x, until: soon}]",
            "8: exemptions[0].until: is a day: write YYYY-MM-DD, not 'soon'",
        ),
        (
            "exemptions: [{budget: limt, source: a.md, reason: x, until: 2027-01-01}]",
            "8: exemptions[0].budget: unknown budget 'limt': did you mean 'limit'?",
        ),
        (
            "exemptions: [{budget: limit, source: ../a.md, reason: x, until: 2027-01-01}]",
            "8: exemptions[0].source: '../a.md' leaves the repository: name what lies inside it",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_besides(problem_of: Callable[..., str], written: str, problem: str) -> None:
    assert problem_of(top=written) == problem


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ("prompts/*.md", f"3: prompts[0].files: {A_LIST}, not 'prompts/*.md'"),
        ("[]", "3: prompts[0].files: is empty: name files, such as [prompts/*.md]"),
        ("[*.md]", "3:14: not valid YAML: what begins with * is an alias: put a text in quotes"),
        ("[../*.md]", "3: prompts[0].files[0]: '../*.md' leaves the repository: name what lies inside it"),
        ("[a/../../*.md]", "3: prompts[0].files[0]: 'a/../../*.md' goes back by ..: write the way without"),
        ("[/a.md]", f"3: prompts[0].files[0]: '/a.md' {NOT_RELATIVE}"),
        ("['C:/a.md']", f"3: prompts[0].files[0]: 'C:/a.md' {NOT_RELATIVE}"),
        ("[~/a.md]", f"3: prompts[0].files[0]: '~/a.md' {NOT_RELATIVE}"),
        (r"[prompts\a.md]", r"3: prompts[0].files[0]: 'prompts\a.md' holds \: write / between folders"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_files(config: Write, files: str, problem: str) -> None:
    path = config(f"prompts:\n  - name: support\n    files: {files}\n")

    with pytest.raises(InputError) as raised:
        load(path)

    assert str(raised.value) == f"{path}:{problem}"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1: the file: holds keys and values"),
        ("budgets: []\n", "1: prompts: is required: add it"),
        ("prompts:\n", "1: prompts: is a list"),
        ("prompts: []\n", "1: prompts: is empty: name the prompts that are meant"),
        ("prompts: [{files: [a.md]}]\n", "1: prompts[0].name: is required: add it"),
        ("prompts: [{name: a}]\n", "1: prompts[0].files: is required: add it"),
        ("prompts: {a: {files: [a.md]}}\n", "1: prompts: is a list"),
        (
            "prompts:\n- {name: a, files: [a.md]}\n- {name: A, files: [b.md]}\n",
            "3: prompts[1].name: 'A' stands twice: give each a name of its own",
        ),
        (
            "prompts: [{name: a, files: [a.md]}]\nbudgets:\n- {name: b, tokens: 1}\n- {name: b, tokens: 2}\n",
            "4: budgets[1].name: 'b' stands twice: give each a name of its own",
        ),
        ("prompts: [\n", "2:1: not valid YAML"),
        ("prompts: !!python/object:os.system []\n", "1:10: !!python/object:os.system is a tag"),
    ],
)
def test_a_file_that_is_no_configuration(config: Write, text: str, problem: str) -> None:
    path = config(text)

    with pytest.raises(InputError) as raised:
        load(path)

    assert str(raised.value).startswith(f"{path}:{problem}")


def test_every_further_problem_is_counted(problem_of: Callable[..., str]) -> None:
    assert problem_of(group="modle: x", budget="tokens: many").endswith("(and 1 more)")


def test_a_configuration_that_is_missing_or_a_folder_cannot_be_read(repository: Path) -> None:
    for path in (repository / "costcalc.yaml", repository):
        with pytest.raises(InputError, match="cannot be read"):
            load(path)


def test_a_configuration_in_a_folder_may_name_what_lies_beside_it_in_the_repository(config: Write) -> None:
    path = config("prompts: [{name: a, files: [../prompts/*.md]}]\n", "ci/costcalc.yaml")

    assert load(path).prompts[0].files == ("../prompts/*.md",)


# --- Where it lies


def test_the_nearest_is_found_from_below(config: Write, repository: Path) -> None:
    above, near = config(PLAIN), config(PLAIN, "sub/.costcalc.yaml")
    (repository / "sub" / "deep").mkdir()
    (repository / "other").mkdir()

    assert find(repository / "sub" / "deep") == near
    assert find(repository / "other") == above


def test_the_name_without_a_dot_goes_first(config: Write, repository: Path) -> None:
    config(PLAIN, ".costcalc.yaml")

    assert find(repository) == repository / ".costcalc.yaml"
    assert config(PLAIN) == find(repository)


def test_nothing_is_looked_for_outside_the_repository(config: Write, repository: Path) -> None:
    config(PLAIN, "../costcalc.yaml")

    assert find(repository) is None
    assert find(repository.parent) == repository.parent / "costcalc.yaml"


def test_one_that_cannot_be_read_does_not_give_way_to_another(config: Write, repository: Path) -> None:
    config(PLAIN)
    (repository / "sub").mkdir()
    (repository / "sub" / "costcalc.yaml").symlink_to("nowhere")

    assert find(repository / "sub") == repository / "sub" / "costcalc.yaml"


def test_the_file_that_init_writes_is_a_configuration() -> None:
    found = load(Path(__file__).parents[2] / "data" / "costcalc.yaml")

    assert {terms.kind for terms in budgets(found)} >= {"per_request", "monthly", "increase"}
