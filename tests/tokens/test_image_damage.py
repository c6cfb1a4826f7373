"""Whatever happens to the bytes of an image, its size is right or the error is the user's to understand."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from costcalc.errors import InputError
from costcalc.tokens.images import Size, read_size

Image.init()
SIDES = (60, 44)
OPTIONS: dict[str, dict[str, Any]] = {
    "PNG": {},
    "JPEG": {"icc_profile": b"colour" * 20},
    "WEBP": {},
    "WEBP lossless": {"lossless": True},
    "WEBP extended": {"icc_profile": b"colour"},
    "GIF": {"comment": b"a comment"},
    "BMP": {},
    "TIFF": {},
    "TIFF big": {"big_tiff": True},
    "TIFF compressed": {"compression": "tiff_lzw"},
    "ICO": {"sizes": [(16, 16), SIDES]},
    "ICO bitmap": {"sizes": [(16, 16), SIDES], "bitmap_format": "bmp"},
} | ({"AVIF": {}} if "AVIF" in Image.SAVE else {})
SIGNATURES = [
    b"",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"RIFF\0\0\0\0WEBPVP8 ",
    b"GIF89a",
    b"BM",
    b"II*\0",
    b"MM\0+",
    b"\0\0\1\0",
]


def image(name: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", SIDES).save(file, name.partition(" ")[0], **OPTIONS[name])
    return file.getvalue()


IMAGES = {name: image(name) for name in OPTIONS}


def size_or_none(data: bytes) -> Size | None:
    try:
        return read_size(io.BufferedReader(io.BytesIO(data)), name="photo.bin")  # stricter than BytesIO, as a file is
    except InputError as error:
        assert str(error).startswith("photo.bin: ")  # noqa: PT017 - any other exception is the failure
        return None


@pytest.mark.parametrize("name", OPTIONS)
def test_a_file_cut_anywhere_is_an_error_until_its_header_is_whole(name: str) -> None:
    data = IMAGES[name]
    found = [size_or_none(data[:length]) for length in range(min(len(data), 2000))] + [size_or_none(data)]
    whole = found.index(SIDES)
    assert found[:whole] == [None] * whole
    assert found[whole:] == [SIDES] * (len(found) - whole)


@pytest.mark.parametrize("name", ["PNG", "JPEG", "WEBP", "BMP"])
def test_the_error_names_the_file_and_the_first_byte_that_is_missing(name: str) -> None:
    with pytest.raises(InputError, match=r"^photo\.bin: byte 20: missing: the file ends inside its header$"):
        read_size(io.BytesIO(IMAGES[name][:20]), name="photo.bin")


def test_a_jpeg_that_ends_inside_its_profile_misses_the_byte_after_it() -> None:
    data = IMAGES["JPEG"]
    after_profile = data.index(b"ICC_PROFILE") + 14 + 120
    with pytest.raises(InputError, match=f"byte {after_profile}: missing"):
        read_size(io.BytesIO(data[: after_profile - 50]), name="photo.bin")


@settings(max_examples=400, deadline=None)
@given(
    name=st.sampled_from(list(OPTIONS)),
    changes=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), min_size=1, max_size=4),
)
def test_changed_bytes_give_a_size_or_an_input_error(name: str, changes: list[tuple[int, int]]) -> None:
    data = bytearray(IMAGES[name])
    for place, value in changes:
        data[place % len(data)] = value
    size = size_or_none(bytes(data))
    assert size is None or min(size) >= 1


@settings(max_examples=300, deadline=None)
@given(signature=st.sampled_from(SIGNATURES), rest=st.binary(max_size=200))
def test_any_bytes_give_a_size_or_an_input_error(signature: bytes, rest: bytes) -> None:
    size = size_or_none(signature + rest)
    assert size is None or min(size) >= 1


def test_an_offset_that_no_file_reaches_is_an_error() -> None:
    with pytest.raises(InputError, match=r"^photo\.bin: byte 18446744073709551615: missing: no image file is that long$"):
        read_size(io.BytesIO(b"II+\0\x08\0\0\0" + b"\xff" * 8), name="photo.bin")


def test_a_file_that_fails_while_it_is_read_is_an_error() -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error", size)

    with pytest.raises(InputError, match=r"^photo\.bin: byte 0: cannot be read: Input/output error$"):
        read_size(Failing(), name="photo.bin")


def test_a_brand_box_too_short_for_its_brands_is_an_error() -> None:
    assert size_or_none(b"\0\0\0\x0cftypavif" + bytes(20)) is None


@pytest.mark.parametrize("place", range(16, 24))
def test_a_png_whose_size_was_changed_is_caught_by_its_checksum(place: int) -> None:
    data = bytearray(IMAGES["PNG"])
    data[place] ^= 1
    assert size_or_none(bytes(data)) is None
