"""A workload file as values: what may be said, and what each form of it means."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costcalc.config.workload import load_workload
from costcalc.errors import InputError
from costcalc.planning.workload import (
    Agent,
    Belief,
    Conversation,
    KnownPrice,
    Limits,
    Memory,
    PrefixCache,
    Quantiles,
    RequestSample,
    Retirement,
    Retries,
    Sample,
    Single,
    Summarised,
    Summary,
    Window,
    sure,
)
from costcalc.sheets.price_rows import Price
from costcalc.tokens.request import from_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from costcalc.config.workload import LoadedWorkload
    from costcalc.planning.workload import ArrivalClass, Workload

    Write = Callable[..., Path]

PLAIN = """\
name: support
volume: {arrivals: 20000/day}
mix:
  - {name: chat, input: 1200, output: 400}
"""
DAY = date(2027, 1, 1)


def load(path: Path, *said: str) -> LoadedWorkload:
    return load_workload(path, said, default_start=DAY)


@pytest.fixture
def read(workload: Write) -> Callable[..., Workload]:
    """Return the workload of the plain file with one thing more."""
    return lambda more="", text=PLAIN: load(workload(text + more)).workload


@pytest.fixture
def class_of(workload: Write) -> Callable[..., ArrivalClass]:
    """Return the only class of a workload, given what it says besides its name."""
    return lambda said: load(workload(f"name: a\nmix:\n  - name: chat\n    {said}\n")).workload.classes[0]


# --- What is not said


def test_a_plain_file_is_a_year_of_the_calendar_from_the_day_that_is_given(read: Callable[..., Workload]) -> None:
    found = read()

    assert (found.name, found.start, found.months, found.days_per_month) == ("support", DAY, 12, None)
    assert (found.traffic.arrivals, found.traffic.per, found.traffic.assumed) == (sure(20000), "day", False)
    assert (found.traffic.growth, found.traffic.variation, found.traffic.history) == (sure(0), 0, ())
    (only,) = found.classes
    assert (only.name, only.share, only.content) == ("chat", 1, Single(input=sure(1200), output=sure(400)))
    assert (only.cached_share, only.batch_share, only.retries) == (None, sure(0), None)
    assert (found.prices, found.retirements, found.budget, found.places) == ((), (), Limits(), {})


def test_a_volume_that_nobody_states_is_assumed(read: Callable[..., Workload]) -> None:
    traffic = read(text="name: a\nmix: [{name: b, input: 1, output: 1}]\n").traffic

    assert (traffic.arrivals, traffic.per, traffic.assumed) == (sure(1000), "day", True)


def test_a_shape_without_a_volume_leaves_the_volume_assumed(read: Callable[..., Workload]) -> None:
    traffic = read(text="name: a\nvolume: {growth: 5%}\nmix: [{name: b, input: 1, output: 1}]\n").traffic

    assert (traffic.assumed, traffic.growth) == (True, sure(Decimal("0.05")))


def test_what_is_asked_of_a_workload_stands_beside_it(workload: Write) -> None:
    path = workload(PLAIN + "model: mistral-*\nproviders: [ionos]\nregion: EU\nneeds: [tools]\ncurrency: EUR\n")
    found = load(path)

    assert (found.selection.models, found.selection.providers) == (("mistral-*",), ("ionos",))
    assert (found.selection.region, found.selection.needs, found.offers) == ("EU", {"tools"}, ())
    assert (found.path, found.currency, found.fx, found.sheets, found.scenarios) == (path, "EUR", (), (), ())


def test_offers_rates_and_folders_are_kept_as_the_commands_take_them(workload: Write, tmp_path: Path) -> None:
    (tmp_path / "prices").mkdir()
    path = workload(PLAIN + 'offers: [a/b]\nfx: {EUR: "1.120", GBP: 1.3}\nsheets: [prices, prices/..]\n')
    found = load(path)

    assert (found.offers, found.selection.models, found.fx) == (("a/b",), (), ("EUR=1.12", "GBP=1.3"))
    assert found.sheets == (path.parent / "prices", path.parent / "prices/..")


# --- Numbers


@pytest.mark.parametrize(
    ("said", "share"),
    [("60%", "0.6"), ("0.6", "0.6"), ("'60 %'", "0.6"), ("12.5%", "0.125"), ("0", "0"), ("1", "1"), ("100%", "1"), (".5", "0.5")],
)
def test_a_share_is_a_percentage_or_a_ratio(class_of: Callable[..., ArrivalClass], said: str, share: str) -> None:
    assert class_of(f"input: 1\n    output: 1\n    batch_share: {said}").batch_share == sure(Decimal(share))


@pytest.mark.parametrize(
    ("said", "growth"), [("5%", "0.05"), ("-2.5%", "-0.025"), ("0.05", "0.05"), ("-0.5", "-0.5"), ("0", "0"), ("150%", "1.5")]
)
def test_growth_may_be_negative(workload: Write, said: str, growth: str) -> None:
    found = load(workload(f"name: a\nvolume: {{growth: {said}}}\nmix: [{{name: b, input: 1, output: 1}}]\n"))

    assert found.workload.traffic.growth == sure(Decimal(growth))


@given(percent=st.decimals(0, 100, places=12, allow_nan=False, allow_infinity=False))
def test_a_share_keeps_every_digit(tmp_path_factory: pytest.TempPathFactory, percent: Decimal) -> None:
    path = tmp_path_factory.getbasetemp() / "workload.yaml"
    path.write_text(f"name: a\nmix: [{{name: b, input: 1, output: 1, batch_share: {percent:f}%}}]\n")

    assert load(path).workload.classes[0].batch_share.base == percent / 100


@given(numbers=st.lists(st.integers(0, 10**9), min_size=3, max_size=3).map(sorted))
def test_a_belief_is_three_numbers_in_order(tmp_path_factory: pytest.TempPathFactory, numbers: list[int]) -> None:
    low, base, high = numbers
    path = tmp_path_factory.getbasetemp() / "workload.yaml"
    path.write_text(f"name: a\nmix: [{{name: b, input: {{low: {low}, base: {base}, high: {high}}}, output: 1}}]\n")
    found = load(path).workload

    assert found.classes[0].content == Single(input=Belief(Decimal(low), Decimal(base), Decimal(high)), output=sure(1))
    assert ("mix.b.input" in found.places) == (low < high)


@pytest.mark.parametrize(
    ("said", "length"),
    [
        ("1200", sure(1200)),
        ("410.5", sure(Decimal("410.5"))),
        ("{low: 1, base: 2, high: 3}", Belief(Decimal(1), Decimal(2), Decimal(3))),
        ("{mean: 1155, p50: 1020, p95: 4083}", Summary(mean=sure(1155), p50=Decimal(1020), p95=Decimal(4083))),
        (
            "{mean: {low: 1000, base: 1155, high: 1300}, p50: 1020, p95: 4083, of: 500}",
            Summary(
                mean=Belief(Decimal(1000), Decimal(1155), Decimal(1300)), p50=Decimal(1020), p95=Decimal(4083), of=500
            ),
        ),
        (
            "{quantiles: {p100: 9, p0: 3, p99.5: 8}}",
            Quantiles(points=((Decimal(0), Decimal(3)), (Decimal("0.995"), Decimal(8)), (Decimal(1), Decimal(9)))),
        ),
        (
            "{quantiles: {p0: 3, p100: 9}, mean: 5, of: 40}",
            Quantiles(points=((Decimal(0), Decimal(3)), (Decimal(1), Decimal(9))), mean=sure(5), of=40),
        ),
    ],
)  # fmt: skip
def test_every_form_of_a_length(class_of: Callable[..., ArrivalClass], said: str, length: object) -> None:
    assert class_of(f"input: {said}\n    output: {said}").content == Single(input=length, output=length)


@pytest.mark.parametrize(("said", "per"), [("20000/day", "day"), ("600k/month", "month")])
def test_arrivals_are_by_day_or_by_month(workload: Write, said: str, per: str) -> None:
    found = load(workload(f"name: a\nvolume: {{arrivals: {said}}}\nmix: [{{name: b, input: 1, output: 1}}]\n")).workload

    assert found.traffic.per == per


def test_the_shape_of_traffic(read: Callable[..., Workload]) -> None:
    volume = "volume: {weekdays: [1, 1, 1, 1, 1, 0.3, 0], peak_factor: 1.5, variation: 15%}\n"
    traffic = read(text=f"name: a\n{volume}mix: [{{name: b, input: 1, output: 1}}]\n").traffic

    assert traffic.weekdays == (1, 1, 1, 1, 1, Decimal("0.3"), 0)
    assert (traffic.peak_factor, traffic.variation) == (Decimal("1.5"), Decimal("0.15"))


# --- What arrives


def test_a_prompt_is_read_with_what_is_added(class_of: Callable[..., ArrivalClass]) -> None:
    content = class_of("prompt: prompt.md\n    system: prompt.md\n    images: [1280x720]\n    output: 400").content

    assert isinstance(content, Single)
    assert [message.role for message in content.input.messages] == ["system", "user"]
    assert [image.size for image in content.input.images] == [(1280, 720)]


def test_a_stream_of_requests_is_a_sample_of_them(class_of: Callable[..., ArrivalClass], tmp_path: Path) -> None:
    line = '{"messages": [{"role": "user", "content": "Hi"}]}\n'
    (tmp_path / "requests.jsonl").write_text(line * 2)
    hello = from_text("Hi").messages

    content = class_of("prompt: requests.jsonl\n    output: 400").content
    assert isinstance(content, RequestSample)
    assert ([each.messages for each in content.requests], content.output) == ([hello, hello], sure(400))


def test_one_request_of_a_stream_is_that_request(class_of: Callable[..., ArrivalClass], tmp_path: Path) -> None:
    (tmp_path / "requests.jsonl").write_text('{"messages": [{"role": "user", "content": "Hi"}]}\n')

    assert isinstance(class_of("prompt: requests.jsonl\n    output: 400").content, Single)


def test_a_sample_of_usages(class_of: Callable[..., ArrivalClass], tmp_path: Path) -> None:
    (tmp_path / "usage.csv").write_text("in,out\n5,6\n7,8\n")

    assert class_of("sample: usage.csv").content == Sample(input=(5, 7), output=(6, 8))


def test_images_beside_a_number_are_a_number(class_of: Callable[..., ArrivalClass]) -> None:
    assert class_of("input: 1300\n    output: 4\n    images: 1").content == Single(input=sure(1300), output=sure(4), images=1)


def test_a_conversation(class_of: Callable[..., ArrivalClass]) -> None:
    said = """conversation:
      turns: {mean: 8, p50: 6, p95: 20}
      system: 1000
      user: 100
      assistant: {low: 80, base: 100, high: 150}
      images: [1280x720, 10X20]
      cache: {shared: 900, answers: kept}"""

    assert class_of(said).content == Conversation(
        turns=Summary(mean=sure(8), p50=Decimal(6), p95=Decimal(20)),
        system=1000,
        user=sure(100),
        assistant=Belief(Decimal(80), Decimal(100), Decimal(150)),
        images=((1280, 720), (10, 20)),
        cache=PrefixCache(shared=900, answers="kept"),
    )


def test_a_system_prompt_of_a_conversation_may_be_a_file(class_of: Callable[..., ArrivalClass]) -> None:
    content = class_of("conversation: {turns: 2, system: prompt.md, user: 1, assistant: 1}").content

    assert [message.role for message in content.system.messages] == ["system"]


@pytest.mark.parametrize(
    ("said", "history"),
    [
        ("full", "full"),
        ("{window: 4}", Window(turns=4)),
        ("{summary: {every: 6, tokens: 300}}", Summarised(every=6, tokens=300)),
        ("{summary: {every: 6, tokens: 300, instructions: 50}}", Summarised(every=6, tokens=300, instructions=50)),
        (
            "{memory: {tokens: 1200, extraction_input: 500, extraction_output: 100}}",
            Memory(tokens=1200, extraction_input=500, extraction_output=100),
        ),
    ],
)
@pytest.mark.parametrize(
    "kind", ["conversation: {turns: 2, user: 1, assistant: 1", "agent: {steps: 2, task: 1, call: 1, result: 1"]
)
def test_every_policy_of_history(class_of: Callable[..., ArrivalClass], kind: str, said: str, history: object) -> None:
    assert class_of(f"{kind}, history: {said}}}").content.history == history


def test_an_agent(class_of: Callable[..., ArrivalClass]) -> None:
    assert class_of("agent: {steps: 30, shared: 20000, task: 10000, call: 900, result: 2048, cache: {}}").content == Agent(
        steps=sure(30), shared=20000, task=sure(10000), call=sure(900), result=sure(2048), cache=PrefixCache()
    )


def test_what_may_be_said_of_any_class(class_of: Callable[..., ArrivalClass]) -> None:
    said = "cached_share: {low: 40%, base: 0.6, high: 70%}\n    batch_share: 30%\n    retries: {failing: 5%, billed: input}"
    found = class_of(f"input: 1\n    output: 1\n    {said}")

    assert found.cached_share == Belief(Decimal("0.4"), Decimal("0.6"), Decimal("0.7"))
    assert (found.batch_share, found.retries) == (
        sure(Decimal("0.3")),
        Retries(failing=sure(Decimal("0.05")), most=3, billed="input"),
    )


# --- What is known of the future


def test_prices_and_retirements_that_are_known_to_come(read: Callable[..., Workload]) -> None:
    found = read(
        """\
