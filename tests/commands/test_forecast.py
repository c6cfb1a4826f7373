"""`costcalc forecast` as a user runs it: what is printed, what-ifs, scenarios, exit codes, prices that change on a day."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from command_line import SHEETS, Golden, Run

WORKLOADS = Path(__file__).parents[1] / "data" / "workloads"
HERE = f"--sheets {SHEETS} --provider acme --provider bolt --provider crux --provider dust --as-of 2026-11-20 --fx EUR=1.25"


def document(run: Run, name: str, *more: str) -> dict[str, Any]:
    ended = run(f"forecast {WORKLOADS / name} {HERE} --format json --exit-zero", *more)
    assert (ended.code, ended.err) == (0, "")
    found: dict[str, Any] = json.loads(ended.out)
    return found


def results(run: Run, name: str, *more: str) -> dict[str, dict[str, Any]]:
    return {result["offer"]: result for result in document(run, name, *more)["results"]}


@pytest.mark.parametrize("columns", [80, 200])
def test_what_a_person_sees(run: Run, golden: Golden, columns: int) -> None:
    ended = run(f"forecast {WORKLOADS / 'assistant.yaml'} {HERE}", columns=columns)
    assert (ended.code, ended.err) == (0, "")
    golden(f"forecast-{columns}.txt", ended.out)


@pytest.mark.parametrize("name", ["json", "csv", "markdown"])
def test_what_a_machine_reads(run: Run, golden: Golden, name: str) -> None:
    ended = run(f"forecast {WORKLOADS / 'assistant.yaml'} {HERE} --format {name}", columns=None)
    golden(f"forecast.{name}", ended.out)


def test_one_class_without_variation_is_estimate_times_volume(run: Run) -> None:
    """To the last digit, at every offer that both can price."""
    ended = run(
        f"estimate --input-tokens 1345 --output-tokens 777 --requests 20000/day --model acme-small-1 {HERE} --format json"
    )
    monthly = {
        result["offer"]: result["monthly"]["cost"] for result in json.loads(ended.out)["results"] if result["status"] == "ok"
    }
    forecast = {offer: result for offer, result in results(run, "plain.yaml").items() if result["status"] == "ok"}
    assert len(monthly) == 2
    for offer, cost in monthly.items():
        assert Decimal(forecast[offer]["expected"]) == Decimal(cost)
        assert {Decimal(each) for each in forecast[offer]["total"].values()} == {Decimal(cost)}


def test_an_announced_price_and_an_end_change_the_months_that_they_fall_in(run: Run) -> None:
    found = results(run, "assistant.yaml")
    before = results(run, "assistant.yaml", "--set", "prices=[]", "--set", "retirements=[]")
    changed = [
        [one["expected"] != other["expected"] for one, other in zip(found[offer]["months"], before[offer]["months"], strict=True)]
        for offer in ("acme/acme-small-1", "bolt/acme-small-1")
    ]
    assert changed == [[False, False, True, True], [False, False, False, True]]
    gone = found["bolt/acme-small-1"]
    assert (gone["status"], gone["months"][3]["expected"], gone["expected"]) == ("retired", None, None)


def test_a_what_if_says_one_number_otherwise(run: Run) -> None:
    found = results(run, "plain.yaml", "--set", "mix.chat.output=1554")["acme/acme-small-1"]
    assert Decimal(found["expected"]) == (1345 * Decimal("0.10") + 1554 * Decimal("0.30")) * 600_000 / 1_000_000


def test_a_scenario_takes_the_place_of_the_file_and_stands_beside_it(run: Run) -> None:
    base, high = document(run, "assistant.yaml"), document(run, "assistant.yaml", "--scenario", "high")
    assert high["scenario"] == "high"
    assert [each["scenario"] for each in base["scenarios"]] == ["low", "high"]
    assert [each["scenario"] for each in high["scenarios"]] == ["as it stands", "low"]
    shown = {result["offer"]: result["total"] for result in high["results"]}
    beside = {result["offer"]: result["total"] for result in base["scenarios"][1]["results"]}
    assert shown == beside


def test_the_same_seed_prints_the_same_and_another_one_does_not(run: Run) -> None:
    one, other, another = (document(run, "assistant.yaml", "--seed", seed) for seed in ("4", "4", "5"))
    assert one == other
    assert one["results"][0]["expected"] == another["results"][0]["expected"]
    assert one["results"][0]["total"] != another["results"][0]["total"]


def test_the_tornado_is_in_order_and_each_end_is_that_of_a_what_if(run: Run) -> None:
    found = document(run, "assistant.yaml")
    swings = [Decimal(driver["swing"]) for driver in found["drivers"]]
    assert swings == sorted(swings, reverse=True)
    volume = next(driver for driver in found["drivers"] if driver["driver"] == "volume.arrivals")
    best = found["results"][0]["offer"]
    for end in ("low", "high"):
        arrivals = volume["from" if end == "low" else "to"]
        assert results(run, "assistant.yaml", "--set", f"volume.arrivals={arrivals}/day")[best]["expected"] == volume[end]


def test_the_first_month_over_a_budget(run: Run) -> None:
    found = results(run, "plain.yaml", "--set", "months=4", "--set", "volume.growth=10%", "--set", "budget={monthly: 250 USD}")
    acme = found["acme/acme-small-1"]  # 220.56, 242.62, 266.88
    assert acme["over_monthly_budget"] == "2027-04"
    assert [month["over_monthly_budget"] for month in acme["months"]] == [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("", 0),
        ("--set 'budget={total: 1 USD}'", 1),
        ("--set mix.chat.input=200000 --provider acme", 1),
        ("--provider dust", 3),
        ("--provider dust --exit-zero", 0),
    ],
)
def test_the_exit_code_says_whether_any_offer_serves_it_within_its_budget(run: Run, more: str, code: int) -> None:
    here = HERE if "--provider" not in more else f"--sheets {SHEETS} --as-of 2026-11-20"
    assert run(f"forecast {WORKLOADS / 'plain.yaml'} {here} {more}").code == code


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("--trials 10", "--trials: 10 is not from 100 to 1,000,000"),
        ("--seed -1", "--seed: -1 is not from 0"),
        ("--scenario hgih", "'hgih'"),
        ("--set mix.chat.outptu=1", "outptu"),
        ("--currency EUR", "the budget of"),
        ("--provider nowhere", "unknown provider 'nowhere'"),
    ],
)
def test_what_is_wrong_is_one_line_and_nothing_is_printed(run: Run, more: str, said: str) -> None:
    ended = run(f"forecast {WORKLOADS / 'assistant.yaml'} --sheets {SHEETS} --as-of 2026-11-20 {more}")
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert said in ended.err


def test_a_smaller_image_is_proposed(run: Run) -> None:
    (image,) = document(run, "assistant.yaml")["images"]
    assert (image["from"], image["to"], image["tokens"], image["tokens_after"]) == ("1280x720", "1260x700", 1222, 1150)
    assert Decimal(image["saved"]) > 0


@pytest.mark.parametrize("cache", ["{answers: kept}", "{shared: 1000}", "null"])
def test_a_smaller_image_saves_what_a_forecast_with_it_costs_less(run: Run, cache: str) -> None:
    """A cache reads the image at a rate of its own, which is not the mean one of the prompts."""
    cached = ("--set", f"mix.guide.conversation.cache={cache}")
    found = document(run, "assistant.yaml", *cached)
    smaller = results(run, "assistant.yaml", *cached, "--set", "mix.guide.conversation.images=[1260x700]")
    (image,), best = found["images"], found["results"][0]
    assert Decimal(image["saved"]) == Decimal(best["expected"]) - Decimal(smaller[best["offer"]]["expected"])


def test_the_months_of_every_offer_stand_there_when_asked_for(run: Run) -> None:
    plain, explained = (run(f"forecast {WORKLOADS / 'assistant.yaml'} {HERE} {more}").out for more in ("", "--explain"))
    assert (plain.count("by month:"), explained.count("by month:")) == (1, 3)
    assert "?" in explained.partition("bolt/acme-small-1 by month:")[2]


def test_classes_add_up_to_the_total_and_a_conversation_has_a_cost_of_its_own(run: Run) -> None:
    best = results(run, "assistant.yaml")["acme/acme-small-1"]
    costs = [Decimal(each["cost"]) for each in best["classes"]]
    assert sum(costs) == pytest.approx(Decimal(best["expected"]), abs=Decimal("1e-20"))
    guide = next(each for each in best["classes"] if each["name"] == "guide")
    arrivals = sum(Decimal(month["arrivals"]) for month in best["months"]) * Decimal(guide["share"])
    assert guide["requests_per_arrival"] == "8"
    assert Decimal(guide["per_arrival"]) * arrivals == pytest.approx(Decimal(guide["cost"]), rel=Decimal("1e-9"))


def test_what_is_announced_of_an_offer_that_nobody_asks_about_is_said_to_change_nothing(run: Run) -> None:
    ended = run(f"forecast {WORKLOADS / 'assistant.yaml'} --sheets {SHEETS} --as-of 2026-11-20 --provider acme", columns=200)
    assert "The announced retirement of bolt/acme-small-1 changes nothing here" in ended.out
    assert "The announced price" not in ended.out


def test_how_much_was_seen(run: Run) -> None:
    (sample,) = document(run, "assistant.yaml")["samples"]
    assert sample["class"] == "chat"
    assert sample["error"] >= 1.96 * sample["deviation"] / sample["seen"] ** 0.5 - 1e-6
    assert sample["needed"] == -int(-((1.96 * sample["deviation"] / 0.05) ** 2) // 1)
    # So many would have told it within 5 %: never fewer than were seen where these did not.
    assert sample["needed_alike"] == pytest.approx(sample["seen"] * (sample["error"] / 0.05) ** 2, abs=1)
    assert (sample["needed_alike"] > sample["seen"]) == (sample["error"] > 0.05)


def test_the_turn_at_which_a_conversation_outgrows_the_window(run: Run) -> None:
    """S + image + u + a + (k-1)(u + a) > 128,000 at k turns."""
    overflow = results(run, "assistant.yaml")["acme/acme-small-1"]["overflow"]
    assert overflow == {"guide": {"turn": (128_000 - 1000 - 1222 - 200) // 200 + 2}}


def test_an_announced_price_of_an_offer_that_nobody_knows_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "workload.yaml"
    path.write_text(
        "name: a\nmix: [{name: b, input: 1, output: 1}]\n"
        "prices: [{offer: openruter/x, from: 2027-01-01, input: 1, output: 1, source: x}]\n"
    )
    ended = run("forecast", path, "--as-of", "2026-11-20")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == f"costcalc: {path}:3: prices[0].offer: unknown provider 'openruter': did you mean 'openrouter'?\n"


def test_a_rate_of_the_command_line_goes_over_that_of_the_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "workload.yaml"
    path.write_text("name: a\noffers: [scaleway/mistral-small-3.2-24b]\nfx: {EUR: 1}\nmix: [{name: b, input: 1, output: 1}]\n")

    def total(*options: str) -> Decimal:
        ended = run("forecast", path, "--as-of", "2026-11-20", "--trials", "100", "--format", "json", *options)
        return Decimal(json.loads(ended.out)["results"][0]["total"]["p50"])

    assert total("--fx", "eur=2") == 2 * total()


@pytest.mark.parametrize("weekend", [30, 100])
def test_weekends_that_the_history_shows_are_said(run: Run, tmp_path: Path, weekend: int) -> None:
    days = "".join(f"2026-11-{day:02},{weekend if day in (7, 8, 14, 15) else 100}\n" for day in range(2, 16))
    (tmp_path / "daily.csv").write_text(f"date,arrivals\n{days}")
    (tmp_path / "w.yaml").write_text("name: a\nvolume: {history: daily.csv}\nmix: [{name: b, input: 1, output: 1}]\n")
    note = "A weekend day has 30 % of the arrivals of a working day, as the history shows; volume.weekdays overrides it."
    found = json.loads(run(f"forecast {tmp_path / 'w.yaml'} --format json").out)

    assert (note in found["notes"]) == (weekend == 30)


def test_a_history_of_one_day_tells_no_variation_and_that_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "daily.csv").write_text("date,arrivals\n2026-11-02,100\n")
    (tmp_path / "w.yaml").write_text("name: a\nvolume: {history: daily.csv}\nmix: [{name: b, input: 1, output: 1}]\n")
    found = json.loads(run(f"forecast {tmp_path / 'w.yaml'} --format json").out)

    assert "The history is of one day: how days differ is unknown, and no part of P10 and P90." in found["notes"]


def test_a_sample_of_one_request_tells_nothing_of_how_requests_differ(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("input,output\n1000,500\n")
    path = tmp_path / "workload.yaml"
    path.write_text("name: a\nmodel: acme-small-1\nmix: [{name: chat, sample: one.csv}]\n")
    shown = run(f"forecast {path} {HERE}", columns=200).out
    assert "The sample of chat is one request: how requests differ is unknown" in shown
    assert "inf" not in shown
    (sample,) = json.loads(run(f"forecast {path} {HERE} --format json").out)["samples"]
    assert sample == {"class": "chat", "seen": 1, "deviation": None, "error": None, "needed": None, "needed_alike": None}


def test_a_risk_that_is_neither_none_nor_certain_never_reads_as_if_it_were(run: Run) -> None:
    months = results(run, "assistant.yaml")["acme/acme-small-1"]["months"]
    risks = [(month["over_monthly_budget"], month["over_total_budget"]) for month in months]
    assert [sum(0 < risk < 0.01 for risk in both) for both in risks] == [0, 0, 1, 1]
    shown = run(f"forecast {WORKLOADS / 'assistant.yaml'} {HERE}", columns=200).out
    assert [row.count("under 1 %") for row in shown.splitlines() if row.startswith("2027-")] == [0, 0, 1, 1]


def test_the_months_that_the_only_offer_serves_are_shown_though_it_retires(run: Run) -> None:
    only = f"--sheets {SHEETS} --as-of 2026-11-20 --set offers=[bolt/acme-small-1] --set model=null --fx EUR=1.25"
    shown = run(f"forecast {WORKLOADS / 'assistant.yaml'} {only}", columns=200).out
    months = shown.partition("bolt/acme-small-1 by month:")[2].splitlines()
    assert [row.split()[0] for row in months[3:7]] == ["2027-01", "2027-02", "2027-03", "2027-04"]
    assert [row.count("?") for row in months[3:7]] == [0, 0, 0, 6]  # P10, P50, P90, the sum and both risks


def test_what_changes_nothing_is_no_driver(run: Run) -> None:
    """A class that never arrives, beside one that does."""
    never = "mix=[{name: a, share: 100%, input: 1000, output: 10}, {name: b, share: 0%, input: 9000, output: 10}]"
    found = document(run, "plain.yaml", "--set", never)
    assert [driver["driver"] for driver in found["drivers"]] == ["volume", "a: tokens of prompts", "a: tokens of answers"]


def test_a_set_that_only_a_scenario_contradicts_names_it(run: Run) -> None:
    ended = run(f"forecast {WORKLOADS / 'assistant.yaml'} {HERE} --set volume.arrivals.base=25000/day")
    assert ended.code == 2
    assert ended.err == (
        "costcalc: --set volume.arrivals.base: volume.arrivals is 10000/day in the file: set it whole (with scenario 'low')\n"
    )


def test_a_prompt_with_tools_costs_what_estimate_says(run: Run, tmp_path: Path) -> None:
    tool = {
        "type": "function",
        "function": {"name": "look", "parameters": {"type": "object", "properties": {"at": {"type": "string"}}}},
    }
    request = json.dumps({"messages": [{"role": "user", "content": "Where is it?"}], "tools": [tool]})
    (tmp_path / "one.json").write_text(request)
    (tmp_path / "two.jsonl").write_text(f"{request}\n{request}\n")
    path = tmp_path / "workload.yaml"
    path.write_text(
        "name: a\nmodel: acme-small-1\ndays_per_month: 30\nmonths: 1\nmix: [{name: b, prompt: one.json, output: 10}]\n"
    )
    estimated = json.loads(
        run(f"estimate {tmp_path / 'one.json'} --output-tokens 10 --model acme-small-1 {HERE} --format json").out
    )
    for prompt in ("one.json", "two.jsonl"):
        found = json.loads(run(f"forecast {path} {HERE} --format json --set mix.b.prompt={prompt}").out)["results"][0]
        same = next(result for result in estimated["results"] if result["offer"] == found["offer"])
        assert found["expected"] == same["monthly"]["cost"]


@pytest.mark.parametrize(
    ("start", "said"), [("2028-01-31", "from 2028-01-31, 1 arrival a day;"), ("2028-01-01", "from 2028-01, 1 arrival a day;")]
)
def test_the_heading_says_from_when_on(run: Run, start: str, said: str) -> None:
    more = ("--set", f"start={start}", "--set", "volume={arrivals: 1/day}")
    assert said in run(f"forecast {WORKLOADS / 'plain.yaml'} {HERE} --exit-zero", *more, columns=200).out


def test_a_prompt_that_is_estimated_is_said_to_be(run: Run, tmp_path: Path) -> None:
    """An image behind a link, whose size nobody gave, is counted as the largest."""
    picture = {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}
    (tmp_path / "seen.json").write_text(json.dumps({"messages": [{"role": "user", "content": [picture]}]}))
    (tmp_path / "told.md").write_text("Where is it?")
    path = tmp_path / "workload.yaml"
    path.write_text("name: a\nmodel: acme-small-1\nmix: [{name: b, prompt: seen.json, output: 10}]\n")
    said = "Prompts of b are estimated: `costcalc count` says by which method, and its error."
    assert said in run(f"forecast {path} {HERE}", columns=200).out
    assert said not in run(f"forecast {path} {HERE} --set mix.b.prompt=told.md", columns=200).out


@pytest.mark.parametrize(("mix", "tokens"), [("input: 10.5, output: 1.25", "11.75"), ("prompt: two.jsonl, output: 1.25", "1.25")])
def test_a_mean_length_that_is_no_whole_number_is_the_mean(run: Run, tmp_path: Path, mix: str, tokens: str) -> None:
    (tmp_path / "two.jsonl").write_text('{"messages": [{"role": "user", "content": "Where?"}]}\n' * 2)
    path = tmp_path / "workload.yaml"
    path.write_text(f"name: a\nmodel: acme-small-1\nmix: [{{name: b, {mix}}}]\n")
    found = json.loads(run(f"forecast {path} {HERE} --format json").out)
    assert len(set(found["results"][0]["total"].values())) == 1  # a fraction is no variation
    (each,) = found["results"][0]["classes"]
    stated = Decimal(each["output_per_arrival"]) + (Decimal(each["input_per_arrival"]) if "input" in mix else 0)
    assert stated == Decimal(tokens)


def test_a_mean_number_of_turns_that_is_no_whole_number_is_the_mean(run: Run) -> None:
    guide = results(run, "assistant.yaml", "--set", "mix.guide.conversation.turns=4.5")["acme/acme-small-1"]["classes"][2]
    assert guide["requests_per_arrival"] == "4.5"
