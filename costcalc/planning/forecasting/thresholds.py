"""Where a forecast turns: when a conversation outgrows the window, when a cache pays, what a smaller image would save."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from costcalc import money
from costcalc.planning.forecasting.expected import expected as expected_costs
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
    from costcalc.planning.workload import ArrivalClass, Content, Workload
    from costcalc.tokens.request import Part


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


def image_savings(workload: Workload, expected: Expected, terms: ForecastTerms) -> Iterator[ImageSaving]:
    """Yield what each size of image in a class would save at an offer by one step of its grid.

    What the workload costs less with smaller ones: a cache, a tier and a retry all have their part in it. Among many different
    requests a token is taken at the mean rate of their prompts instead, since to count them all for each size would take long.
    """
    whole = expected.total
    if whole is None:
        return
    for index, kind in enumerate(workload.classes):
        for image in smaller_images(_images(kind.content), expected.offer.counting.image):
            content = _resized(kind.content, image)
            total = None if content is None else _total_with(workload, index, content, expected, terms)
            saved = _at_mean_rate(kind, index, expected, image) if total is None else whole - total
            yield ImageSaving(name=kind.name, image=image, saved=money.tidy(saved))


def _images(content: Content) -> list[Image]:
    match content:
        case Single(input=Request() as request):
            return list(request.images)
        case RequestSample(requests=requests):
            return [image for request in requests for image in request.images]
        case Conversation():
            return [Image(f"{width}x{height}", Size(width, height)) for width, height in content.images]
        case _:
            return []


def _resized(content: Content, image: SmallerImage) -> Content | None:
    """Return a prompt or conversation with all images of a size made smaller; None for a sample of many."""
    match content:
        case Single(input=Request() as request):
            return replace(content, input=_with_smaller(request, image))
        case Conversation():
            return replace(content, images=tuple(image.smaller if size == image.size else size for size in content.images))
        case _:
            return None


def _with_smaller(request: Request, image: SmallerImage) -> Request:
    def made(part: Part) -> Part:
        return replace(part, size=image.smaller) if isinstance(part, Image) and part.size == image.size else part

    messages = (replace(message, parts=tuple(made(part) for part in message.parts)) for message in request.messages)
    return replace(request, messages=tuple(messages))


def _total_with(workload: Workload, index: int, content: Content, expected: Expected, terms: ForecastTerms) -> Decimal | None:
    classes = list(workload.classes)
    classes[index] = replace(classes[index], content=content)
    # The offer has what the workload knows of its prices already.
    other = replace(workload, classes=tuple(classes), prices=(), retirements=())
    return expected_costs(other, [month.month for month in expected.months], expected.offer, terms).total


def _at_mean_rate(kind: ArrivalClass, index: int, expected: Expected, image: SmallerImage) -> Decimal:
    calls = expected.calls[index]
    requests = len(kind.content.requests) if isinstance(kind.content, RequestSample) else 1
    prompts = sides(kind, index, expected).prompts
    return money.times(prompts, image.saved * Decimal(calls.arrivals) / requests) / int(calls.input.sum())
