"""Whether something fits in one request at an offer, with how much room to spare, or in how many chunks."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from costcalc import money
from costcalc.errors import InputError, UnknownNameError
from costcalc.planning import limits
from costcalc.planning.counting import PromptCounter
from costcalc.planning.estimate import Estimate, Prompt, Terms, estimates
from costcalc.planning.headroom import Headroom, Room, Units, headroom
from costcalc.planning.image_what_if import SmallerImage, smaller_images
from costcalc.planning.measures import Measured
from costcalc.planning.passes import Cutting, Pass, Text, one_pass
from costcalc.tokens.request import from_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from costcalc.planning.asked import Asked
    from costcalc.sheets.book import Offer
    from costcalc.tokens.ledger import Ledger

Status = Literal["ok", "exceeds", "unknown", "retired"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """What resizing all images of one size saves at an offer, in the asked currency; None where that is unknown."""

    image: SmallerImage
    per_request: Decimal | None
    monthly: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Whether one request fits at one offer, and what then; `reason` says why it is not ok."""

    estimate: Estimate
    status: Status
    reason: str | None
    limits: Mapping[limits.Name, int | None]
    """What is published, None where nobody did."""
    input: int | None
    """Prompt tokens; None where they cannot be counted."""
    headroom: Headroom | None
    """None where nothing is left, or that is unknown."""
    cut: Pass | None
    """The text in chunks; None where it need not be cut, or that does not help."""
    uncut: str | None
    """Why cutting does not help."""
    savings: tuple[Saving, ...]
    measured: Measured | None
    """What the texts of the request really have; None where there are none, or they were not counted."""

    @property
    def offer(self) -> Offer:
        """The offer."""
        return self.estimate.offer

    @property
    def room(self) -> int | None:
        """Tokens of the window beside the request and its answer, negative where it is too narrow; None where unknown."""
        context = self.limits["context"]
        return None if context is None or self.input is None else context - self.input - self.estimate.output.tokens

    @property
    def longest_answer(self) -> int | None:
        """The most tokens that an answer can have, by the window and by what is published; None where that is unknown."""
        context, published = self.limits["context"], self.limits["max_output"]
        if context is None or self.input is None:
            return None
        left = max(context - self.input, 0)
        return left if published is None else min(left, published)

    @property
    def cost(self) -> Decimal | None:
        """What sending everything once costs, as one request or in chunks; None where that is unknown."""
        if self.cut is not None:
            return self.cut.cost
        return self.estimate.cost.per_request if self.estimate.cost and self.status == "ok" else None


def fits(asked: Asked, offers: Iterable[Offer], terms: Terms, *, units: Units, cutting: Cutting) -> list[Fit]:
    """Return whether something fits at each offer: first where it does, cheapest first; last where nobody can tell.

    Raises:
        UnknownNameError: the request forces a tool that it does not have.
    """
    order: dict[Status, int] = {"ok": 0, "exceeds": 1, "unknown": 2, "retired": 3}
    fitter = _Fitter(asked, terms, units, cutting)

    def key(item: Fit) -> tuple[int, Decimal, str]:
        return order[item.status], Decimal("Infinity") if item.cost is None else item.cost, item.offer.name

    return sorted((fitter.fit(found) for found in fitter.estimates(offers)), key=key)


