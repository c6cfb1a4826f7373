"""Which provider a catalogue's name means, so that a sheet of it stands under the name that costcalc has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from costcalc.sheets.schema import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from costcalc.sheets.terms import Kind

_OTHER_NAMES = {
    "amazon-nova": "nova",
    "aws": "amazon-bedrock bedrock bedrock-converse amazon",
    "azure": "azure-ai azure-text azure-cognitive-services",
    "cloudflare": "cloudflare-workers-ai",
    "cohere": "cohere-chat",
    "featherless": "featherless-ai",
    "fireworks": "fireworks-ai",
    "friendliai": "friendli",
    "gmi": "gmicloud",
    "google": "gemini",
    "inference-net": "inference",
    "meta": "meta-ai",
    "mistral": "mistralai",
    "moonshot": "moonshot-ai moonshotai",
    "novita": "novita-ai",
    "nvidia-nim": "nvidia",
    "ollama": "ollama-cloud",
    "openai": "text-completion-openai",
    "perplexity": "perplexity-agent",
    "regolo": "regolo-ai",
    "together": "together-ai togetherai",
    "vercel": "vercel-ai-gateway",
    "xai": "x-ai",
}
_SHORT_NAMES = {other: name for name, others in _OTHER_NAMES.items() for other in others.split()}
_KINDS: dict[Kind, str] = {
    "maker": "ai21 anthropic arcee cohere deepseek google inception meta minimax mistral moonshot openai perplexity reka sarvam"
    " tencent typesafe voyageai writer xai xiaomi zai zhipuai",
    "router": "aihubmix aiml cortecs cursor github-copilot helicone huggingface kilo llmgateway nano-gpt openrouter poe vercel",
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names.split()}
_RESERVED = frozenset({"models"})
"""Names of files in a folder of sheets that are no provider's."""


def short_name(named: str) -> str:
    """Return the short name of a provider: costcalc's own where it has one, else the catalogue's in small letters."""
    slug = re.sub(r"[^a-z0-9.]+", "-", named.lower()).strip("-.") or "unnamed"
    if slug.startswith(("vertex-ai", "google-vertex")):
        return "vertex"
    name = _SHORT_NAMES.get(slug, slug)
    return f"{name}-provider" if name in _RESERVED else name


def header(provider: str, name: str | None, known: Mapping[str, Sheet]) -> Sheet:
    """Return the sheet of a provider without offers: named and billed as the book has it, else as the catalogue says."""
    if provider in known:
        own = known[provider]
        return Sheet(provider=provider, name=own.name, kind=own.kind, currency=own.currency)
    routers = (sheet for sheet in known.values() if sheet.kind == "router")
    parent = next((sheet for sheet in routers if provider.startswith(f"{sheet.provider}-")), None)
    kind = "router" if parent else _KIND_OF.get(provider, "host")
    return Sheet(provider=provider, name=name or provider, kind=kind, currency="USD", fees=parent.fees if parent else ())
