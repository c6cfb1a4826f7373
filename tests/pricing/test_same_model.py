from __future__ import annotations

import pytest
from builders import packaged_book

from costcalc.pricing.same_model import billions, key


@pytest.mark.parametrize(
    "names",
    [
        (
            "us.meta.llama3-3-70b-instruct-v1:0",
            "meta-llama/Llama-3.3-70B-Instruct",
            "accounts/fireworks/models/llama-v3p3-70b-instruct",
            "meta-llama/Llama-3.3-70B-Instruct-Turbo",
            "llama-3.3-70b-versatile",
            "meta-llama-3_3-70b-instruct",
            "meta/llama-3.3-70b-instruct-maas",
            "snowflake-llama-3.3-70b",
        ),
        ("openai.gpt-oss-120b-1:0", "openai/gpt-oss-120b", "databricks-gpt-oss-120b", "openai/gpt-oss-120b-maas"),
        ("us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4.5", "claude-sonnet-4-5@20250929"),
        ("us.deepseek.r1-v1:0", "deepseek-ai/DeepSeek-R1", "deepseek/deepseek-r1"),
        ("deepseek.v3.2", "deepseek-v3p2", "deepseek-ai/deepseek-v3.2-maas"),
        ("ai21.jamba-1-5-large-v1:0", "jamba-1.5-large@001"),
        ("mistral.mistral-7b-instruct-v0:2", "mistralai/Mistral-7B-Instruct-v0.2"),
        ("meta-llama/Llama-4-Scout-17B-16E-Instruct", "meta/llama-4-scout"),
        ("azure/gpt-4o-2024-08-06", "gpt-4o"),
        ("Qwen/Qwen2.5-72B-Instruct", "qwen2p5-72b-instruct"),
    ],
)
def test_hosts_name_one_model_in_many_ways(names: tuple[str, ...]) -> None:
    assert len({key(name) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gpt-4", "gpt-4-turbo"),
        ("gpt-5", "gpt-5-pro"),
        ("gpt-5", "gpt-5-mini"),
        ("gpt-4.1", "gpt-4"),
        ("o1", "o1-pro"),
        ("claude-opus-4-8", "claude-opus-4-8-fast"),
        ("mistral-small-2503", "mistral-small-2506"),
        ("qwen3-next-80b-a3b-instruct", "qwen3-next-80b-a3b-thinking"),
        ("llama-3.1-70b", "llama-3.3-70b"),
        ("gpt-4o-2024-08-06", "ft:gpt-4o-2024-08-06"),
    ],
)
def test_other_models_and_services_keep_their_own_key(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_no_two_models_of_the_list_share_a_key() -> None:
    models = packaged_book().models
    assert len({key(name) for name in models}) == len(models)


@pytest.mark.parametrize(
    ("name", "size"),
    [("jais-30b-chat", 30), ("core42/jais-13b-chat", 13), ("mixtral-8x7b", 56), ("gemma-3-27b-it", 27), ("gpt-5.2-pro", None)],
)
def test_a_name_may_state_the_size(name: str, size: float | None) -> None:
    assert billions(name) == size
