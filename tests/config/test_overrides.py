"""Values said otherwise, by a scenario or by `--set`: by any path that file or schema knows, and in no other name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from costcalc.config.workload import load_workload
from costcalc.errors import InputError
from costcalc.planning.workload import Belief, Conversation, Sample, Single, sure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from costcalc.config.workload import LoadedWorkload
    from costcalc.planning.workload import Workload

    Write = Callable[..., Path]

TEXT = """\
name: support
model: mistral-small-3.2-24b
volume:
  arrivals: 20000/day
  growth: {low: 2%, base: 5%, high: 9%}
  weekdays: [1, 1, 1, 1, 1, 0.3, 0.2]
mix:
  - {name: chat, share: 70%, input: 1200, output: 400}
  - {name: chat.long, share: 10%, input: 9000, output: 400}
  - name: talk
    share: 20%
    conversation: {turns: 8, user: 100, assistant: 100, history: {window: 4}}
fx: {EUR: 1.12}
scenarios:
  low: {volume.arrivals: 10000/day, mix.chat.output: 200}
  high: {volume.growth: 8%, fx.EUR: 1.2}
  calm: {volume.weekdays: null}
  same: {}
"""


@pytest.fixture
def load(workload: Write) -> Callable[..., LoadedWorkload]:
    """Load the workload of this file, with `--set`."""
    return lambda *said, text=TEXT: load_workload(workload(text), said, default_start=date(2027, 1, 1))


@pytest.fixture
def changed(load: Callable[..., LoadedWorkload]) -> Callable[..., Workload]:
    return lambda *said: load(*said).workload


@pytest.fixture
def refusal(load: Callable[..., LoadedWorkload], tmp_path: Path) -> Callable[..., str]:
    """Return what is said of a `--set`, without the path of the file."""

    def refuse(*said: str, text: str = TEXT) -> str:
        with pytest.raises(InputError) as raised:
            load(*said, text=text)
        return str(raised.value).replace(f"{tmp_path}/", "")

    return refuse


# --- What is set


def test_a_number_a_text_a_list_and_a_mapping(changed: Callable[..., Workload]) -> None:
    found = changed(
        "months=3", "volume.arrivals=5/month", "volume.weekdays=[1,1,1,1,1,0,0]", "volume.growth={low: 1%, base: 2%, high: 3%}"
    )

    assert (found.months, found.traffic.arrivals, found.traffic.per) == (3, sure(5), "month")
    assert found.traffic.weekdays[5:] == (0, 0)
    assert found.traffic.growth == Belief(Decimal("0.01"), Decimal("0.02"), Decimal("0.03"))


def test_an_item_by_its_name_or_its_number(changed: Callable[..., Workload]) -> None:
    for way in ("mix.chat.output", "mix[0].output"):
        assert changed(f"{way}=7").classes[0].content == Single(input=sure(1200), output=sure(7))


def test_a_name_may_hold_a_point(changed: Callable[..., Workload]) -> None:
    assert changed("mix.chat.long.output=7").classes[1].content == Single(input=sure(9000), output=sure(7))


def test_an_item_of_a_list_of_numbers(changed: Callable[..., Workload]) -> None:
    assert changed("volume.weekdays[5]=1").traffic.weekdays == (1, 1, 1, 1, 1, 1, Decimal("0.2"))


def test_what_the_file_does_not_say_and_the_schema_knows(changed: Callable[..., Workload]) -> None:
    found = changed("budget.monthly=500 USD", "mix.chat.retries.failing=5%", "mix.talk.conversation.cache.shared=900")

    assert found.budget.monthly == 500
    assert found.classes[0].retries.failing == sure(Decimal("0.05"))
    talk = found.classes[2].content
    assert isinstance(talk, Conversation)
    assert talk.cache.shared == 900


def test_one_number_of_a_belief(changed: Callable[..., Workload]) -> None:
    assert changed("volume.growth.high=20%").traffic.growth.high == Decimal("0.2")


def test_null_leaves_a_key_out(load: Callable[..., LoadedWorkload]) -> None:
    found = load("model=null", "volume.growth=null", "offers=[a/b]")

    assert (found.selection.models, found.offers, found.workload.traffic.growth) == ((), ("a/b",), sure(0))


def test_what_is_set_later_wins(changed: Callable[..., Workload]) -> None:
    assert changed("months=3", "months=4").months == 4
    assert changed("volume.growth=1%", "volume={arrivals: 5/day}").traffic.growth == sure(0)


def test_another_kind_of_class(changed: Callable[..., Workload], tmp_path: Path) -> None:
    (tmp_path / "usage.csv").write_text("in,out\n5,6\n")
    found = changed("mix.chat={name: chat, share: 70%, sample: usage.csv}")

    assert found.classes[0].content == Sample(input=(5,), output=(6,))


def test_a_text_that_reads_like_a_number_keeps_its_digits(load: Callable[..., LoadedWorkload]) -> None:
    assert load('fx.EUR="1.1234567890123456"').fx == ("EUR=1.1234567890123456",)


# --- Scenarios


def test_scenarios_change_what_they_name_alone(load: Callable[..., LoadedWorkload]) -> None:
    found = load()

    assert found.scenarios == ("low", "high", "calm", "same")
    low, high = found.in_scenario("low"), found.in_scenario("high")
    assert (low.scenario, low.workload.traffic.arrivals, low.workload.traffic.growth) == (
        "low",
        sure(10000),
        found.workload.traffic.growth,
    )
    assert low.workload.classes[0].content == Single(input=sure(1200), output=sure(200))
    assert (high.workload.traffic.growth, high.fx) == (sure(Decimal("0.08")), ("EUR=1.2",))
    assert found.in_scenario("calm").workload.traffic.weekdays == ()
    assert found.in_scenario("same").workload == found.workload


def test_the_command_line_wins_over_a_scenario(load: Callable[..., LoadedWorkload]) -> None:
    low = load("mix.chat.output=7").in_scenario("low").workload

    assert (low.traffic.arrivals, low.classes[0].content.output) == (sure(10000), sure(7))


def test_one_scenario_is_not_put_upon_another(load: Callable[..., LoadedWorkload]) -> None:
    assert load().in_scenario("low").in_scenario("high").workload.traffic.arrivals == sure(20000)


def test_a_scenario_that_is_unknown(load: Callable[..., LoadedWorkload], tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        load().in_scenario("lwo")
    assert str(raised.value) == f"{tmp_path}/workload.yaml: has no scenario 'lwo': did you mean 'low'?"


# --- What is refused names who said it

SHARE = "is a share from 0% to 100%: write 60%"


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ("volume.growth", "--set volume.growth: write PATH=VALUE, such as volume.growth=8%; null leaves a key out"),
        ("volume.growth=", "--set volume.growth=: write PATH=VALUE, such as volume.growth=8%; null leaves a key out"),
        ("=5", "--set =5: write PATH=VALUE, such as volume.growth=8%; null leaves a key out"),
        ("volume.grwoth=5%", "--set volume.grwoth: volume has no 'grwoth': did you mean 'growth'?"),
        ("volum.growth=5%", "--set volum.growth: the workload has no 'volum': did you mean 'volume'?"),
        ("mix.chatt.output=5", "--set mix.chatt.output: mix has no 'chatt': did you mean 'chat'?"),
        ("mix.chat.outptu=5", "--set mix.chat.outptu: mix[0] has no 'outptu': did you mean 'output'?"),
        ("mix[3].output=5", "--set mix[3].output: mix has 3 items, so the last is [2]"),
        ("mix.output=5", "--set mix.output: mix has no 'output': known are chat, chat.long, talk"),
        ("mix.chat.=5", "--set mix.chat.: ends with a point: name the key behind it, or leave the point out"),
        ("mix..output=5", "--set mix..output: mix has no '': known are chat, chat.long, talk"),
        ("months.x=5", "--set months.x: months is not in the file: set it whole"),
        ("volume.arrivals.x=5", "--set volume.arrivals.x: volume.arrivals is 20000/day in the file: set it whole"),
        ("volume.weekdays[7]=5", "--set volume.weekdays[7]: volume.weekdays has 7 items, so the last is [6]"),
        ("volume.weekdays[6]=null", "--set volume.weekdays[6]: an item cannot be left out: set the whole list"),
        ("prices[0].input=5", "--set prices[0].input: prices is not in the file: set it whole"),
        ("scenarios.low={}", "--set scenarios.low: the workload has no 'scenarios'"),
        ("mix.chat.cached_share=70", f"--set mix.chat.cached_share: {SHARE}, not 70"),
        ("mix.chat.cached_share={low: 1%, base: 2%, high: 3}", f"--set mix.chat.cached_share.high: {SHARE}, not 3"),
        ("mix.chat.cached_share={low: 1%, base: 2%, hihg: 3%}", "--set mix.chat.cached_share.high: is required: add it"),
        ("mix.chat.retries.failing=5", f"--set mix.chat.retries.failing: {SHARE}, not 5"),
        ("mix.chat.retries={failing: 5%, mots: 3}", "--set mix.chat.retries.mots: unknown key: did you mean 'most'?"),
        ("volume=[", "--set volume:2:1: not valid YAML"),
        ("volume=*x", "--set volume:1:1: *x is an alias: write the value out"),
        ("mix.chat.output=null", "--set mix.chat.output: is required beside input: say how long an answer is"),
        ("mix.chat.sample=nope.csv", "--set mix.chat.sample: stands beside input: a class is of one kind"),
        ("mix.chat.conversation.turns=8", "--set mix.chat.conversation.turns: mix[0].conversation.user: is required: add it"),
        ("mix.talk.output=8", "--set mix.talk.output: has no effect beside conversation: write conversation.assistant"),
        ("mix.talk.conversation.history.memory={tokens: 9}", "workload.yaml:12: mix[2].conversation.history: says"),
        ("mix.chat.share=60%", "workload.yaml:7: mix: has shares that add up to 90%: make them 100% (with --set mix.chat.share)"),
        ("currency=EUR", "workload.yaml:13: fx.EUR: EUR is the currency asked for"),
    ],
)  # fmt: skip
def test_what_cannot_be_set(refusal: Callable[..., str], said: str, refused: str) -> None:
    assert refusal(said).startswith(refused)


def test_a_file_that_is_set_and_cannot_be_read(refusal: Callable[..., str]) -> None:
    said = "mix.chat={name: chat, share: 70%, sample: nope.csv}"

    assert refusal(said) == "--set mix.chat.sample: nope.csv: cannot be read: no such file or directory"


@pytest.mark.parametrize(
    ("scenario", "refused"),
    [
        ("{volume.growth: 5}", "workload.yaml:19: scenarios.bad.volume.growth: is a growth a month"),
        ("{volume.grwoth: 5%}", "workload.yaml:19: scenarios.bad.volume.grwoth: volume has no 'grwoth': did you mean 'growth'?"),
        ("{mix.chat.share: 60%}", "workload.yaml:7: mix: has shares that add up to 90%: make them 100% (with scenario 'bad')"),
        ("{mix.chat.prompt: nope.md, mix.chat.input: null}", "workload.yaml:19: scenarios.bad.mix.chat.prompt: nope.md: "),
        ("{scenarios.low: {}}", "workload.yaml:19: scenarios.bad.scenarios.low: the workload has no 'scenarios'"),
        ("5", "workload.yaml:19: scenarios.bad: holds keys and values"),
        ("[a]", "workload.yaml:19: scenarios.bad: holds keys and values"),
        ("", "workload.yaml:19: scenarios.bad: "),
        ("{volume.growth: {low: 1%, base: }}", "workload.yaml:19: scenarios.bad.volume.growth.base: has no value"),
    ],
)  # fmt: skip
def test_a_scenario_that_is_wrong_makes_the_file_wrong(refusal: Callable[..., str], scenario: str, refused: str) -> None:
    text = TEXT + f"  bad: {scenario}\n"

    assert refusal(text=text).startswith(refused)


def test_a_value_said_twice_wrong_is_told_in_the_name_of_the_scenario(load: Callable[..., LoadedWorkload]) -> None:
    text = TEXT.replace("same: {}", "same: {mix.chat.share: 60%, mix.talk.share: 30%}")

    with pytest.raises(InputError) as raised:
        load("mix.chat.long.share=20%", text=text).in_scenario("same")
    assert "(with --set mix.chat.long.share)" in str(raised.value)
