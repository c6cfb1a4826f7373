"""Where a forecast turns: when a conversation outgrows the window, when a cache pays, what a smaller image would save."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from costcalc import money
from costcalc.planning.forecasting.sides import sides
from costcalc.planning.forecasting.turns import overflow
from costcalc.planning.image_what_if import SmallerImage, smaller_images
from costcalc.planning.limits import published
from costcalc.planning.prefix_cache import break_even_reads
from costcalc.planning.workload import Agent, Conversation, RequestSample, Single
from costcalc.pricing.evidence import Evidence
from costcalc.tokens.images import Size
from costcalc.tokens.request import Image, Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costcalc.planning.forecasting.expected import Expected, ForecastTerms
    from costcalc.planning.workload import Content, Workload


@dataclass(frozen=True, slots=True)
class Overflow:
    """The turn of a conversation, or step of a run, at which it no longer fits; None: it never outgrows the window."""

    name: str
    turn: int | None
    unit: str


def overflows(workload: Workload, expected: Expected, terms: ForecastTerms) -> list[Overflow]:
    """Return where each conversation and each run outgrows the window of an offer; nothing where nobody published that."""
    context = published(expected.offer, terms.on, terms.basis)["context"]
    if context is None or not expected.calls:
        return []
    return [
        Overflow(kind.name, overflow(kind.content, expected.offer, context, terms.on), unit)
        for kind in workload.classes
        if (unit := _unit(kind.content)) is not None
    ]


def _unit(content: Content) -> str | None:
    match content:
        case Conversation():
            return "turn"
        case Agent():
            return "step"
        case _:
            return None


def cache_break_even(expected: Expected) -> Decimal | None:
    """Return how often what is cached must be read before the cache pays at the first price of an offer.

    None where it never pays, or where the offer publishes no price of cached input.
    """
    first = expected.months[0].stints[0].span.price if expected.months else None
    if not isinstance(first, Evidence):
        return None
    row = first.row
    read = row.cached_input
    share = getattr(row, "cached_share", None)
    if read is None and share is not None and row.input is not None:
        read = money.times(row.input, share)
    if row.input is None or read is None:
        return None
    return break_even_reads(row.input, row.cache_write if row.cache_write is not None else row.input, read)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageSaving:
    """What the images of a class would save, resized to the next cheaper grid."""

    name: str
    image: SmallerImage
    saved: Decimal
    """Over all months of the forecast, in the asked currency."""


def image_savings(workload: Workload, expected: Expected) -> Iterator[ImageSaving]:
    """Yield what each size of image in a class would save at an offer by one step of its grid.

    A token of an image is billed as often as it is sent, at the mean rate of the class's prompts.
    """
    if expected.total is None:
        return
    for index, kind in enumerate(workload.classes):
        calls = expected.calls[index]
        prompts = sides(kind, index, expected).prompts
        images, requests = _images(kind.content)
        for image in smaller_images(images, expected.offer.counting.image):
            sent = Decimal(int((calls.image > 0).sum())) if requests == 1 else Decimal(calls.arrivals) / requests
            saved = money.times(prompts, image.saved * sent) / int(calls.input.sum())
            yield ImageSaving(name=kind.name, image=image, saved=money.tidy(saved))


def _images(content: Content) -> tuple[list[Image], int]:
    """Return the images of a class, and of how many requests they are."""
    match content:
        case Single(input=Request() as request):
            return list(request.images), 1
        case RequestSample(requests=requests):
            return [image for request in requests for image in request.images], len(requests)
        case Conversation():
            return [Image(f"{width}x{height}", Size(width, height)) for width, height in content.images], 1
        case _:
            return [], 1
