from __future__ import annotations

import base64
import io
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from costcalc.errors import InputError
from costcalc.tokens import data_url
from costcalc.tokens.data_url import open_data_url
from costcalc.tokens.images import read_size

if TYPE_CHECKING:
    from collections.abc import Callable

HEADS = ["data:image/png;base64,", "data:;base64,", "data:image/png;charset=utf-8;base64,", ""]


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("data", [b"a", b"ab", b"abc", b"\xfb\xff\xfe" * 7])
def test_every_head_and_padding(head: str, data: bytes) -> None:
    assert open_data_url(head + encoded(data)).read() == data


@settings(max_examples=200, deadline=None)
@given(data=st.data(), content=st.binary(min_size=1, max_size=3000), head=st.sampled_from(HEADS))
def test_whitespace_is_dropped_as_mistral_common_drops_it(data: st.DataObject, content: bytes, head: str) -> None:
    from mistral_common.utils.data_url import maybe_strip_base64_data_url_prefix

    payload = encoded(content)
    for place in data.draw(st.lists(st.integers(0, len(payload)), max_size=6)):
        payload = payload[:place] + data.draw(st.sampled_from([" ", "\n", "\r\n", "\t", "\n    "])) + payload[place:]
    reference = base64.b64decode(maybe_strip_base64_data_url_prefix(head + payload))
    assert open_data_url(head + payload).read() == reference == content


@settings(max_examples=200, deadline=None)
@given(
    content=st.binary(min_size=1, max_size=3000),
    wrapped=st.booleans(),
    moves=st.lists(st.tuples(st.integers(0, 2), st.integers(-50, 3500), st.integers(-1, 1200)), max_size=8),
)
def test_it_reads_and_seeks_like_the_decoded_file(content: bytes, moves: list[tuple[int, int, int]], *, wrapped: bool) -> None:
    payload = base64.encodebytes(content).decode() if wrapped else encoded(content)
    ours, plain = open_data_url("data:image/png;base64," + payload), io.BytesIO(content)
    for whence, offset, count in moves:
        target = max(offset + (0, plain.tell(), len(content))[whence], 0)
        assert ours.seek(target if whence == 0 else target - (0, ours.tell(), len(content))[whence], whence) == plain.seek(target)
        assert ours.read(count) == plain.read(count)


def noise(kind: str) -> bytes:
    file = io.BytesIO()
    options = {"compression": "tiff_lzw"} if kind == "TIFF" else {}
    Image.frombytes("RGB", (400, 300), os.urandom(360_000)).save(file, kind, **options)
    return file.getvalue()


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many characters have been decoded."""
    counts: list[int] = []
    decode = data_url.a2b_base64

    def counting(text: str, *, strict_mode: bool) -> bytes:
        counts.append(len(text))
        return decode(text, strict_mode=strict_mode)

    monkeypatch.setattr(data_url, "a2b_base64", counting)
    return lambda: sum(counts)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF"])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.encodebytes], ids=["one line", "wrapped"])
def test_a_header_is_decoded_without_the_pixels(kind: str, encode: Callable[[bytes], bytes], decoded: Callable[[], int]) -> None:
    stream = open_data_url(f"data:image/any;base64,{encode(noise(kind)).decode()}")
    assert read_size(stream, name="noise") == (400, 300)
    assert 0 < decoded() < 8000


def test_a_file_whose_header_stands_last_is_found_without_decoding_what_is_between(decoded: Callable[[], int]) -> None:
    data = noise("TIFF")
    assert int.from_bytes(data[4:8], "little") > len(data) * 0.9  # libtiff writes the directory behind the pixels
    assert read_size(open_data_url(encoded(data)), name="noise") == (400, 300)
    assert decoded() < 4000


@pytest.mark.parametrize(
    "url", ["data:image/png,abcd", "data:image/png;base64", "data:image/png;base64,", "data:;base64;x,YWJj", "data:"]
)
def test_what_mistral_common_refuses_as_a_data_url(url: str) -> None:
    from mistral_common.utils.data_url import maybe_strip_base64_data_url_prefix

    with pytest.raises(ValueError, match="Invalid base64 data URL"):
        maybe_strip_base64_data_url_prefix(url)
    with pytest.raises(InputError, match=f"^{url}: not of the form data:<type>;base64,<payload>"):
        open_data_url(url)


@pytest.mark.parametrize("payload", ["YQ", "YWI", "YWJjY", "YWJj\nYQ", "YW Jj YQ="])
def test_missing_padding_is_refused_as_mistral_common_refuses_it(payload: str) -> None:
    with pytest.raises(ValueError, match=r"padding|characters"):
        base64.b64decode(payload)
    with pytest.raises(InputError, match="characters is cut short or not padded with '='"):
        open_data_url(f"data:image/png;base64,{payload}")


def test_missing_padding_that_whitespace_hides_is_found_where_it_is_read() -> None:
    with pytest.raises(InputError, match="base64 of 7 characters is cut short"):
        open_data_url("data:image/png;base64,YWJj YWI").read()


@pytest.mark.parametrize(
    ("payload", "problem"),
    [
        ("YWJjY!Jj", "character 6 of the payload: '!' is not base64 there"),
        ("YWJj" * 300 + "YW%3", "character 1203 of the payload: '%' is not base64 there"),
        ("YW-j", "character 3 of the payload: '-' is not base64 there, which has '\\+' and '/': the URL-safe alphabet is not"),
        ("YWJj\nYW_j", "character 7 of the payload: '_' is not base64 there"),
        ("YQ==YWJj", "character 3 of the payload: '=' is not base64 there"),
        ("=YWJ", "character 1 of the payload: '=' is not base64 there"),
        ("YWé=", "character 3 of the payload: 'é' is not base64 there"),
    ],
)
def test_a_character_that_is_not_base64_is_named_with_its_place(payload: str, problem: str) -> None:
    with pytest.raises(InputError, match=f"^data:image/png;base64,.*: {problem}"):
        open_data_url(f"data:image/png;base64,{payload}").read()


def test_padding_at_the_end_of_what_is_read_but_not_of_the_payload_is_an_error() -> None:
    with pytest.raises(InputError, match="character 511 of the payload: '=' is not base64 there"):
        open_data_url("YWJj" * 127 + "YQ==" + "YWJj" * 200).read(10)


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet=st.sampled_from("AQz9+/=-_ \n!é"), min_size=1, max_size=40))
def test_any_text_gives_what_mistral_common_decodes_or_an_input_error(text: str) -> None:
    try:
        data = open_data_url(text).read()
    except InputError:
        return
    assert data == base64.b64decode(text)


def test_a_long_url_is_named_by_its_beginning_on_one_line() -> None:
    with pytest.raises(InputError) as caught:
        open_data_url("data:image/png;base64,\nYWJj" * 100)
    assert str(caught.value).startswith("data:image/png;base64, YWJjdata:image/pn...: ")
