from __future__ import annotations

from costcalc.nearest import nearest


def test_a_near_name_is_suggested() -> None:
    assert nearest("inptu", ["input", "output", "image"]) == ": did you mean 'input'?"


def test_case_does_not_matter_and_the_name_is_shown_as_it_is_written() -> None:
    assert nearest("OPENROUTER", ["OpenRouter"]) == ": did you mean 'OpenRouter'?"


def test_up_to_three_names_are_suggested() -> None:
    assert nearest("small-4", ["small-1", "small-2", "small-3", "small-5"]).count("'") == 2 * 3


def test_without_a_near_name_the_few_that_there_are_stand_in_order() -> None:
    assert nearest("xyz", ["mistral", "ionos"]) == ": known are ionos, mistral"


def test_nothing_is_said_where_there_is_nothing_to_say() -> None:
    assert nearest("xyz", []) == ""
    assert nearest("xyz", [f"model-{number}" for number in range(21)]) == ""


def test_of_names_that_differ_in_case_alone_the_same_is_always_shown() -> None:
    names = {"Small", "small", "SMALL"}

    assert nearest("smal", names) == ": did you mean 'small'?"
