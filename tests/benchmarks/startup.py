"""Start-up of `costcalc estimate` beside its peers: whole processes in turn, medians, and ratios of each pair of runs.

Run by hand: `python tests/benchmarks/startup.py [RUNS]`. Peers that are not installed (`pip install ttok litellm`) are left
out and named. litellm's wheel carries the vocabulary that ttok would otherwise download.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import tempfile
from pathlib import Path

from timing import compare

EXAMPLES = Path(__file__).parents[2] / "data" / "examples"
SCRIPTS = Path(sys.executable).parent

MISTRAL_COMMON = """
import sys
from mistral_common.protocol.instruct.chunk import ImageURL, ImageURLChunk, TextChunk
from mistral_common.protocol.instruct.messages import UserMessage
from mistral_common.protocol.instruct.request import ChatCompletionRequest
from mistral_common.tokens.tokenizers.mistral import MistralTokenizer
tokenizer = MistralTokenizer.v3(is_tekken=True, is_mm=True)
text, image = open(sys.argv[1]).read(), ImageURLChunk(image_url=ImageURL(url="file://" + sys.argv[2]))
request = ChatCompletionRequest(messages=[UserMessage(content=[TextChunk(text=text), image])])
print(len(tokenizer.encode_chat_completion(request).tokens))
"""
LITELLM = """
import sys
import litellm
text = open(sys.argv[1]).read()
parts = [{"type": "text", "text": text}, {"type": "image_url", "image_url": {"url": sys.argv[3]}}]
messages = [{"role": "user", "content": parts}]
count = litellm.token_counter(model="mistral/mistral-small-latest", messages=messages)
print(count, litellm.cost_per_token(model="mistral/mistral-small-latest", prompt_tokens=count, completion_tokens=1000))
"""


def commands(prompt: Path) -> dict[str, list[str]]:
    """Return each command that can run here."""
    image = EXAMPLES / "screenshot.png"
    import base64

    url = "data:image/png;base64," + base64.b64encode(image.read_bytes()).decode()
    found = {
        "costcalc estimate": [str(SCRIPTS / "costcalc"), "estimate", str(prompt), "--image", str(image)],
        "python -c pass": [sys.executable, "-c", "pass"],
        "mistral-common": [sys.executable, "-c", MISTRAL_COMMON, str(prompt), str(image)],
        "ttok": [str(SCRIPTS / "ttok"), "-i", str(prompt)],
        "litellm": [sys.executable, "-c", LITELLM, str(prompt), str(image), url],
    }
    for name in ("ttok", "litellm"):
        if importlib.util.find_spec(name) is None:
            print(f"{name} is not installed: left out")
            del found[name]
    return found


def environment(cache: str) -> dict[str, str]:
    """Return an environment with a cache of its own, and litellm's copies of what its peers would download."""
    spec = importlib.util.find_spec("litellm")
    vocabularies = str(Path(spec.origin).parent / "litellm_core_utils" / "tokenizers") if spec and spec.origin else ""
    extra = {"COSTCALC_CACHE_DIR": cache, "LITELLM_LOCAL_MODEL_COST_MAP": "True", "TIKTOKEN_CACHE_DIR": vocabularies}
    return {**os.environ, **extra}


def main() -> None:
    """Print medians, and how many times as long each peer takes."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    with tempfile.TemporaryDirectory() as folder:
        text = "".join((EXAMPLES / name).read_text() for name in ("system.md", "support.md")) * 4
        prompt = Path(folder) / "prompt.md"
        prompt.write_text(text[:2048])
        compare(commands(prompt), environment(folder), runs=runs)


if __name__ == "__main__":
    main()
