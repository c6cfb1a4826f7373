from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from builders import TODAY, offer
from conversations import agent_calls, conversation_calls
from hypothesis import given
from hypothesis import strategies as st

from costcalc import money
from costcalc.planning.dialogue import Steps, Turns
from costcalc.planning.workload import Memory, PrefixCache, Summarised, Window
from costcalc.pricing.quote import Quote, quote
from costcalc.pricing.usage import Usage

if TYPE_CHECKING:
    from collections.abc import Iterable

CACHED = PrefixCache()
KEPT = PrefixCache(answers="kept")
# 1,000 tokens of system prompt, 100 of each message: the conversation of thirdbear's blog, whose author counted 23 turns.
BLOG = Turns(count=23, system=1000, user=100, assistant=100)
# 20k tokens shared, 10k of the task, 2,048 of each result, 900 of each call: the synthetic agent of vLLM and Mooncake.
AGENT = Steps(count=30, shared=20_000, task=10_000, call=900, result=2048)


def total(calls: Iterable[Usage]) -> Usage:
    return sum(calls, Usage(request=0))


def inputs(calls: Iterable[Usage]) -> list[int]:
    return [call.input for call in calls]


def reads(calls: Iterable[Usage]) -> list[int]:
    return [call.cached_input for call in calls]


def prompts_cost(calls: Iterable[Usage], **rates: str) -> Decimal:
    """What the prompts alone cost, request by request."""
    at = offer(output="0", **rates)
    quotes = [quote(call, at, TODAY, currency="USD") for call in calls]
    assert all(isinstance(found, Quote) for found in quotes)
    return money.total([found.total for found in quotes if isinstance(found, Quote)])


# --- The worked examples


def test_each_turn_sends_everything_before_it_again() -> None:
    calls = conversation_calls(BLOG)

    assert inputs(calls)[:5] == [1100, 1300, 1500, 1700, 1900]
    assert total(calls) == Usage(input=75_900, output=2300, request=23)
    assert prompts_cost(calls, input="3") == Decimal("0.2277")


def test_a_prefix_cache_makes_twenty_three_turns_cost_a_fifth() -> None:
    calls = conversation_calls(BLOG, cache=CACHED)

    assert total(calls) == Usage(input=75_900, cached_input=70_400, cache_write=5_500, output=2300, request=23)
    assert prompts_cost(calls, input="3", cached_input="0.30", cache_write="3.75") == Decimal("0.041745")


@pytest.mark.parametrize(("cache", "hit_ratio"), [(KEPT, 0.9682), (CACHED, 0.9562)])
def test_an_agent_of_thirty_steps_reads_nearly_all_from_the_cache(cache: PrefixCache, hit_ratio: float) -> None:
    used = total(agent_calls(AGENT, cache=PrefixCache(shared=20_000, answers=cache.answers)))

    assert used.input == 2_182_380
    assert round(used.cached_input / used.input, 4) == hit_ratio
    assert round(used.output / used.input, 6) == 0.012372


def test_the_first_step_of_an_agent_reads_only_what_others_wrote() -> None:
    first, second, *_ = agent_calls(AGENT, cache=PrefixCache(shared=20_000))

    assert first == Usage(input=30_000, cached_input=20_000, cache_write=10_000, output=900)
    assert second == Usage(input=32_948, cached_input=30_000, cache_write=2948, output=900)


@pytest.mark.parametrize(("k", "user", "assistant"), [(200, 30, 50), (640, 30, 50), (1764, 36, 48)])
def test_a_memory_saves_eighty_percent_only_from_so_many_turns_on(k: int, user: int, assistant: int) -> None:
    """Saving = 1 - 2k / (m (N + 1)) of all tokens, where each turn takes k of them; 80 % from N = 10 k / m - 1 turns on."""
    count = 10 * k // (user + assistant) - 1
    turns = Turns(count=count, user=user, assistant=assistant)

    def tokens(*calls: Usage) -> int:
        return total(calls).input + total(calls).output

    full = tokens(*conversation_calls(turns))
    remembered = tokens(*conversation_calls(turns, Memory(tokens=k - user - assistant)))
    extracted = tokens(
        *conversation_calls(turns, Memory(tokens=k - user - assistant, extraction_input=400, extraction_output=60))
    )

    assert Decimal(remembered) / full == Decimal("0.2")
    assert extracted - remembered == count * (400 + user + assistant + 60)
    assert 1 - extracted / full < 0.8


@given(st.integers(1, 40), *[st.integers(0, 5000)] * 3)
def test_the_whole_history_grows_with_the_square_of_the_turns(count: int, system: int, user: int, assistant: int) -> None:
    turns = Turns(count=count, system=system, user=user, assistant=assistant)
    every = count * (system + user) + (user + assistant) * count * (count - 1) // 2

    anew, again = (total(conversation_calls(turns, cache=cache)) for cache in (KEPT, CACHED))

    assert anew.input == again.input == every
    assert again.cache_write == system + user + (user + assistant) * (count - 1)
    assert anew.cache_write == system + user * count
    assert again.cached_input == every - again.cache_write


