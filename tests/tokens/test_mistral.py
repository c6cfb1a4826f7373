"""How far a count by Mistral's tokenizers can be trusted."""

from __future__ import annotations

import pytest

from costcalc.errors import InputError
from costcalc.tokens.images import Size
from costcalc.tokens.mistral import Grid
from costcalc.tokens.request import Image, Message, Request, Text, Thinking, from_text
from costcalc.tokens.rules import Rules
from costcalc.tokens.tokenizer import tokenizer

SMALL = Grid(14, 2, 1540)
URL = "https://example.com/a.png"


def with_image(image: Image) -> Request:
    return Request((Message("user", (Text("What?"), image)),))


def test_an_image_of_known_size_counts_by_the_grid() -> None:
    found = tokenizer("tekken-v11", SMALL).prompt(with_image(Image("a.png", Size(1280, 720))), Rules())
    assert found.of_kind("image") == 1222
    assert (found.counting, found.notes) == ("reference", ())
    assert [part.detail for part in found.parts if part.kind == "image"] == ["a.png, 1280x720"]


def test_an_image_of_unknown_size_is_the_most_that_one_can_be_and_the_count_an_estimate() -> None:
    found = tokenizer("tekken-v11", SMALL).prompt(with_image(Image(URL, None)), Rules())
    assert found.of_kind("image") == 3080
    assert found.counting == "estimated"
    said = f"{URL} is not fetched and its size is unknown: counted as the most one image can be, 3080 tokens"
    assert found.notes == (f"{said} (give it: --image-size '{URL}=WxH')",)


def test_each_image_of_unknown_size_has_its_note() -> None:
    request = Request((Message("user", (Image("https://a", None), Image("b", Size(9, 9)), Image("https://c", None))),))
    notes = tokenizer("tekken-v11", SMALL).prompt(request, Rules()).notes
    assert [note.split()[0] for note in notes] == ["https://a", "https://c"]


def test_a_model_without_a_grid_takes_no_images() -> None:
    with pytest.raises(InputError, match=r"a\.png: the model behind tekken-v11 takes no images"):
        tokenizer("tekken-v11").prompt(with_image(Image("a.png", Size(9, 9))), Rules())


@pytest.mark.parametrize(("version", "counting"), [("v11", "estimated"), ("v13", "reference"), ("v15", "reference")])
def test_thinking_is_an_estimate_where_a_version_has_no_tokens_for_it(version: str, counting: str) -> None:
    thought = Message("assistant", (Thinking("Hm."), Text("Yes.")))
    ask = from_text("Sure?").messages[0]
    found = tokenizer(f"tekken-{version}").prompt(Request((ask, thought, ask)), Rules())
    assert found.counting == counting
    assert ("has no tokens for thinking" in "".join(found.notes)) == (counting == "estimated")


def test_an_image_in_an_answer_is_refused() -> None:
    with pytest.raises(InputError, match=r"content\[1\]: an image in an answer is not counted"):
        tokenizer("tekken-v11").completion(Message("assistant", (Text("Here"), Image("a.png", None))), Rules(), "stop")
