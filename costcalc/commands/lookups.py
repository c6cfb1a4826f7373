"""Options that the look-ups share, and what they come to."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, TypeVar, get_args

import typer

from costcalc import money
from costcalc.commands import options
from costcalc.errors import InputError
from costcalc.nearest import nearest
from costcalc.sheets.terms import Basis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from costcalc.planning.monthly import Month
    from costcalc.pricing.catalogue import Blend, Terms

BASES: tuple[Basis, ...] = get_args(Basis)
Choice = TypeVar("Choice", bound=str)

OfferArgument = Annotated[
    str, typer.Argument(metavar="OFFER", help="provider/model, provider/alias, provider:id, or a shorthand.")
]
CurrencyOption = Annotated[str, typer.Option(metavar="CODE", help="Currency of the answer.")]
FxOption = Annotated[
    list[str] | None,
    typer.Option(metavar="CODE=RATE", help="What 1 CODE is worth in --currency, in place of the ECB; repeatable."),
]
RegionOption = Annotated[str | None, typer.Option(metavar="REGION", help="Served from there: EU, DE, US ...")]
NeedsOption = Annotated[str | None, typer.Option(metavar="LIST", help="Only what can do all of these: tools,vision")]
BasisOption = Annotated[
    str | None, typer.Option(metavar="BASIS", help="Prices as one kind of source states them: official, api, page, community.")
]
BlendOption = Annotated[str, typer.Option(metavar="IN:OUT", help="Parts of input and output in a blended price.")]
InputTokensOption = Annotated[
    int | None, typer.Option(metavar="N", help="Input tokens of one request; default 1000, shown as assumed.")
]
OutputTokensOption = Annotated[
    int | None, typer.Option(metavar="N", help="Output tokens of one request; default 1000, shown as assumed.")
]
RequestsOption = Annotated[str | None, typer.Option(metavar="N/day|N/month", help="Volume; default 1000/day, shown as assumed.")]


def basis(text: str | None) -> Basis | None:
    """Return the kind of source that `--basis` names.

    Raises:
        InputError: there is no such kind.
    """
    return None if text is None else choice(text, BASES, "--basis")


def blend(text: str) -> Blend:
    """Return the mix that `--blend 3:1` states.

    Raises:
        InputError: not two whole numbers, or both zero.
    """
    from costcalc.pricing.catalogue import Blend

    read, _, written = text.partition(":")
    if not (read.isdecimal() and written.isdecimal() and len(text) < 20) or int(read) + int(written) == 0:
        raise InputError(f"--blend: '{text}' is no mix: write parts of input to parts of output, 3:1")
    return Blend(int(read), int(written))


def rate(text: str | None, option: str) -> Decimal | None:
    """Return the rate of a million tokens that an option sets as a bound.

    Raises:
        InputError: no number, or below zero.
    """
    if text is None:
        return None
    try:
        value = money.decimal(text)
    except ValueError as error:
        raise InputError(f"{option}: {error}: write a rate of 1M tokens, such as 0.50") from None
    if value < 0:
        raise InputError(f"{option}: {text} is negative: write a rate of 1M tokens from 0")
    return value


def month(terms: Terms, *, input_tokens: int | None, output_tokens: int | None, requests: str | None) -> Month:
    """Return the month that costs are for; what an option leaves open is assumed.

    Raises:
        InputError: a number is negative, or the volume cannot be read.
    """
    from costcalc.planning.monthly import DEFAULT_USAGE, Month
    from costcalc.planning.volume import DEFAULT_VOLUME, parse_volume
    from costcalc.pricing.usage import Usage

    stated = {"input": input_tokens, "output": output_tokens, "requests": requests}
    read, written = options.tokens(input_tokens, "--input-tokens"), options.tokens(output_tokens, "--output-tokens")
    return Month(
        on=terms.on,
        currency=terms.currency,
        rate=terms.rate,
        usage=Usage(
            input=DEFAULT_USAGE.input if read is None else read, output=DEFAULT_USAGE.output if written is None else written
        ),
        volume=DEFAULT_VOLUME if requests is None else parse_volume(requests),
        assumed=tuple(name for name, value in stated.items() if value is None),
    )


def choice(text: str, known: Sequence[Choice], option: str) -> Choice:
    """Return the one of the known choices that an option names.

    Raises:
        InputError: it names none of them.
    """
    for one in known:
        if one == text:
            return one
    raise InputError(f"{option}: unknown choice '{text}'{nearest(text, known)}")
