"""What fits at an offer, with how much room to spare, and in how many chunks what does not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from builders import TODAY, model, offer, price, sheet
from hypothesis import given, settings
from hypothesis import strategies as st
from mistral_reference import mistral_common_v11

from costcalc.errors import UnknownNameError
from costcalc.planning.asked import Asked
from costcalc.planning.chunks import Chunks, Overlap, parse_overlap
from costcalc.planning.counting import count
from costcalc.planning.estimate import Terms
from costcalc.planning.fit import Fit, fits
from costcalc.planning.headroom import Headroom, Units
from costcalc.planning.measures import Measures
from costcalc.planning.passes import Cutting
from costcalc.planning.turn import Turn
from costcalc.pricing.currency import NoRate, Rate
from costcalc.sheets.model_list import ImageGrid
from costcalc.tokens.images import Size
from costcalc.tokens.request import Image, Message, NamedChoice, Request, Text, Tool, from_text

if TYPE_CHECKING:
    from costcalc.sheets.book import Offer

SEEING = model("seer-1", inputs=("text", "image"), image=ImageGrid(patch=14, merge=2, max_side=1540))
ROOT = Path(__file__).parents[2]
SIDE_BY_SIDE = Cutting(overlap=Overlap(tokens=0))


def to_dollars(base: str) -> Rate | NoRate:
    return Rate(base, "USD", Decimal(1 if base == "USD" else "1.25"), source=None if base == "USD" else "--fx")


def fit(asked: Asked, at: Offer, *, units: Units | None = None, cutting: Cutting = SIDE_BY_SIDE, **stated: Any) -> Fit:
    terms = Terms(**{"on": TODAY, "currency": "USD", "rate": to_dollars, "output_tokens": 100, **stated})
    (found,) = fits(asked, [at], terms, units=units or Units(), cutting=cutting)
    return found


def tokens(number: int) -> Asked:
    return Asked(source="a number", input_tokens=number)


def text(number: int, beside: Request | None = None) -> Asked:
    return Asked(source="a size", request=beside, text_tokens=number)


def asking(request: Request) -> Asked:
    return Asked(source="a request", request=request)


# --- What fits


@settings(deadline=None)  # the first example loads the vocabulary
@given(context=st.integers(1, 10**6), answer=st.integers(0, 10**5), spare=st.integers(0, 10**5))
def test_up_to_the_last_token_it_fits_and_one_more_exceeds(context: int, answer: int, spare: int) -> None:
    used = context - answer - spare
    if used < 0:
        return
    at = offer(context=context)

    fitting = fit(tokens(used), at, output_tokens=answer)
    filled = fit(tokens(used + spare), at, output_tokens=answer)
    too_long = fit(tokens(used + spare + 1), at, output_tokens=answer)

    assert (fitting.status, fitting.room, fitting.headroom and fitting.headroom.tokens) == ("ok", spare, spare)
    assert (filled.status, filled.room) == ("ok", 0)
    assert (too_long.status, too_long.room, too_long.headroom) == ("exceeds", -1, None)


def test_the_room_in_every_unit() -> None:
    at = offer(of=SEEING, context=128_000)
    units = Units(measures=Measures(), image=Size(1280, 720), turn=Turn(100, 200))

    assert fit(tokens(0), at, units=units, output_tokens=0).headroom == Headroom(
        tokens=128_000, words=96_000, pages=256, lines=16_000, images=104, turns=423
    )


@pytest.mark.parametrize(("size", "images"), [((1280, 720), 104), ((1540, 1540), 41), ((4000, 4000), 41), ((1, 1), 64_000)])
def test_images_of_a_size_in_an_empty_window(size: tuple[int, int], images: int) -> None:
    left = fit(tokens(0), offer(of=SEEING, context=128_000), units=Units(image=Size(*size)), output_tokens=0).headroom

    assert left is not None
    assert left.images == images


def test_so_many_images_fit_a_real_request_and_one_more_does_not() -> None:
    at = offer(of=SEEING, context=128_000)
    left = fit(asking(from_text("What is this?")), at).headroom
    assert left is not None
    assert left.images is not None

    def with_images(number: int) -> Fit:
        images = (Image("a screenshot", Size(1280, 720)),) * number
        return fit(asking(Request((Message("user", (Text("What is this?"), *images)),))), at)

    assert (with_images(left.images).status, with_images(left.images + 1).status) == ("ok", "exceeds")


@pytest.mark.parametrize(("most", "has", "images"), [(8, 0, 8), (8, 3, 5), (1, 1, 0), (None, 1, 102)])
def test_a_published_number_of_images_holds_too(most: int | None, has: int, images: int) -> None:
    request = Request((Message("user", (Text("Look."), *(Image("a picture", Size(1280, 720)),) * has)),))
    left = fit(asking(request), offer(of=SEEING, context=128_000, max_images=most), output_tokens=1000).headroom

    assert left is not None
    assert left.images == images


def test_a_narrow_window_holds_fewer_than_the_published_number() -> None:
    left = fit(tokens(0), offer(of=SEEING, context=3000, max_images=8)).headroom

    assert left is not None
    assert left.images == 2


def test_no_images_fit_a_model_that_takes_none_and_an_unknown_number_one_whose_count_is_not_known() -> None:
    seeing = model("blur-1", inputs=("text", "image"))

    for of, images in ((model(), 0), (seeing, None)):
        left = fit(tokens(0), offer(of=of, context=1000)).headroom
        assert left is not None
        assert left.images == images


def test_further_turns_come_after_the_answer_that_is_due() -> None:
    units = Units(turn=Turn(100, 100))  # with [INST] and [/INST], 202 in the history

    def turns(asked: Asked, context: int) -> int:
        left = fit(asked, offer(context=context), units=units).headroom
        assert left is not None
        return left.turns

    assert [turns(tokens(100), 200 + room) for room in (0, 201, 202, 403, 404)] == [0, 0, 1, 1, 2]
    assert [turns(tokens(0), 200 + room) for room in (2, 3, 204, 205)] == [0, 1, 1, 2]  # BOS, and no answer due but theirs


def test_a_turn_whose_answer_is_longer_than_the_longest_does_not_fit() -> None:
    units = Units(turn=Turn(100, 200))

    for longest, turns in ((199, 0), (200, 3), (None, 3)):
        left = fit(tokens(0), offer(context=1000, max_output=longest), units=units).headroom
        assert left is not None
        assert left.turns == turns


@pytest.mark.parametrize(
    ("context", "max_output", "longest"),
    [(1000, None, 600), (1000, 500, 500), (1000, 700, 600), (300, 200, 0), (None, 500, None)],
)
def test_the_longest_answer_by_window_and_by_what_is_published(
    context: int | None, max_output: int | None, longest: int | None
) -> None:
    assert fit(tokens(400), offer(context=context, max_output=max_output)).longest_answer == longest


# --- What cannot be told, and what is no


def test_a_window_that_nobody_published_is_unknown_and_never_ok() -> None:
    found = fit(tokens(1), offer(context=None))

    assert (found.status, found.reason) == ("unknown", "context window: nobody published it")
    assert (found.room, found.headroom, found.cut, found.uncut) == (None, None, None, None)


def test_another_limit_can_be_exceeded_where_the_window_is_unknown() -> None:
    found = fit(tokens(1), offer(context=None, max_output=99))

    assert (found.status, found.reason) == ("exceeds", "longest answer: 100 of 99, 1 too many")


def test_a_price_that_nobody_knows_does_not_matter() -> None:
    found = fit(tokens(1), offer(context=1000, prices=[]))

    assert (found.status, found.reason, found.cost) == ("ok", None, None)


def test_a_retired_offer_takes_nothing() -> None:
    found = fit(tokens(1), offer(context=1000, retires=TODAY))

    assert (found.status, found.reason) == ("retired", f"retired on {TODAY}")


def test_images_for_a_model_without_eyes_are_a_no_and_uncountable_ones_unknown() -> None:
    request = Request((Message("user", (Image("a picture", Size(10, 10)),)),))
    blind, blurred = (
        fit(asking(request), offer(context=1000)),
        fit(asking(request), offer(of=model(inputs=("text", "image")), context=1000)),
    )

    assert (blind.status, blind.reason, blind.input) == ("exceeds", "takes no images, and the prompt has 1", None)
    assert (blurred.status, blurred.reason) == ("unknown", "a picture: the model behind tekken-v11 takes no images")
    assert fit(replace(asking(request), text_tokens=5), offer(context=1000)).status == "exceeds"


def test_what_cannot_be_counted_is_not_left_out_beside_a_stated_size() -> None:
    request = Request((Message("user", (Image("a picture", Size(10, 10)),)),))
    blind, blurred = offer(context=1000), offer(of=model(inputs=("text", "image")), context=1000)

    assert fit(text(5, request), blurred).status == "unknown"
    refused = fit(Asked(source="a number", request=request, input_tokens=5), blind)
    assert (refused.status, refused.input, refused.room, refused.headroom) == ("exceeds", None, None, None)
    given = fit(Asked(source="a number", request=request, input_tokens=5000), blurred)
    assert (given.status, given.uncut) == ("exceeds", "what each chunk repeats cannot be counted for this model")


def test_a_forced_tool_that_is_not_there_is_named_with_its_source() -> None:
    request = replace(from_text("Hi"), tools=(Tool("look"),), tool_choice=NamedChoice("find"))

    with pytest.raises(UnknownNameError, match="a request: "):
        fit(asking(request), offer(context=1000))
    with pytest.raises(UnknownNameError, match="a request: "):
        fit(replace(asking(request), text_tokens=5), offer(context=1000))


# --- In chunks


@pytest.mark.parametrize("overlap", ["0", "20", "10%", "50%"])
@pytest.mark.parametrize("context", [200, 400, 777, 1024, 2000])
def test_a_splitter_of_a_real_text_needs_as_many_chunks(context: int, overlap: str) -> None:
    """Cut the tokens of mistral-common itself, and send each chunk with the system prompt: all fit, all but the last fill up."""
    document = (ROOT / "LICENSE").read_text("utf-8")
    system = Message("system", (Text("Summarise the part of a document that you are given, in three sentences."),))
    at = offer(of=model(tokenizer="tekken-v11"), context=context)

    found = fit(asking(Request((system, *from_text(document).messages))), at, cutting=Cutting(overlap=parse_overlap(overlap)))

    assert found.cut is not None
    cut = found.cut.chunks
    pieces = split(document, cut.size, cut.overlap)
    lengths = [count(Request((system, *from_text(piece).messages)), at, TODAY).tokens for piece in pieces]
    assert len(pieces) == cut.count
    assert [length + 100 for length in lengths[:-1]] == [context] * (cut.count - 1)
    assert lengths[-1] == found.cut.repeated + cut.last
    assert sum(lengths) == found.cut.input
    assert len(split(document, cut.size + 1, cut.overlap)) <= cut.count  # more room never takes more


def split(document: str, size: int, overlap: int) -> list[str]:
    """Return the pieces of a text, as a splitter by tokens makes them: each begins `size - overlap` after the one before."""
    tekken = mistral_common_v11().instruct_tokenizer.tokenizer
    ids = tekken.encode(document, bos=False, eos=False)
    pieces, start = [ids[:size]], 0
    while start + size < len(ids):
        start += size - overlap
        pieces.append(ids[start : start + size])
    return [tekken.decode(piece) for piece in pieces]


def test_each_chunk_repeats_what_is_not_cut_and_keeps_room_for_its_answer() -> None:
    found = fit(text(1000), offer(context=500), cutting=Cutting(overlap=Overlap(tokens=50)))

    assert found.cut is not None
    assert found.cut.chunks == Chunks(count=3, size=400, last=300, overlap=50)
    assert (found.cut.repeated, found.cut.input, found.cut.output) == (0, 1100, 300)
    assert found.cut.cost == found.cost == Decimal("0.00011") + Decimal("0.00009")  # 0.10 and 0.30 a million


def test_a_stated_text_stands_on_top_of_what_is_added() -> None:
    system = Request((Message("system", (Text("Be brief."),)), Message("user")))
    at = offer(context=500)
    beside = count(system, at, TODAY).tokens

    found = fit(text(1000, system), at)

    assert found.input == beside + 1000
    assert found.cut is not None
    assert (found.cut.repeated, found.cut.chunks.size) == (beside, 400 - beside)
    replaced = fit(Asked(source="a number", request=system, input_tokens=1000), at)
    assert replaced.input == 1000
    assert replaced.cut is not None
    assert (replaced.cut.repeated, replaced.cut.chunks.text) == (beside, 1000 - beside)


def test_the_longest_text_is_cut_and_the_rest_repeated() -> None:
    question, document = Text("What follows from the text?"), Text("A long story. " * 200)
    request = Request((Message("system", (Text("x " * 100),)), Message("user", (question, document))))
    at = offer(context=600)

    found = fit(asking(request), at)

    assert found.cut is not None
    assert found.input == found.cut.repeated + count(from_text(document.text), at, TODAY).of_kind("text")
    assert found.cut.repeated > 100


def test_markers_that_a_template_writes_as_text_stand_around_each_chunk() -> None:
    at = offer(of=model(tokenizer="spm-v1"), context=200)

    found = fit(asking(from_text("word " * 500)), at)

    assert found.cut is not None
    assert found.cut.repeated == count(from_text(""), at, TODAY).tokens > 1


def test_each_chunk_is_priced_by_its_own_length() -> None:
    from costcalc.sheets.price_rows import Tier

    tiers = (Tier(above=300, input=Decimal("0.20"), output=Decimal("0.60")),)
    found = fit(text(700), offer(context=500, prices=[price(input="0.10", output="0.30", tiers=tiers)]))

    assert found.cut is not None
    assert found.cut.chunks == Chunks(count=2, size=400, last=300, overlap=0)
    assert found.cost == Decimal("0.00014") + Decimal("0.00006")


def test_money_is_in_the_asked_currency_and_unknown_where_nothing_is_known() -> None:
    euros = fit(text(500), offer(provider=sheet(currency="EUR"), context=500))
    free_of_price = fit(text(500), offer(context=500, prices=[]))

    assert euros.cost == Decimal("0.00011") * Decimal("1.25")
    assert free_of_price.cut is not None
    assert (free_of_price.cut.chunks.count, free_of_price.cost) == (2, None)


def test_every_answer_to_a_chunk_is_billed() -> None:
    request = replace(from_text("word " * 1000), choices=3)
    found = fit(asking(request), offer(context=700))

    assert found.cut is not None
    assert found.cut.output == found.cut.chunks.count * 300


def test_smaller_chunks_can_be_asked_for_where_all_would_fit() -> None:
    found = fit(text(300), offer(context=1000), cutting=replace(SIDE_BY_SIDE, chunk_tokens=100))

    assert (found.status, found.room) == ("ok", 600)
    assert found.cut is not None
    assert found.cut.chunks == Chunks(count=3, size=100, last=100, overlap=0)
    larger = fit(text(3000), offer(context=1000), cutting=replace(SIDE_BY_SIDE, chunk_tokens=5000)).cut
    assert larger is not None
    assert larger.chunks.size == 900


@pytest.mark.parametrize(
    ("asked", "context", "why"),
    [
        (text(100), 100, "0 tokens that each chunk repeats and 100 for its answer leave no room for text in 100"),
        (
            Asked(source="x", request=Request((Message("system", (Text("a b c d e f g h " * 50),)),))),
            150,
            "there is no text to cut",
        ),
    ],
)
def test_cutting_does_not_always_help(asked: Asked, context: int, why: str) -> None:
    found = fit(asked, offer(context=context))

    assert (found.status, found.cut, found.uncut) == ("exceeds", None, why)


def test_another_limit_stands_whatever_is_cut() -> None:
    found = fit(text(1000), offer(context=500, max_output=99))

    assert (found.cut, found.uncut) == (None, "longest answer: 100 of 99, 1 too many")


@settings(deadline=None)
@given(length=st.integers(1, 10**6), context=st.integers(200, 10**5), share=st.integers(0, 99))
def test_all_chunks_fit_and_cover_the_text(length: int, context: int, share: int) -> None:
    at = offer(context=context)
    found = fit(text(length), at, cutting=Cutting(overlap=Overlap(share=Decimal(share) / 100)))

    if found.status == "ok":
        assert found.cut is None
        return
    assert found.cut is not None
    cut = found.cut.chunks
    assert fit(text(cut.size), at).status == fit(text(cut.last), at).status == "ok"
    assert fit(text(cut.size + 1), at).status == "exceeds"
    assert cut.text - (cut.count - 1) * cut.overlap == length


# --- Smaller images


def test_what_resizing_all_images_of_a_size_saves() -> None:
    pictures = (Image("a", Size(1280, 720)), Image("b", Size(1280, 720)), Image("c", Size(56, 28)))
    request = Request((Message("user", (Text("Compare."), *pictures)),))

    first, second = fit(asking(request), offer(of=SEEING, context=10_000)).savings

    assert (first.image.images, first.image.before, first.image.after, first.image.saved) == (2, 1222, 1150, 144)
    assert (first.per_request, first.monthly) == (Decimal("0.0000144"), Decimal("0.432"))
    assert (second.image.before, second.image.after) == (3, 2)


def test_without_a_price_the_tokens_are_told_and_no_amount() -> None:
    request = Request((Message("user", (Image("a", Size(1280, 720)),)),))
    (saving,) = fit(asking(request), offer(of=SEEING, context=10_000, prices=[])).savings

    assert (saving.image.saved, saving.per_request, saving.monthly) == (72, None, None)


# --- What the text really has


def test_words_and_lines_of_the_text_are_told_beside_the_assumptions() -> None:
    request = Request((Message("system", (Text("Be brief."),)), Message("user", (Text("One line.\nAnother one.\n"),))))
    at = offer(context=1000)

    measured = fit(asking(request), at).measured

    assert measured is not None
    assert (measured.words, measured.lines) == (6, 3)
    assert measured.tokens == count(request, at, TODAY).of_kind("text")
    assert (measured.words_a_token, measured.tokens_a_line) == (Decimal(6) / measured.tokens, Decimal(measured.tokens) / 3)
    assert fit(text(100), at).measured is fit(tokens(100), at).measured is None


# --- In order


def test_what_fits_comes_first_and_the_cheapest_of_it() -> None:
    def at(name: str, **stated: Any) -> Offer:
        return offer(provider=sheet(name), **stated)

    offers = [
        at("retired", context=1000, retires=TODAY),
        at("unknown", context=None),
        at("narrow-dear", context=200, input="9"),
        at("narrow", context=200),
        at("unpriced", context=1000, prices=[]),
        at("dear", context=1000, input="9"),
        at("cheap", context=1000),
    ]
    found = fits(
        text(400), offers, Terms(on=TODAY, currency="USD", rate=to_dollars, output_tokens=100), units=Units(), cutting=Cutting()
    )

    assert [item.offer.provider.provider for item in found] == [
        *("cheap", "dear", "unpriced"),
        *("narrow", "narrow-dear"),
        "unknown",
        "retired",
    ]
