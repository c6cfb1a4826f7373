"""What a workload file says of one class, as values of planning."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from costcalc.config.beliefs import LengthQuantiles, LengthSummary
from costcalc.config.length_checks import percentile
from costcalc.config.numbers import belief, ratio
from costcalc.errors import InputError
from costcalc.logs.prompts import Additions
from costcalc.planning.workload import (
    Agent,
    ArrivalClass,
    Conversation,
    Memory,
    PrefixCache,
    Quantiles,
    RequestSample,
    Retries,
    Single,
    Summarised,
    Summary,
    Window,
)
from costcalc.tokens.request import Message, Request, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from costcalc.config.beliefs import NumberBelief
    from costcalc.config.workload_mix import (
        AgentTerms,
        CachePolicy,
        ConversationTerms,
        HistoryPolicy,
        MixClass,
        RetryTerms,
    )
    from costcalc.config.workload_values import Origin
    from costcalc.planning.workload import Content, History, Length
    from costcalc.tokens.request import Image, Tool


def arrival_class(terms: MixClass, index: int, origin: Origin) -> ArrivalClass:
    """Return a class, its prompt or sample read."""
    return ArrivalClass(
        name=terms.name,
        share=Decimal(1) if terms.share is None else ratio(terms.share),
        content=_content(terms, index, origin),
        cached_share=None if terms.cached_share is None else belief(terms.cached_share),
        batch_share=belief(terms.batch_share),
        retries=None if terms.retries is None else _retries(terms.retries),
    )


def length(stated: Decimal | NumberBelief | LengthSummary | LengthQuantiles) -> Length:
    """Return a length: a number, a belief, or a distribution."""
    match stated:
        case LengthSummary():
            return Summary(mean=belief(stated.mean), p50=stated.p50, p95=stated.p95, of=stated.of)
        case LengthQuantiles():
            keys = [(percentile(key), at) for key, at in stated.quantiles.items()]
            points = tuple(sorted((share, at) for share, at in keys if share is not None))
            return Quantiles(points=points, mean=None if stated.mean is None else belief(stated.mean), of=stated.of)
        case _:
            return belief(stated)


def _content(terms: MixClass, index: int, origin: Origin) -> Content:
    if terms.conversation is not None:
        return _conversation(terms.conversation, index, origin)
    if terms.agent is not None:
        return _agent(terms.agent)
    if terms.prompt is not None:
        return _prompt(terms, index, origin)
    if terms.sample is not None:
        return _sample(terms.sample, terms, index, origin)
    assert terms.input is not None  # noqa: S101 - checked
    assert terms.output is not None  # noqa: S101 - checked
    images = terms.images if isinstance(terms.images, int) else 0
    return Single(input=length(terms.input), output=length(terms.output), images=images)


def _sample(path: str, terms: MixClass, index: int, origin: Origin) -> Content:
    with origin.at("mix", index, "sample"):
        sample = origin.sources.sample(path)
    if sample.cached_input and terms.cached_share is not None:
        with origin.at("mix", index, "cached_share"):
            raise InputError("has no effect beside a sample that tells its cached tokens: leave one of them out")
    return sample


def _prompt(terms: MixClass, index: int, origin: Origin) -> Content:
    assert terms.prompt is not None  # noqa: S101 - checked
    assert terms.output is not None  # noqa: S101 - checked
    with origin.at("mix", index, "prompt"):
        requests = origin.sources.requests(terms.prompt)
    system: str | None = None
    tools: tuple[Tool, ...] = ()
    if terms.system is not None:
        with origin.at("mix", index, "system"):
            system = origin.sources.text(terms.system)
    if terms.tools is not None:
        with origin.at("mix", index, "tools"):
            tools = origin.sources.tools(terms.tools)
    images = terms.images if isinstance(terms.images, tuple) else ()
    added = Additions(system, _images(images, origin, "mix", index, "images"), tools)
    if added:
        requests = origin.sources.with_added(terms, requests, added)
    output = length(terms.output)
    return Single(input=requests[0], output=output) if len(requests) == 1 else RequestSample(requests=requests, output=output)


def _images(named: Sequence[str], origin: Origin, *place: str | int) -> tuple[Image, ...]:
    found = []
    for number, image in enumerate(named):
        with origin.at(*place, number):
            found.append(origin.sources.image(image))
    return tuple(found)


def _conversation(terms: ConversationTerms, index: int, origin: Origin) -> Conversation:
    place = ("mix", index, "conversation")
    images = _images(terms.images, origin, *place, "images")
    system: int | Request
    if isinstance(terms.system, int):
        system = terms.system
    else:
        with origin.at(*place, "system"):
            system = Request((Message("system", (Text(origin.sources.text(terms.system)),)),))
    return Conversation(
        turns=length(terms.turns),
        system=system,
        user=length(terms.user),
        assistant=length(terms.assistant),
        images=tuple((image.size.width, image.size.height) for image in images if image.size is not None),
        history=_history(terms.history),
        cache=_cache(terms.cache),
    )


def _agent(terms: AgentTerms) -> Agent:
    return Agent(
        steps=length(terms.steps),
        shared=terms.shared,
        task=length(terms.task),
        call=length(terms.call),
        result=length(terms.result),
        history=_history(terms.history),
        cache=_cache(terms.cache),
    )


def _history(policy: str | HistoryPolicy) -> History:
    if isinstance(policy, str):
        return "full"
    if policy.window is not None:
        return Window(turns=policy.window)
    if (stated := policy.summary) is not None:
        return Summarised(every=stated.every, tokens=stated.tokens, instructions=stated.instructions)
    assert policy.memory is not None  # noqa: S101 - checked
    kept = policy.memory
    return Memory(tokens=kept.tokens, extraction_input=kept.extraction_input, extraction_output=kept.extraction_output)


def _cache(policy: CachePolicy | None) -> PrefixCache | None:
    return None if policy is None else PrefixCache(shared=policy.shared, answers=policy.answers)


def _retries(terms: RetryTerms) -> Retries:
    return Retries(failing=belief(terms.failing), most=terms.most, billed=terms.billed)