# --- Images


def test_the_images_of_the_first_turn_are_sent_again_with_it() -> None:
    calls = conversation_calls(Turns(count=3, user=10, assistant=5, image_tokens=1222, images=1))

    assert [(call.input, call.image) for call in calls] == [(1232, 1), (1247, 1), (1262, 1)]


@pytest.mark.parametrize("history", [Window(turns=1), Memory(tokens=0)])
def test_images_are_gone_once_the_first_turn_is(history: Window | Memory) -> None:
    calls = conversation_calls(Turns(count=4, user=10, assistant=5, image_tokens=1222, images=2), history)

    assert [call.image for call in calls] == ([2, 2, 0, 0] if isinstance(history, Window) else [2, 0, 0, 0])


# --- What replaces the whole history


def test_a_window_sends_only_the_last_turns_again_and_loses_the_cached_prefix_when_it_moves() -> None:
    calls = conversation_calls(Turns(count=5, system=1000, user=10, assistant=5), Window(turns=2), CACHED)

    assert inputs(calls) == [1010, 1025, 1040, 1040, 1040]
    assert reads(calls) == [0, 1010, 1025, 1000, 1000]


def test_an_agent_with_a_window_keeps_its_task_and_the_latest_result() -> None:
    steps = Steps(count=4, shared=100, task=50, call=5, result=20)

    assert inputs(agent_calls(steps, Window(turns=0))) == [150, 175, 175, 175]
    assert inputs(agent_calls(steps, Window(turns=1))) == [150, 175, 200, 200]


def test_a_summary_is_made_of_the_older_half_of_twice_as_many_turns_and_costs_a_call() -> None:
    calls = conversation_calls(
        Turns(count=7, system=1000, user=10, assistant=5), Summarised(every=2, tokens=8, instructions=300), CACHED
    )

    # Turns 1 to 4 grow; a summary of two turns; turns 5 and 6; a summary of the summary and two more; turn 7.
    assert inputs(calls) == [1010, 1025, 1040, 1055, 330, 1048, 1063, 338, 1048]
    assert [call.output for call in calls] == [5, 5, 5, 5, 8, 5, 5, 8, 5]
    assert reads(calls) == [0, 1010, 1025, 1040, 0, 1000, 1048, 300, 1000]


def test_no_summary_is_made_that_no_turn_needs() -> None:
    turns = Turns(count=4, user=10, assistant=5)

    assert conversation_calls(turns, Summarised(every=2, tokens=8)) == conversation_calls(turns)


def test_a_memory_takes_the_place_of_earlier_turns_and_is_filled_by_a_call_after_each() -> None:
    calls = conversation_calls(
        Turns(count=3, system=1000, user=10, assistant=5),
        Memory(tokens=40, extraction_input=200, extraction_output=7),
        CACHED,
    )

    assert inputs(calls) == [1050, 215, 1050, 215, 1050, 215]
    assert [call.output for call in calls] == [5, 7] * 3
    assert reads(calls) == [0, 0, 1000, 200, 1000, 200]


def test_a_memory_that_no_model_fills_makes_no_further_calls() -> None:
    assert inputs(conversation_calls(Turns(count=2, user=10, assistant=5), Memory(tokens=40))) == [50, 50]


def test_an_agent_without_steps_and_a_conversation_without_turns_make_no_calls() -> None:
    assert agent_calls(Steps(count=0, task=1, call=1, result=1)) == ()
    assert conversation_calls(Turns(count=0, user=1, assistant=1), Memory(tokens=1, extraction_input=1)) == ()


# --- What others have written


def test_no_more_is_read_than_the_first_prompt_has() -> None:
    first, second = conversation_calls(Turns(count=2, system=10, user=5, assistant=5), cache=PrefixCache(shared=1000))

    assert (first.cached_input, first.cache_write) == (15, 0)
    assert (second.cached_input, second.cache_write) == (15, 10)


@pytest.mark.parametrize(("tokens", "share"), [(1294, "0.0497"), (1764, "0.0678")])
def test_published_memories_send_a_twentieth_of_a_whole_conversation(tokens: int, share: str) -> None:
    """LoCoMo as Memori's table has it: 26,031 tokens of history, a question about it with either memory instead of it."""
    question = Turns(count=1, user=0, assistant=0)
    whole = conversation_calls(Turns(count=1, system=26_031, user=0, assistant=0))
    remembered = conversation_calls(question, Memory(tokens=tokens))

    assert prompts_cost(whole, input="0.80") == Decimal("0.0208248")
    assert round(Decimal(inputs(remembered)[0]) / inputs(whole)[0], 4) == Decimal(share)
