"""Sizes that people state, words, pages and lines of code, in tokens and back: by assumptions, each of which can be told."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from costcalc import money

WORDS_A_TOKEN = Decimal("0.75")
"""English prose; a rule of thumb of the published pages, by which 37,000 words are 49,334 tokens."""
TOKENS_A_PAGE = 500
"""By which 256 pages are 128,000 tokens, as the published tracker page has it."""
TOKENS_A_LINE = 8
"""A line of code, by which 16,000 lines are 128,000 tokens, as the published tracker page has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """How many tokens a word, a page and a line of code are taken for."""

    words_a_token: Decimal = WORDS_A_TOKEN
    tokens_a_page: int = TOKENS_A_PAGE
    tokens_a_line: int = TOKENS_A_LINE

    def tokens(self, *, words: int = 0, pages: int = 0, lines: int = 0) -> int:
        """Return the tokens of so many words, pages and lines together; a part of a token is a whole one."""
        of_words = (words / self.words_a_token).to_integral_value(ROUND_CEILING)
        return int(of_words) + pages * self.tokens_a_page + lines * self.tokens_a_line

    def words(self, tokens: int) -> int:
        """Return the whole words that fit so many tokens."""
        return int(money.times(self.words_a_token, tokens).to_integral_value(ROUND_FLOOR))

    def pages(self, tokens: int) -> int:
        """Return the whole pages that fit so many tokens."""
        return tokens // self.tokens_a_page

    def lines(self, tokens: int) -> int:
        """Return the whole lines of code that fit so many tokens."""
        return tokens // self.tokens_a_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a text really has, to hold the assumptions against: words between white space, lines, tokens."""

    words: int
    lines: int
    tokens: int

    @property
    def words_a_token(self) -> Decimal:
        """Words for each token."""
        return Decimal(self.words) / self.tokens

    @property
    def tokens_a_line(self) -> Decimal:
        """Tokens for each line."""
        return Decimal(self.tokens) / self.lines
