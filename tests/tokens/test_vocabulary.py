"""Counts are those of tiktoken on the rank list and the pattern that mistral-common gives it."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import sysconfig
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
import tiktoken
from hypothesis import example, given
from hypothesis import strategies as st

from costcalc.errors import InputError
from costcalc.tokens import vocabulary
from costcalc.tokens.tekken.pieces import PATTERN
from costcalc.tokens.vocabulary import PACKAGED, from_file, packaged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Route = Literal["light", "bulk"]
PROMPT = "Explain to a new colleague how our billing works: 1,222 tokens for an image of 1280x720.\n\nKeep it short, please!"


def data_file(name: str) -> Path:
    (folder,) = find_spec("mistral_common").submodule_search_locations  # type: ignore[union-attr,misc]
    return Path(folder) / "data" / f"{name}.json"


@pytest.fixture(scope="module", autouse=True)
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache of this module's own, empty at first."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COSTCALC_CACHE_DIR", str(folder))
        packaged.cache_clear()
        yield folder
    packaged.cache_clear()


@pytest.fixture(scope="module", params=PACKAGED)
def reference(request: pytest.FixtureRequest) -> tiktoken.Encoding:
    """tiktoken set up as mistral-common sets it up."""
    fields = json.loads(data_file(request.param).read_bytes())
    config = fields["config"]
    size = config["default_vocab_size"] - config["default_num_special_tokens"]
    ranks = {b64decode(token["token_bytes"]): token["rank"] for token in fields["vocab"][:size]}
    return tiktoken.Encoding(request.param, pat_str=config["pattern"], mergeable_ranks=ranks, special_tokens={})


@pytest.fixture(scope="module")
def counted(reference: tiktoken.Encoding) -> Callable[[str, Route], int]:
    """Count by the way for small texts, or by the one for large texts."""
    bulk = from_file(data_file(reference.name))
    bulk.count("text " * 100_000)

    def count(text: str, route: Route) -> int:
        return (from_file(data_file(reference.name)) if route == "light" else bulk).count(text)

    return count


WORDS = (
    "the The HTTPServer naïve ß İ ǅ ʰ été e\u0301 Ωμέγα ЖЗи שָׁלוֹם العربية हिन्दी ไทย 中文 ひらがな カタカナ 한국어 "
    "\u1100\u1161\u11a8 🙂 👩\u200d👧 🇫🇷 ☂\ufe0f \U0001d400 \ue000 \U0010ffff \ufffe \0 \u200b \ufeff \u180e \u0300\u0301 "
    "'s 'LL \u2019t don't 1 2024 ٣ Ⅷ ½ ² 10^6 3.14 / // !? ... ===== ( ) { _ __init__ # <s> [INST] </s> \\n $ € ~~~"
)
WHITE_SPACE = [" ", "  ", "\t", "\n", "\r\n", "\n\n", "\r", "\v", "\f", "\x1c", "\x85", "\xa0", "\u2028", "\u3000"]
FRAGMENTS = st.sampled_from(WORDS.split(" ")) | st.sampled_from(WHITE_SPACE)
TEXTS = st.lists(FRAGMENTS, max_size=40).map("".join) | st.text() | st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize("route", ["light", "bulk"])
@given(text=TEXTS)
@example(text="")
@example(text="\ud83d\ude42 \ud800\n")
@example(text="<s>[INST] hello [/INST]</s>")
def test_any_text_counts_as_in_tiktoken(
    text: str, route: Route, counted: Callable[[str, Route], int], reference: tiktoken.Encoding
) -> None:
    assert counted(text, route) == len(reference.encode_ordinary(text))


@pytest.mark.parametrize("route", ["light", "bulk"])
@given(unit=st.text(min_size=1, max_size=6), size=st.integers(490, 510))
def test_pieces_of_about_500_bytes_count_as_in_tiktoken(
    unit: str, size: int, route: Route, counted: Callable[[str, Route], int], reference: tiktoken.Encoding
) -> None:
    text = (unit * size)[:size]
    assert counted(text, route) == len(reference.encode_ordinary(text))


@pytest.mark.parametrize("route", ["light", "bulk"])
@pytest.mark.parametrize("size", [499, 500, 501, 40_000])
@pytest.mark.parametrize("unit", ["a", "A", "=", " ", "\t", "\n", "\r\n", "/", "1", "ก", "中", "\u0301", "aA", " a", "\ud800"])
def test_repetitions_count_as_in_tiktoken(
    unit: str, size: int, route: Route, counted: Callable[[str, Route], int], reference: tiktoken.Encoding
) -> None:
    assert counted(unit * size, route) == len(reference.encode_ordinary(unit * size))


def python_sources() -> list[str]:
    """Some megabytes of real text: modules, tests and their data from the Python that runs this."""
    files = sorted(file for file in Path(sysconfig.get_paths()["stdlib"]).rglob("*.*") if file.suffix in {".py", ".txt"})
    chosen = random.Random(5).sample(files, min(120, len(files)))  # noqa: S311 - the same files each time
    return [file.read_text(encoding="utf-8", errors="replace")[:60_000] for file in chosen]


def test_python_sources_count_as_in_tiktoken(counted: Callable[[str, Route], int], reference: tiktoken.Encoding) -> None:
    texts = python_sources()
    expected = [len(reference.encode_ordinary(text)) for text in texts]
    assert [counted(text, "light") for text in texts] == expected
    assert [counted(text, "bulk") for text in texts] == expected


@pytest.mark.parametrize("excess", [-1, 0, 1])
@pytest.mark.parametrize("unit", ["word ", "été, ", "中文。"])
def test_nothing_changes_where_tiktoken_takes_over(unit: str, excess: int, reference: tiktoken.Encoding) -> None:
    half = unit * (vocabulary._LIGHT_BYTES // 2 // len(unit.encode()))
    rest = "x" * (vocabulary._LIGHT_BYTES - 2 * len(half.encode()) + excess)
    counter = from_file(data_file(reference.name))
    texts = [half, half + rest, "and on", half]
    assert [counter.count(text) for text in texts] == [len(reference.encode_ordinary(text)) for text in texts]


def test_small_texts_need_no_tiktoken() -> None:
    program = (
        "import sys; from costcalc.tokens.vocabulary import packaged; packaged('tekken_240911').count('small'); "
        "print({'tiktoken', 'regex', 'numpy', 'pydantic', 'mistral_common'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_threads_count_alike(reference: tiktoken.Encoding) -> None:
    texts = [PROMPT * times for times in range(1, 200)]  # together they cross over to tiktoken
    counter = from_file(data_file(reference.name))
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(counter.count, texts)) == [len(reference.encode_ordinary(text)) for text in texts]


def test_counts_with_an_empty_cache_and_with_one_that_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reference: tiktoken.Encoding
) -> None:
    (tmp_path / "no folder").write_text("")
    for folder in ("new", "no folder"):
        monkeypatch.setenv("COSTCALC_CACHE_DIR", str(tmp_path / folder))
        assert from_file(data_file(reference.name)).count(PROMPT) == len(reference.encode_ordinary(PROMPT))


@pytest.mark.parametrize("name", PACKAGED)
def test_mistral_common_counts_the_same(name: str) -> None:
    tekken = pytest.importorskip("mistral_common.tokens.tokenizers.tekken")
    tokenizer = tekken.Tekkenizer.from_file(data_file(name))
    texts = ["", PROMPT, "<s>[INST]", "a\ud800b 🙂", "中文 " * 500, "  \n x  "]
    expected = [len(tokenizer.encode(text, bos=False, eos=False)) for text in texts]
    assert [packaged(name).count(text) for text in texts] == expected


@pytest.mark.parametrize("name", PACKAGED)
def test_the_digest_is_that_of_the_file(name: str) -> None:
    assert packaged(name).digest == sha256(data_file(name).read_bytes()).hexdigest()


def test_a_packaged_vocabulary_is_opened_once() -> None:
    assert packaged("tekken_240911") is packaged("tekken_240911")


@pytest.mark.parametrize("name", ["", "tekken_250101", "../tekken_240911", "tekken_240911.json"])
def test_no_other_name_is_packaged(name: str) -> None:
    with pytest.raises(InputError, match=r"there are tekken_240718, tekken_240911$"):
        packaged(name)


def test_mistral_common_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    packaged.cache_clear()
    monkeypatch.setattr(vocabulary, "find_spec", lambda _: None)
    with pytest.raises(InputError, match="mistral-common is not installed; `pip install mistral-common`"):
        packaged("tekken_240718")


@pytest.mark.parametrize(
    ("name", "reason"),
    [("missing.json", "No such file or directory"), ("a\0b", "(?:stat: )?embedded null .*"), ("", "Is a directory")],
)
def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(InputError, match=rf": cannot be read \({reason}\); give the path of a tekken\.json file$"):
        from_file(tmp_path / name)


def own_file(path: Path, pattern: str) -> Path:
    fields = json.loads(data_file("tekken_240718").read_bytes())
    config = {"pattern": pattern, "default_vocab_size": 5_000, "default_num_special_tokens": 400}
    path.write_text(json.dumps({"config": config, "vocab": fields["vocab"][:6_000]}))
    return path


@pytest.mark.parametrize("pattern", [PATTERN, r"\w+|\W+", r"(?i:'s|'t)|\p{L}+|\p{N}{1,3}|[^\p{L}\p{N}]+"])
def test_a_file_of_ones_own_counts_by_its_own_size_and_pattern(tmp_path: Path, pattern: str) -> None:
    path = own_file(tmp_path / "own.json", pattern)
    ranks = {b64decode(token["token_bytes"]): token["rank"] for token in json.loads(path.read_bytes())["vocab"][:4_600]}
    reference = tiktoken.Encoding("own", pat_str=pattern, mergeable_ranks=ranks, special_tokens={})
    for counter in (from_file(path), from_file(path)):  # compiled, then from the cache
        for text in ("", PROMPT, "a\ud800b", PROMPT * 3000, PROMPT):
            assert counter.count(text) == len(reference.encode_ordinary(text))
