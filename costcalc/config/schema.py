"""What a costcalc.yaml may say: one declaration for validation, JSON Schema and use.

Plain frozen dataclasses, as those of sheets; `config.loading` hands them to pydantic.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - pydantic reads the annotations
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from costcalc.planning.budget_terms import Level  # noqa: TC001
from costcalc.sheets import terms as sheets
from costcalc.sheets.conformity import Form

_NUMBER = r"[0-9]{1,12}(?:\.[0-9]{1,12})?"
_MONEY = rf"{_NUMBER} ?[A-Z]{{3}}"
_PERCENT = r"[0-9]{1,6}(?:\.[0-9]{1,6})? ?%"
Money = Annotated[str, Form("is an amount from 0 with its currency: write 500 USD", _MONEY)]
Increase = Annotated[str, Form("is a share or an amount from 0: write 10% or 50 USD", f"{_PERCENT}|{_MONEY}")]
Share = Annotated[str, Form("is a share from 0% and below 100%: write 20%", r"[0-9]{1,2}(?:\.[0-9]{1,6})? ?%")]
Days = int | Annotated[str, Form("is a number of days from 0: write 90d", "[0-9]{1,5} ?d")]
Volume = Annotated[str, Form("is a volume: write 20000/day or 600000/month")]
Region = Annotated[str, Form("is an ISO 3166 code such as DE, or EU, or GLOBAL", "[A-Z]{2}|GLOBAL")]
Need = Literal[sheets.Feature, sheets.Modality]

STRICT: dict[str, Any] = {**sheets.STRICT, "str_strip_whitespace": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptGroup:
    """Prompts that are sent in the same way: to the same model, with the same attachments, as often as each other."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    name: str
    """What reports call it."""
    files: tuple[str, ...]
    """Paths and globs from this file's folder: `prompts/*.md`, `prompts/**/*.json`; in quotes where one begins with *."""
    model: str | None = None
    """Model by name, alias, id or glob; none: the request's own, else mistral-small-3.2-24b."""
    offers: tuple[str, ...] = ()
    """Offers that it may be sent to, `provider/model`; none: every offer of the model. The cheapest that fits is taken."""
    system: str | None = None
    """File of a system prompt that is put in front of each."""
    images: tuple[str, ...] = ()
    """Images added to each: files, data URLs, or sizes such as 1280x720."""
    tools: str | None = None
    """JSON file of tools that are added to each."""
    output_tokens: int | None = None
    """Expected length of an answer; none: the request's max_tokens, else 1000."""
    requests: Volume | None = None
    """Requests of each prompt, `20000/day` or `600000/month`; none: 1000/day."""
    providers: tuple[str, ...] = ()
    """Providers to choose from; none: every one."""
    region: Region | None = None
    """Where it must be served from: EU, DE, US ..."""
    needs: tuple[Need, ...] = ()
    """What the offer must be able to do: tools, vision ..."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """One limit, and the prompts that it is on."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    name: str
    """What reports call it."""
    per_request: Money | None = None
    """Most that one request of any prompt may cost: `0.001 USD`."""
    monthly: Money | None = None
    """Most that all prompts together may cost a month: `500 USD`."""
    tokens: int | None = None
    """Most input tokens of one request."""
    increase: Increase | None = None
    """Most that the month's cost of all prompts together may grow over the baseline: `10%` or `50 USD`."""
    headroom: Share | None = None
    """Least share of the context window that stays free: `20%`."""
    max_price_age: Days | None = None
    """Most days since the price was last seen at its source: `90d`."""
    retires_within: Days | None = None
    """Days within which no offer may retire: `60d`."""
    counting: Literal["exact"] | None = None
    """`exact`: an estimated count of tokens decides nothing."""
    level: Level = "deny"
    """`deny` ends a check with its exit code; `warn` only says so."""
    scope: str = ""
    """Folder or file that it is on; none: every prompt. The longest that holds a prompt wins among budgets of one kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """A budget lets prompts off for a reason and a time."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    budget: str
    """The budget's name."""
    source: str
    """Path or glob of the prompts, from this file's folder."""
    reason: str
    """Why."""
    until: date
    """The last day on which it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The prompts of a repository, what they may cost, and how that is reckoned."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    prompts: tuple[PromptGroup, ...]
    """The prompts, in groups."""
    budgets: tuple[Budget, ...] = ()
    """The limits; each holds one."""
    exemptions: tuple[Exemption, ...] = ()
    """What is let off."""
    currency: str = "USD"
    """ISO 4217 code of the currency that results are in."""
    days_per_month: Annotated[Decimal, Form("is a number from 1 to 31")] = Decimal(30)
    """Days in a month, from 1 to 31."""
    sheets: tuple[str, ...] = ()
    """Folders of your own price sheets, from this file's folder; later over earlier, all over the packaged ones."""
