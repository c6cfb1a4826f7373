"""Compare the counts with recorded bills: `python tests/truth.py` prints a table and every miss.

The records stand beside the repository and are not part of it. Each goes the way that a user's request goes: the provider's id
on the day it was sent is an offer of the book, and the offer is counted.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from costcalc.errors import CostcalcError
from costcalc.planning.counting import count, count_completion
from costcalc.sheets.loading import load_book
from costcalc.tokens import converse
from costcalc.tokens.chat_json import Reader
from costcalc.tokens.images import Size
from costcalc.tokens.reading import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from costcalc.sheets.book import Book, Offer
    from costcalc.tokens.ledger import Ledger
    from costcalc.tokens.request import Request

TRUTH = Path(__file__).resolve().parents[2] / "shared" / "truth"

Record = dict[str, Any]
AS_SENT, KEYS_LOST, REMOTE_IMAGES, COMPLETIONS = "as sent", "key order assumed", "http images", "completions"

_PROVIDERS = {
    "api.mistral.ai": "mistral",
    "openrouter.ai": "openrouter",
    "api.venice.ai": "venice",
    "<OLLAMA_API_BASE>": "ollama",
    "api-inference.huggingface.co": "huggingface",
    "router.huggingface.co": "huggingface",
    "api.together.xyz": "together",
}
_UPSTREAMS = {
    "Chutes": "chutes",
    "DeepInfra": "deepinfra",
    "InferenceNet": "inference-net",
    "Mistral": "mistral",
    "Nebius": "nebius",
    "Novita": "novita",
}
_SCHEMA_ORDER = ("type", "properties", "required")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One count beside the bill."""

    record: Record
    group: str
    offer: str
    billed: int
    ledger: Ledger | None
    """None where it was refused; `problem` says why."""
    spread: int = 0
    """How far the sheet says that the host's own template may differ."""
    problem: str = ""

    @property
    def difference(self) -> int | None:
        """Tokens counted beyond the bill."""
        return None if self.ledger is None else self.ledger.tokens - self.billed

    @property
    def holds(self) -> bool:
        """Whether the count is the bill, within the spread that the sheet states."""
        return self.difference is not None and abs(self.difference) <= self.spread


def records(name: str) -> list[Record]:
    """Return the records of a file in the shared folder."""
    with (TRUTH / name).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def provider_of(record: Record) -> str:
    """Return the name of the sheet of the provider that a record's request was sent to."""
    host: str = record["provider"]
    return "aws" if host.startswith("bedrock") else _PROVIDERS[host]


def day_of(record: Record) -> date:
    """Return the day of a record: of the response, or of the commit that added it."""
    return date.fromisoformat((record["date"] or record["committed"])[:10])


def offer_of(record: Record, book: Book) -> Offer:
    """Return the offer that a record's request was sent to, by the provider's own id."""
    return book.offer(f"{provider_of(record)}:{record['model'] or record['response_model']}", day_of(record))


def host_offer_of(record: Record, book: Book) -> Offer:
    """Return the offer of the host that answered: behind a router the one that it names, and the model that it chose."""
    if record["upstream"] not in _UPSTREAMS:
        return offer_of(record, book)
    return book.offer(f"{_UPSTREAMS[record['upstream']]}/{record['response_model']}", day_of(record))


def sizes() -> dict[str, Size]:
    """Return the sizes of the pictures that records name by an http address."""
    stated = json.loads((TRUTH / "sizes.json").read_text(encoding="utf-8"))
    return {url: Size(size["width"], size["height"]) for url, size in stated.items()}


def request_of(record: Record, known: dict[str, Size]) -> Request:
    """Return the request of a record, the keys of its schemas put in their usual order where the recorder sorted them."""
    sent = record["request"]
    if group_of(record, known) == KEYS_LOST:
        sent = {**sent, "tools": [_in_schema_order(tool) for tool in sent.get("tools", [])]}
    return Reader(known, TRUTH).request(sent, record["id"])


