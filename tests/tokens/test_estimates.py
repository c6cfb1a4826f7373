from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costcalc.errors import InputError
from costcalc.tokens.estimates import ESTIMATORS, MEASURED, chat_overhead, estimate

TOKENIZERS = st.sampled_from(list(ESTIMATORS))

ENGLISH = (
    "Please summarise the attached report in three short paragraphs and list every open question"
    " with the name of the person who raised it."
)
GERMAN = (
    "Bitte fassen Sie den beigefügten Bericht in drei kurzen Absätzen zusammen und nennen Sie zu jeder offenen Frage,"
    " wer sie gestellt hat."
)
RUSSIAN = "Пожалуйста, кратко изложите прилагаемый отчёт в трёх абзацах и укажите, кто задал каждый из открытых вопросов."
CHINESE = "请用三个简短的段落总结所附报告，并列出每个未解决的问题以及提出该问题的人员姓名。"  # noqa: RUF001
JAPANESE = "添付の報告書を三つの短い段落に要約し、未解決の質問ごとに、それを提起した人の名前を挙げてください。"
KOREAN = "첨부된 보고서를 세 개의 짧은 단락으로 요약하고, 미해결 질문마다 질문한 사람의 이름을 적어 주세요."
HINDI = "कृपया संलग्न रिपोर्ट का तीन छोटे अनुच्छेदों में सारांश दें और प्रत्येक खुले प्रश्न के साथ उसे पूछने वाले व्यक्ति का नाम लिखें।"
ARABIC = "يرجى تلخيص التقرير المرفق في ثلاث فقرات قصيرة وذكر كل سؤال مفتوح مع اسم الشخص الذي طرحه."
PYTHON = (
    'def total(rows: list[dict[str, str]]) -> Decimal:\n    """Add up the amounts of all rows that are not cancelled."""\n'
    '    return sum((Decimal(row["amount"]) for row in rows if row["state"] != "cancelled"), Decimal(0))\n'
)
JSON = (
    '{"model": "small", "messages": [{"role": "user", "content": "How much is it?"}], "max_tokens": 1000, "temperature": 0.2,'
    ' "stream": false}'
)
NUMBERS = "2026-01-03;1049.50;20517;0.125\n2026-01-04;998.75;19822;0.131\n2026-01-05;1102.00;21460;0.118\n"

COUNTED_WITH = ("cl100k_base", "o200k_base", "llama-3", "qwen-3", "deepseek-v3", "gemma-3")


@pytest.mark.parametrize(
    ("text", "tekken_tokens", "true_counts"),
    [
        pytest.param(ENGLISH, 25, (25, 25, 25, 25, 25, 24), id="english"),
        pytest.param(GERMAN, 31, (37, 29, 37, 37, 38, 30), id="german"),
        pytest.param(RUSSIAN, 35, (54, 33, 42, 41, 39, 30), id="russian"),
        pytest.param(CHINESE, 35, (41, 28, 29, 26, 23, 28), id="chinese"),
        pytest.param(JAPANESE, 42, (54, 42, 39, 38, 34, 30), id="japanese"),
        pytest.param(KOREAN, 30, (53, 33, 34, 36, 39, 30), id="korean"),
        pytest.param(HINDI, 45, (124, 35, 68, 116, 68, 29), id="hindi"),
        pytest.param(ARABIC, 25, (63, 28, 33, 37, 34, 30), id="arabic"),
        pytest.param(PYTHON, 56, (54, 55, 54, 54, 57, 60), id="python"),
        pytest.param(JSON, 50, (46, 46, 46, 48, 49, 49), id="json"),
        pytest.param(NUMBERS, 92, (56, 56, 56, 92, 56, 92), id="numbers"),
    ],
)
def test_the_true_count_lies_within_the_stated_error(text: str, tekken_tokens: int, true_counts: tuple[int, ...]) -> None:
    estimates = {name: estimate(name, tekken_tokens, text=text) for name in COUNTED_WITH}

    off = {
        name: (found.tokens, truth)
        for (name, found), truth in zip(estimates.items(), true_counts, strict=True)
        if abs(truth - found.tokens) * 100 > found.error_percent * found.tokens
    }
    assert off == {}