prices:
  - {offer: a/b, from: 2027-01-01, input: "0.12", output: 0.35, currency: EUR, source: announcement}
retirements:
  - {offer: a/b, on: 2027-03-31, source: mail}
budget: {monthly: 500 USD, total: 5000.50 USD}
"""
    )

    price = Price(from_=DAY, input=Decimal("0.12"), output=Decimal("0.35"), currency="EUR", basis="page", source="announcement")
    assert found.prices == (KnownPrice(offer="a/b", price=price),)
    assert found.retirements == (Retirement(offer="a/b", on=date(2027, 3, 31), source="mail"),)
    assert found.budget == Limits(monthly=Decimal(500), total=Decimal("5000.50"))


# --- A history


def test_a_history_stands_for_arrivals(workload: Write, tmp_path: Path) -> None:
    (tmp_path / "daily.csv").write_text("date,arrivals\n2026-11-02,30\n2026-11-01,10\n")
    traffic = load(workload("name: a\nvolume: {history: daily.csv}\nmix: [{name: b, input: 1, output: 1}]\n")).workload.traffic

    assert traffic.history == ((date(2026, 11, 1), 10), (date(2026, 11, 2), 30))
    assert (traffic.arrivals, traffic.per, traffic.assumed) == (sure(20), "day", False)


def test_a_history_shows_how_quiet_weekends_are_unless_weekdays_say_it(workload: Write, tmp_path: Path) -> None:
    days = "".join(f"2026-11-{day:02},{30 if day in (7, 8, 14, 15) else 100}\n" for day in range(2, 16))
    (tmp_path / "daily.csv").write_text(f"date,arrivals\n{days}")
    text = "name: a\nvolume: {{history: daily.csv{}}}\nmix: [{{name: b, input: 1, output: 1}}]\n"
    shown = load(workload(text.format(""))).workload.traffic
    stated = load(workload(text.format(", weekdays: [1, 1, 1, 1, 1, 1, 1]"))).workload.traffic

    assert (shown.weekdays, shown.weekend_seen, shown.arrivals) == ((100,) * 5 + (30,) * 2, True, sure(80))
    assert (stated.weekdays, stated.weekend_seen, stated.arrivals) == ((1,) * 7, False, sure(80))


def test_a_history_of_days_that_weekdays_leave_out_tells_nothing(workload: Write, tmp_path: Path) -> None:
    (tmp_path / "daily.csv").write_text("date,arrivals\n2026-11-07,30\n2026-11-08,10\n")
    volume = "{history: daily.csv, weekdays: [1, 1, 1, 1, 1, 0, 0]}"

    with pytest.raises(InputError, match=r"workload.yaml:2: volume.history: all its days are weekdays with the weight 0"):
        load(workload(f"name: a\nvolume: {volume}\nmix: [{{name: b, input: 1, output: 1}}]\n"))


# --- The path of every number that is only believed


def test_the_places_of_beliefs(workload: Write) -> None:
    belief: Any = "{low: 1, base: 2, high: 3}"
    share = "{low: 1%, base: 2%, high: 3%}"
    path = workload(
        f"""\