class _Fitter:
    """Fits one thing into many offers, counting once a tokenizer."""

    def __init__(self, asked: Asked, terms: Terms, units: Units, cutting: Cutting) -> None:
        self.asked, self.terms, self.units, self.cutting = asked, terms, units, cutting
        self._request = PromptCounter(asked.request, terms.on) if asked.request else None
        self._text = PromptCounter(from_text(asked.text), terms.on)
        self._empty = PromptCounter(from_text(""), terms.on)
        texts = [text for _, text in asked.texts]
        self._words, self._lines = sum(len(text.split()) for text in texts), sum(len(text.splitlines()) for text in texts)

    def estimates(self, offers: Iterable[Offer]) -> list[Estimate]:
        """Return the estimate of the whole request at each offer."""
        asked = self.asked
        if asked.request is not None and asked.text_tokens is None and asked.input_tokens is None:
            return estimates(Prompt(asked.source, asked.request), offers, self.terms)
        return [self._estimate(offer, self._stated(offer)) for offer in offers]

    def fit(self, found: Estimate) -> Fit:
        """Return whether the request of an estimate fits there, and what then."""
        allowed = limits.published(found.offer, self.terms.on, self.terms.basis)
        # Without a single check, the model cannot take the request at all.
        used = found.usage.input if found.usage and found.limits else None
        status, reason = _status(found, allowed["context"])
        served = status in {"ok", "exceeds"}
        cut = self._cut(found, allowed["context"], used) if served else None
        return Fit(
            estimate=found,
            status=status,
            reason=reason,
            limits=allowed,
            input=used,
            headroom=self._headroom(found, allowed, used),
            cut=cut if isinstance(cut, Pass) else None,
            uncut=cut if isinstance(cut, str) else None,
            savings=tuple(self._savings(found)) if served and used is not None else (),
            measured=self._measured(found.ledger),
        )

    def _measured(self, ledger: Ledger | None) -> Measured | None:
        tokens = ledger.of_kind("text") + ledger.of_kind("tool_result") if ledger else 0
        return Measured(words=self._words, lines=self._lines, tokens=tokens) if tokens and self._lines else None

    def _stated(self, offer: Offer) -> int | None:
        """Return how many tokens the whole is by the numbers that are stated; None where the rest cannot be counted."""
        if self.asked.input_tokens is not None:
            return self.asked.input_tokens
        beside = self._ledger(self._request, offer)
        if self._request is not None and beside is None:
            return None
        return (beside.tokens if beside else 0) + (self.asked.text_tokens or 0)

    def _estimate(self, offer: Offer, input_tokens: int | None) -> Estimate:
        (found,) = estimates(Prompt(self.asked.source, self.asked.request, input_tokens), [offer], self.terms)
        return found

    def _ledger(self, counter: PromptCounter | None, offer: Offer) -> Ledger | None:
        """Return a ledger at an offer; None where there is nothing to count, or the model cannot take it."""
        try:
            return counter.at(offer) if counter else None
        except InputError:
            return None
        except UnknownNameError as error:
            raise UnknownNameError(f"{self.asked.source}: {error}") from error

    def _repeated(self, found: Estimate) -> int | None:
        """Return the tokens of a request besides the text that can be cut; None where they cannot be counted."""
        whole = found.ledger or self._ledger(self._request, found.offer)
        if whole is None:
            return None if self._request else 0
        # v1 writes its markers as text around the message; every chunk has them for itself.
        text, empty = self._ledger(self._text, found.offer), self._ledger(self._empty, found.offer)
        return whole.tokens - (text.of_kind("text") - empty.of_kind("text") if text and empty else 0)

    def _cut(self, found: Estimate, context: int | None, used: int | None) -> Pass | str | None:
        """Return the chunks, why there are none, or None where nothing is to be cut."""
        answer = found.output.tokens
        if context is None or used is None or (self.cutting.chunk_tokens is None and used + answer <= context):
            return None
        others = [check.reason for check in found.limits if check.limit != "context" and check.status == "exceeded"]
        if others:
            return "; ".join(others)
        repeated = self._repeated(found)
        if repeated is None:
            return "what each chunk repeats cannot be counted for this model"
        text = Text(tokens=used - repeated, repeated=repeated, answer=answer, answers=found.output.answers)
        return one_pass(text, context, self.cutting, lambda tokens: self._cost(found.offer, tokens))

    def _cost(self, offer: Offer, input_tokens: int) -> Decimal | None:
        """Return what the request costs with another number of tokens, in the asked currency."""
        found = self._estimate(offer, input_tokens)
        return found.cost.per_request if found.cost else None

    def _headroom(self, found: Estimate, allowed: Mapping[limits.Name, int | None], used: int | None) -> Headroom | None:
        context, most, answer = allowed["context"], allowed["max_images"], found.output.tokens
        if context is None or used is None or used + answer > context:
            return None
        room = Room(
            tokens=context - used - answer,
            answer=answer,
            images=None if most is None else max(most - self.asked.images, 0),
            max_output=allowed["max_output"],
            begun=self.asked.begun,
            counted=self.asked.request is not None,
        )
        return headroom(found.offer, room, self.units, self.terms.on)

    def _savings(self, found: Estimate) -> Iterator[Saving]:
        images = self.asked.request.images if self.asked.request else ()
        for image in smaller_images(images, found.offer.counting.image):
            then = self._cost(found.offer, found.usage.input - image.saved) if found.usage and found.cost else None
            saved = None if then is None or found.cost is None else money.total([found.cost.per_request, money.times(then, -1)])
            monthly = None if saved is None else money.times(saved, found.requests)
            yield Saving(image=image, per_request=saved, monthly=monthly)


def _status(found: Estimate, context: int | None) -> tuple[Status, str | None]:
    """Return whether it fits; a price that nobody knows does not matter here, a window that nobody published does."""
    if found.status == "retired":
        return "retired", found.reason
    if found.status == "exceeds":
        return ("unknown" if _only_uncountable(found) else "exceeds"), found.reason
    return ("unknown", "context window: nobody published it") if context is None else ("ok", None)


def _only_uncountable(found: Estimate) -> bool:
    """Whether a request is refused for no more than that nobody knows how the model counts images."""
    model = found.offer.counting
    return found.usage is None and "vision" in found.offer.takes and model.image is None and model.image_formula is None