def test_a_published_count_of_claude() -> None:
    found = estimate("claude", 10, text="The quick brown fox jumps over the lazy dog.")

    assert found.tokens == 11  # Haiku 4.5 by Anthropic's API


@pytest.mark.parametrize(("tokenizer", "tokens"), [("o200k_base", 2), ("claude", 2), ("qwen-3", 5), ("gemini", 5)])
def test_digits_are_counted_by_the_tokenizers_own_rule(tokenizer: str, tokens: int) -> None:
    assert estimate(tokenizer, 5, text="12345").tokens == tokens


def test_the_method_names_script_ratio_and_error() -> None:
    assert estimate("o200k_base", 25, text=ENGLISH).method == (
        "Tekken count scaled by script (latin x0.96, error -4..+12 % measured)"
    )


def test_what_was_not_measured_says_so() -> None:
    assert "partly assumed" in estimate("claude", 31, text=GERMAN).method


def test_a_name_with_an_accent_does_not_make_english_european() -> None:
    text = ENGLISH * 10 + "José"

    assert "latin" in estimate("llama-3", 252, text=text).method


def test_scripts_weigh_by_their_share() -> None:
    alone = estimate("llama-3", 90, text=HINDI * 2).tokens
    mixed = estimate("llama-3", 90, text=HINDI + "x" * len(HINDI.encode())).tokens
    latin = estimate("llama-3", 90, text="x" * 100).tokens

    assert latin < mixed < alone


def test_one_that_is_20_percent_too_low_is_25_percent_short() -> None:
    ratio = ESTIMATORS["llama-3"].ratios["indic"]

    assert (ratio.low, ratio.high, ratio.error) == (-20, 26, 25)


def test_a_short_text_has_a_larger_error_than_a_long_one() -> None:
    assert estimate("o200k_base", 2, text="Hello!").error_percent > estimate("o200k_base", 250, text=ENGLISH * 10).error_percent


@given(TOKENIZERS, st.text(), st.integers(0, 10_000))
def test_an_estimate_is_never_negative_and_never_exact(tokenizer: str, text: str, tekken_tokens: int) -> None:
    found = estimate(tokenizer, tekken_tokens, text=text)

    assert found.tokens >= 0
    assert found.error_percent >= 1


@given(TOKENIZERS, st.integers(1, 1000))
def test_a_repeated_text_costs_so_many_times_as_much(tokenizer: str, times: int) -> None:
    once = ESTIMATORS[tokenizer].ratios["latin"].value * 25

    assert math.isclose(estimate(tokenizer, 25 * times, text=ENGLISH * times).tokens, once * times, abs_tol=1)


@pytest.mark.parametrize("tokenizer", ESTIMATORS)
def test_each_estimator_knows_every_script_and_its_source(tokenizer: str) -> None:
    estimator = ESTIMATORS[tokenizer]

    assert set(estimator.ratios) == set(ESTIMATORS["o200k_base"].ratios)
    assert all(ratio.low < 0 < ratio.high for ratio in estimator.ratios.values())
    assert estimator.worst == "other"
    assert estimator.source
    assert MEASURED


@pytest.mark.parametrize(
    ("tokenizer", "messages", "billed"),
    [
        ("o200k_base", 1, 7),
        ("o200k_base", 2, 11),
        ("o200k_harmony", 1, 67),
        ("o200k_harmony", 3, 77),
        ("llama-3", 2, 35),
        ("qwen-3", 1, 8),
        ("deepseek-v3", 1, 4),
        ("gemini", 1, 1),
        ("claude", 1, 7),
        ("claude", 2, 11),
    ],
)
def test_the_control_tokens_of_recorded_bills(tokenizer: str, messages: int, billed: int) -> None:
    assert chat_overhead(tokenizer, messages) == billed


def test_an_unknown_tokenizer_names_the_known_ones() -> None:
    with pytest.raises(InputError, match="no estimate for the tokenizer 'gpt-2': known are cl100k_base, "):
        estimate("gpt-2", 1, text="a")