name: a
volume: {{arrivals: {{low: 1/day, base: 2/day, high: 3/day}}, growth: {share}}}
mix:
  - name: chat
    share: 20%
    input: {belief}
    output: {{mean: {belief}, p50: 1, p95: 3}}
    cached_share: {share}
    batch_share: {share}
  - name: v1.5 talk
    share: 30%
    conversation: {{turns: {belief}, user: {belief}, assistant: {belief}}}
    retries: {{failing: {share}}}
  - name: coder
    share: 50%
    agent: {{steps: {belief}, task: {belief}, call: {{low: 5, base: 5, high: 5}}, result: 1}}
"""
    )
    found = load(path)

    assert list(found.workload.places) == [
        "volume.arrivals",
        "volume.growth",
        "mix.chat.input",
        "mix.chat.output.mean",
        "mix.chat.cached_share",
        "mix.chat.batch_share",
        "mix.v1.5 talk.conversation.turns",
        "mix.v1.5 talk.conversation.user",
        "mix.v1.5 talk.conversation.assistant",
        "mix.v1.5 talk.retries.failing",
        "mix.coder.agent.steps",
        "mix.coder.agent.task",
    ]
    for place, belief in found.workload.places.items():
        for number in (belief.low, belief.base, belief.high):
            moved = found.moved(place, number).workload
            assert place not in moved.places
            assert len(moved.places) == len(found.workload.places) - 1
            assert str(number) in str(moved)


def test_moving_one_number_leaves_the_others(workload: Write) -> None:
    found = load(workload("name: a\nvolume: {growth: {low: 1%, base: 2%, high: 3%}}\nmix: [{name: b, input: 1, output: 1}]\n"))

    assert found.moved("volume.growth", Decimal("0.03")).workload.traffic.growth == sure(Decimal("0.03"))
    assert found.workload.traffic.growth.base == Decimal("0.02")


def test_files_are_read_once(workload: Write, tmp_path: Path) -> None:
    (tmp_path / "usage.csv").write_text("in,out\n5,6\n")
    found = load(workload("name: a\nmix: [{name: chat, sample: usage.csv}]\n"))
    (tmp_path / "usage.csv").unlink()

    assert found.with_overrides({"months": 3}).workload.classes == found.workload.classes


def test_the_workload_of_a_folder_elsewhere_reads_what_lies_beside_it(
    workload: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workload("name: a\nmix: [{name: chat, prompt: prompt.md, output: 1}]\n")
    monkeypatch.chdir(tmp_path.parent)

    assert isinstance(load(Path(tmp_path.name) / "workload.yaml").workload.classes[0].content, Single)


def test_requests_with_what_is_added_are_the_same_ones_whatever_is_said_otherwise(workload: Write) -> None:
    found = load(workload("name: a\nmix: [{name: chat, prompt: prompt.md, system: prompt.md, output: 1}]\n"))
    again = found.with_overrides({"months": 3, "mix.chat.output": 2})

    assert again.workload.classes[0].content.input is found.workload.classes[0].content.input
    other = found.with_overrides({"mix.chat.system": None})
    assert [message.role for message in other.workload.classes[0].content.input.messages] == ["user"]