def group_of(record: Record, known: Iterable[str]) -> str:
    """Return what a prompt of `records.jsonl` is judged by."""
    if record.get("key_order_assumed", "recorded") != "recorded":
        return KEYS_LOST
    sent = json.dumps(record["request"])
    return REMOTE_IMAGES if any(json.dumps(url) in sent for url in known) else AS_SENT


def _in_schema_order(value: Any) -> Any:
    if isinstance(value, list):
        return [_in_schema_order(item) for item in value]
    if not isinstance(value, dict):
        return value
    first = [key for key in _SCHEMA_ORDER if key in value]
    return {key: _in_schema_order(value[key]) for key in (*first, *(key for key in value if key not in first))}


def prompts(book: Book) -> Iterator[Comparison]:
    """Compare each prompt of the providers whose rules are known."""
    known = sizes()
    for record in records("records.jsonl"):
        yield _prompt(record, offer_of(record, book), group_of(record, known), known)


def completions(book: Book) -> Iterator[Comparison]:
    """Compare each answer of the providers whose rules are known, but for one of a kind that cannot be counted."""
    for record in records("records.jsonl"):
        if not _cites(record):
            yield _completion(record, offer_of(record, book))


def other_hosts(book: Book) -> Iterator[Comparison]:
    """Compare each prompt of the hosts that use a template of their own, by what their sheets say of it."""
    for record in records("other_hosts.jsonl"):
        offer = host_offer_of(record, book)
        yield _prompt(record, offer, offer.name, {})


def _prompt(record: Record, offer: Offer, group: str, known: dict[str, Size]) -> Comparison:
    usage = record["usage"]
    billed = usage["inputTokens"] if "inputTokens" in usage else usage["prompt_tokens"]
    try:
        ledger = count(request_of(record, known), offer, day_of(record))
    except CostcalcError as error:
        return Comparison(record, group, offer.name, billed, None, problem=str(error))
    return Comparison(record, group, offer.name, billed, ledger, offer.template.spread if offer.template else 0)


def _completion(record: Record, offer: Offer) -> Comparison:
    usage = record["usage"]
    billed = usage["outputTokens"] if "outputTokens" in usage else usage["completion_tokens"]
    place = Place(record["id"])
    answer = record["response_message"]
    message = Reader().message(converse.answer(answer, place) if "outputTokens" in usage else answer, place)
    ledger = count_completion(message, offer, day_of(record), record["finish"])
    return Comparison(record, COMPLETIONS, offer.name, billed, ledger)


def _cites(record: Record) -> bool:
    content = record["response_message"]["content"]
    return isinstance(content, list) and any(part.get("type") == "reference" for part in content)


def table(found: Iterable[Comparison]) -> list[str]:
    """Return a line a group, how many of it hold, and below a line for each that does not."""
    groups: dict[str, list[Comparison]] = {}
    for comparison in found:
        groups.setdefault(comparison.group, []).append(comparison)
    width = max(map(len, groups), default=0)
    lines = [
        f"{group:{width}}  {sum(item.holds for item in items):4} of {len(items):4}" for group, items in sorted(groups.items())
    ]
    return [*lines, "", *(_miss(item) for items in groups.values() for item in items if not item.holds), ""]


def _miss(item: Comparison) -> str:
    if item.ledger is None:
        found = f"not counted: {item.problem}"
    else:
        beyond = f" beyond +-{item.spread}" if item.spread else ""
        found = f"counted {item.ledger.tokens} {item.difference:+}{beyond} {item.ledger.counting}"
    about = f"{day_of(item.record)} {item.record['finish']}: {' '.join(item.record['features'])}"
    return f"{item.record['id']}  {item.offer}  billed {item.billed}  {found}  ({about})"


def main() -> None:
    """Print what holds and what does not."""
    if not TRUTH.is_dir():
        sys.exit(f"{TRUTH}: the recorded bills are not here; they are no part of the project")
    book = load_book()
    print("Prompts, and answers as billed output\n")
    print("\n".join(table([*prompts(book), *completions(book)])))
    print("Hosts with a template of their own, within what their sheets say\n")
    print("\n".join(table(other_hosts(book))))


if __name__ == "__main__":
    main()
