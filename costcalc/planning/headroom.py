"""What still fits beside a request: words, pages, lines of code, images and turns of a conversation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from costcalc.errors import InputError
from costcalc.planning.counting import count
from costcalc.planning.measures import Measures
from costcalc.planning.turn import DEFAULT_TURN, Turn, framing, turns_after, turns_from
from costcalc.tokens.images import Size
from costcalc.tokens.request import Image, Message, Request, from_text

if TYPE_CHECKING:
    from datetime import date

    from costcalc.sheets.book import Offer

DEFAULT_IMAGE = Size(1280, 720)
"""Where nobody says of what size images are meant; always stated as assumed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """In what the room is told."""

    measures: Measures = field(default_factory=Measures)
    image: Size = DEFAULT_IMAGE
    turn: Turn = DEFAULT_TURN


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a request leaves of an offer's window and of its other limits; None where nobody published one."""

    tokens: int
    """Beside the request and its answer."""
    answer: int
    """Tokens that are kept for the answer."""
    images: int | None
    """Further ones by their published number."""
    max_output: int | None
    begun: bool
    """Whether a user has said something, so that the answer is due to it and not to the first turn."""
    counted: bool
    """Whether there is a request, whose control tokens are taken off already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headroom:
    """What still fits beside the request and its answer; each figure for itself, not all together."""

    tokens: int
    words: int
    pages: int
    lines: int
    images: int | None
    """None: how the model counts images is not known."""
    turns: int
    """Further ones, or all where nobody has said anything yet; each with its answer."""


def headroom(offer: Offer, room: Room, units: Units, on: date) -> Headroom:
    """Return the room at an offer in each unit."""
    measures = units.measures
    return Headroom(
        tokens=room.tokens,
        words=measures.words(room.tokens),
        pages=measures.pages(room.tokens),
        lines=measures.lines(room.tokens),
        images=_images(offer, room, units.image, on),
        turns=_turns(offer, room, units.turn, on),
    )


def _images(offer: Offer, room: Room, size: Size, on: date) -> int | None:
    """Return how many images of a size fit, by their tokens and by their published number."""
    if "vision" not in offer.takes:
        return 0
    request = Request((Message("user", (Image("an image", size),)),))
    try:
        fitting = room.tokens // count(request, offer, on).of_kind("image")
    except InputError:
        return None
    return fitting if room.images is None else min(fitting, room.images)


def _turns(offer: Offer, room: Room, turn: Turn, on: date) -> int:
    if room.max_output is not None and turn.assistant > room.max_output:
        return 0
    added = framing(offer.counting, on)
    if room.begun:
        return turns_after(room.tokens, turn, added)
    control = 0 if room.counted else count(from_text(""), offer, on).tokens
    return turns_from(room.tokens + room.answer - control, turn, added)
