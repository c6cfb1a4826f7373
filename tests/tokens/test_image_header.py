from __future__ import annotations

import io
import struct
import warnings
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from costcalc.errors import InputError
from costcalc.tokens.images import Size, read_size

Image.init()
SIZES = [(1, 1), (3, 2), (16, 16), (37, 91), (300, 77), (4000, 3), (3, 4000)]
MODES = {
    "PNG": ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"],
    "JPEG": ["L", "RGB", "CMYK"],
    "WEBP": ["RGB", "RGBA"],
    "GIF": ["1", "L", "P", "RGB"],
    "BMP": ["1", "L", "P", "RGB", "RGBA"],
    "TIFF": ["1", "L", "P", "RGB", "RGBA", "CMYK", "I;16", "I;16B", "F"],
    "AVIF": ["L", "RGB", "RGBA"],
}
needs_avif = pytest.mark.skipif("AVIF" not in Image.SAVE, reason="this Pillow cannot write AVIF")


KINDS_AND_MODES = [
    pytest.param(kind, mode, marks=[needs_avif] if kind == "AVIF" else [], id=f"{kind}-{mode}")
    for kind, modes in MODES.items()
    for mode in modes
]


def picture(size: tuple[int, int] = (120, 90), mode: str = "RGB", colour: int = 0) -> Image.Image:
    return Image.new(mode, size, colour)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def measured(data: bytes) -> Size:
    return read_size(io.BytesIO(data), name="photo")


def pillow(data: bytes) -> tuple[int, int]:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Image was not the expected size")
        with Image.open(io.BytesIO(data)) as image:
            return image.size


@pytest.mark.parametrize(("kind", "mode"), KINDS_AND_MODES)
def test_every_format_and_mode_has_the_size_that_pillow_opens_it_with(kind: str, mode: str) -> None:
    for size in SIZES:
        data = saved(picture(size, mode), kind)
        assert measured(data) == pillow(data) == size


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "ICO"]),
    width=st.integers(1, 256),
    height=st.integers(1, 256),
)
def test_any_size(kind: str, width: int, height: int) -> None:
    options = {"sizes": [(width, height)]} if kind == "ICO" else {}
    data = saved(picture((width, height)), kind, **options)
    assert measured(data) == pillow(data) == (width, height)


# JPEG -----------------------------------------------------------------------------------------------------------------


def exif(orientation: int, thumbnail: bytes = b"") -> bytes:
    tag = struct.pack(">HHHIHH", 1, 274, 3, 1, orientation, 0)
    return b"Exif\0\0MM\0*" + struct.pack(">I", 8) + tag + b"\0\0\0\0" + thumbnail


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def test_a_progressive_jpeg_lying_on_its_side_behind_a_large_profile_is_measured_as_stored() -> None:
    data = saved(picture((600, 300)), "JPEG", progressive=True, exif=exif(6), icc_profile=b"colour" * 40_000)
    assert measured(data) == pillow(data) == (600, 300)


def test_a_thumbnail_in_the_exif_segment_is_not_taken_for_the_picture() -> None:
    data = saved(picture((600, 300)), "JPEG", exif=exif(1, saved(picture((160, 80)), "JPEG")))
    assert measured(data) == pillow(data) == (600, 300)


@pytest.mark.parametrize("marker", [0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF])
def test_every_kind_of_jpeg_frame(marker: int) -> None:
    data = saved(picture(), "JPEG").replace(b"\xff\xc0", bytes([0xFF, marker]), 1)
    assert measured(data) == pillow(data) == (120, 90)


@pytest.mark.parametrize(
    "between",
    [
        pytest.param(b"\xff\xff\xff", id="fill bytes"),
        pytest.param(b"\0\0\0", id="strays"),
        pytest.param(b"\xff\0", id="escaped"),
        pytest.param(b"x" * 5000, id="more strays than one block"),
        pytest.param(b"x" * 4095, id="a marker across two blocks"),
        pytest.param(b"\xff\xd0", id="a marker without length"),
        pytest.param(segment(0xFE, b"a comment with \xff\xc0\0\x11\x08\0\1\0\1 inside"), id="comment"),
        pytest.param(segment(0xC4, b"") + segment(0xCC, b""), id="tables"),
    ],
)
def test_what_may_stand_between_jpeg_segments(between: bytes) -> None:
    plain = saved(picture(), "JPEG")
    data = plain[:20] + between + plain[20:]  # after the start of image and its JFIF segment
    assert measured(data) == pillow(data) == (120, 90)


def test_a_multi_picture_jpeg_is_its_first_picture() -> None:
    data = saved(picture(), "MPO", save_all=True, append_images=[picture((40, 30))])
    assert measured(data) == pillow(data) == (120, 90)


@pytest.mark.parametrize("stray", [b"\xff\xda\0\x02", b"\xff\xe0\0\1", b"\xff\x42\0\x02"])
def test_a_jpeg_whose_scan_comes_before_its_frame_is_an_error(stray: bytes) -> None:
    with pytest.raises(InputError, match="photo: byte 2: marker 0x"):
        measured(b"\xff\xd8" + stray + saved(picture(), "JPEG")[2:])


# Animations, and the formats that Pillow writes in several ways ------------------------------------------------------------


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP", "TIFF", pytest.param("AVIF", marks=needs_avif)])
def test_the_first_frame_of_many(kind: str) -> None:
    data = saved(picture(), kind, save_all=True, append_images=[picture(colour=255), picture(colour=90)])
    assert measured(data) == pillow(data) == (120, 90)


def test_the_first_page_of_a_tiff_with_pages_of_several_sizes() -> None:
    data = saved(picture(), "TIFF", save_all=True, append_images=[picture((900, 800))])
    assert measured(data) == pillow(data) == (120, 90)


@pytest.mark.parametrize("options", [{"lossless": True}, {"icc_profile": b"colour"}, {"exif": exif(6)}])
def test_webp_lossless_and_extended(options: dict[str, Any]) -> None:
    data = saved(picture((1000, 17)), "WEBP", **options)
    assert measured(data) == pillow(data) == (1000, 17)


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"])
def test_tiff_compressions_whose_directory_stands_first_or_last(compression: str) -> None:
    data = saved(picture(), "TIFF", compression=compression)
    assert measured(data) == pillow(data) == (120, 90)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_tiff_is_turned_as_its_own_orientation_says(orientation: int) -> None:
    data = saved(picture(), "TIFF", tiffinfo={274: orientation})
    assert measured(data) == pillow(data) == ((90, 120) if orientation >= 5 else (120, 90))


def test_big_tiff() -> None:
    data = saved(picture(), "TIFF", big_tiff=True)
    assert measured(data) == pillow(data) == (120, 90)


def test_big_tiff_with_the_big_end_first_which_pillow_cannot_open() -> None:
    tags = [(256, 3, 1, struct.pack(">H6x", 120)), (257, 16, 1, struct.pack(">Q", 90))]
    directory = struct.pack(">Q", len(tags)) + b"".join(struct.pack(">HHQ8s", *tag) for tag in tags)
    assert measured(b"MM\0+" + struct.pack(">HHQ", 8, 0, 16) + directory) == (120, 90)


def test_a_tiff_whose_width_is_a_fraction_is_an_error() -> None:
    tags = [(256, 5, 1, b"\0\0\0\x08"), (257, 3, 1, b"\0\x5a\0\0")]
    directory = struct.pack(">H", len(tags)) + b"".join(struct.pack(">HHI4s", *tag) for tag in tags)
    with pytest.raises(InputError, match="photo: byte 4: the first TIFF directory states no width and height"):
        measured(b"MM\0*\0\0\0\x08" + directory)


def test_a_big_tiff_directory_of_an_absurd_length_is_an_error() -> None:
    with pytest.raises(InputError, match="photo: byte 16: a TIFF directory of 4294967296 tags"):
        measured(b"II+\0" + struct.pack("<HHQQ", 8, 0, 16, 1 << 32))


# GIF ------------------------------------------------------------------------------------------------------------------


def gif(screen: tuple[int, int], before: bytes = b"", frame: tuple[int, int, int, int] = (0, 0, 10, 10), flags: int = 0) -> bytes:
    palette = b"\1\2\3" * (2 << (flags & 7)) if flags & 0x80 else b""
    start = b"GIF89a" + struct.pack("<HHBBB", *screen, flags, 0, 0) + palette
    return start + before + b"," + struct.pack("<4HB", *frame, 0) + b"\x02\x02\x44\x01\0;"


@pytest.mark.parametrize(
    ("screen", "frame", "size"),
    [
        ((30, 20), (0, 0, 10, 10), (30, 20)),
        ((10, 10), (5, 7, 30, 20), (35, 27)),
        ((100, 10), (0, 0, 30, 20), (100, 20)),
        ((0, 0), (0, 0, 30, 20), (30, 20)),
    ],
)
def test_a_gif_is_its_screen_widened_to_hold_the_first_frame(
    screen: tuple[int, int], frame: tuple[int, int, int, int], size: tuple[int, int]
) -> None:
    data = gif(screen, frame=frame)
    assert measured(data) == pillow(data) == size


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(b"!\xfe\x05hello\x03, !\0", id="comment"),
        pytest.param(b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0!\xf9\x04\0\0\0\0\0", id="loop and delay"),
        pytest.param(b"\0\0", id="strays"),
    ],
)
@pytest.mark.parametrize("flags", [0x00, 0x80, 0x87])
def test_what_may_stand_before_the_first_frame_of_a_gif(before: bytes, flags: int) -> None:
    data = gif((30, 20), before, frame=(0, 0, 31, 5), flags=flags)
    assert measured(data) == pillow(data) == (31, 20)


def test_a_gif_without_a_frame_is_an_error() -> None:
    with pytest.raises(InputError, match="photo: byte 13: the GIF ends without an image"):
        measured(gif((30, 20), b";"))


# BMP ------------------------------------------------------------------------------------------------------------------


def bmp(header: bytes) -> bytes:
    return b"BM" + struct.pack("<III", 14 + len(header) + 64, 0, 14 + len(header)) + header + b"\0" * 64


@pytest.mark.parametrize("length", [40, 52, 56, 64, 108, 124])
@pytest.mark.parametrize("height", [4, -4])
def test_bitmap_headers_with_rows_from_either_end(length: int, height: int) -> None:
    data = bmp(struct.pack("<IiiHH", length, 5, height, 1, 24).ljust(length, b"\0"))
    assert measured(data) == pillow(data) == (5, 4)


def test_the_oldest_bitmap_header() -> None:
    data = bmp(struct.pack("<IHHHH", 12, 5, 40_000, 1, 24))
    assert measured(data) == pillow(data) == (5, 40_000)


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        (struct.pack("<I36x", 16), "byte 14: a bitmap header has 12 or 40 to 124 bytes, not 16"),
        (struct.pack("<IiiHH24x", 40, -5, 4, 1, 24), "byte 18: the bitmap's width is -5"),
        (struct.pack("<IiiHH24x", 40, 0, 4, 1, 24), "its header says 0x4 pixels"),
    ],
)
def test_bitmap_headers_that_say_nothing_sensible(header: bytes, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        measured(bmp(header))


# ICO ------------------------------------------------------------------------------------------------------------------


def ico(*frames: tuple[int, int, int, int, bytes]) -> bytes:
    """An icon of (width byte, height byte, colours, bits, picture)."""
    offset, directory = 6 + 16 * len(frames), b""
    for width, height, colours, bits, data in frames:
        directory += struct.pack("<4B2H2I", width, height, colours, 0, 1, bits, len(data), offset)
        offset += len(data)
    return struct.pack("<3H", 0, 1, len(frames)) + directory + b"".join(frame[-1] for frame in frames)


def png(width: int, height: int) -> bytes:
    return saved(picture((width, height), "RGBA"), "PNG")


@pytest.mark.parametrize("options", [{}, {"bitmap_format": "bmp"}])
def test_an_icon_of_seven_frames_is_its_largest(options: dict[str, str]) -> None:
    sides = [16, 24, 32, 48, 64, 72, 96]
    data = saved(picture((96, 96), "RGBA"), "ICO", sizes=[(side, side) for side in sides], **options)
    assert struct.unpack_from("<H", data, 4) == (7,)
    assert measured(data) == pillow(data) == (96, 96)


def test_an_icon_of_256_pixels_has_a_zero_in_its_directory() -> None:
    data = ico((48, 48, 0, 32, png(48, 48)), (0, 0, 0, 32, png(256, 256)))
    assert measured(data) == pillow(data) == (256, 256)


def test_the_picture_of_an_icon_knows_its_size_better_than_the_directory() -> None:
    data = ico((48, 48, 0, 32, png(48, 48)), (0, 0, 0, 32, png(512, 300)))
    assert measured(data) == pillow(data) == (512, 300)


@pytest.mark.parametrize(
    ("first", "second", "winner"),
    [
        ((32, 32, 0, 32), (32, 32, 0, 8), (22, 22)),  # of two as large, the one with fewer bits a pixel
        ((32, 32, 0, 8), (32, 32, 0, 8), (11, 11)),  # of two alike, the first
        ((32, 32, 0, 0), (32, 32, 16, 0), (22, 22)),  # bits from the number of colours
        ((32, 32, 1, 0), (32, 32, 0, 32), (22, 22)),  # one colour is no bits, which count as many
        ((16, 64, 0, 8), (32, 32, 0, 4), (22, 22)),  # as large in area
        ((40, 30, 0, 8), (32, 32, 0, 1), (11, 11)),
    ],
)
def test_which_picture_of_an_icon_is_the_one(
    first: tuple[int, int, int, int], second: tuple[int, int, int, int], winner: tuple[int, int]
) -> None:
    data = ico((*first, png(11, 11)), (*second, png(22, 22)))
    assert measured(data) == pillow(data) == winner


def test_an_icon_without_a_picture_is_an_error() -> None:
    with pytest.raises(InputError, match="photo: byte 4: the icon holds no picture"):
        measured(ico())


# AVIF -----------------------------------------------------------------------------------------------------------------


def box(kind: bytes, *content: bytes, length: int | None = None) -> bytes:
    body = b"".join(content)
    return struct.pack(">I4s", len(body) + 8 if length is None else length, kind) + body


def avif(pitm: bytes, ipma: bytes, *properties: bytes, meta_length: int | None = None) -> bytes:
    """An AVIF of boxes alone: another brand that lists avif, and a meta box with the primary item and the properties."""
    iprp = box(b"iprp", box(b"ipco", *properties), ipma)
    start = box(b"ftyp", b"mif1", bytes(4), b"miafavif")
    return start + box(b"meta", bytes(4), box(b"hdlr", bytes(20)), box(b"pitm", pitm), iprp, length=meta_length)


def extents(width: int, height: int) -> bytes:
    return box(b"ispe", struct.pack(">III", 0, width, height))


ITEM_2 = struct.pack(">IH", 0, 2)
# Items 1 and 2 and their properties; the top bit of a property's number marks it as essential.
SHORT = box(b"ipma", struct.pack(">IIHBBHBBB", 0, 2, 1, 1, 2, 2, 2, 1, 0x83))
LONG = box(b"ipma", struct.pack(">IIIBHIBHH", 0x01000001, 2, 1, 1, 2, 2, 2, 1, 0x8003))


@pytest.mark.parametrize("ipma", [SHORT, LONG, box(b"ipma", bytes(8)) + SHORT], ids=["short", "long", "in two boxes"])
@pytest.mark.parametrize("pitm", [ITEM_2, struct.pack(">II", 0x01000000, 2)], ids=["short item", "long item"])
@pytest.mark.parametrize("meta_length", [None, 0], ids=["sized", "to the end"])
def test_an_avif_is_the_extents_of_its_primary_item(pitm: bytes, ipma: bytes, meta_length: int | None) -> None:
    properties = box(b"av1C", bytes(4)), extents(16, 16), extents(640, 480)
    assert measured(avif(pitm, ipma, *properties, meta_length=meta_length)) == (640, 480)


def test_an_avif_box_may_have_a_long_length() -> None:
    long_box = struct.pack(">I4sQ", 1, b"free", 20) + bytes(4)
    data = avif(ITEM_2, SHORT, box(b"av1C"), extents(16, 16), extents(640, 480))
    meta = data.index(b"meta") - 4
    assert measured(data[:meta] + long_box + data[meta:]) == (640, 480)


@pytest.mark.parametrize(
    ("item", "ipma"),
    [
        pytest.param(9, SHORT, id="an item without properties"),
        pytest.param(1, SHORT, id="an item without extents"),
        pytest.param(2, SHORT[:-1] + b"\x84", id="a property that is not there"),
        pytest.param(2, b"", id="no associations"),
    ],
)
def test_an_avif_that_states_no_size_is_an_error(item: int, ipma: bytes) -> None:
    with pytest.raises(InputError, match="photo: byte 86: the AVIF's primary item states no size"):
        measured(avif(struct.pack(">IH", 0, item), ipma, box(b"av1C"), box(b"pixi"), extents(640, 480)))


def test_an_avif_without_a_primary_item_is_an_error() -> None:
    data = box(b"ftyp", b"avif", bytes(4)) + box(b"meta", bytes(4), box(b"hdlr", bytes(20)))
    with pytest.raises(InputError, match="photo: byte 28: the AVIF has no pitm box here"):
        measured(data)


# What is read, and what is refused ----------------------------------------------------------------------------------------


class Counting(io.BytesIO):
    """A file that notes what is read from it."""

    asked = 0
    farthest = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.asked += len(data)
        self.farthest = max(self.farthest, self.tell())
        return data


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", pytest.param("AVIF", marks=needs_avif)])
def test_the_pixels_are_not_read(kind: str) -> None:
    noise = Image.effect_noise((400, 300), 90).convert("RGB")
    file = Counting(saved(noise, kind))
    assert read_size(file, name="noise") == (400, 300)
    assert file.asked < 1000
    assert file.farthest < len(file.getvalue()) / 10


def test_a_large_profile_is_stepped_over() -> None:
    file = Counting(saved(picture(), "JPEG", icc_profile=b"colour" * 40_000))
    assert read_size(file, name="photo") == (120, 90)
    assert file.asked < 100


def test_a_file_is_read_from_its_first_byte_wherever_it_stands() -> None:
    file = io.BytesIO(saved(picture(), "PNG"))
    file.seek(50)
    assert read_size(file, name="photo") == (120, 90)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "an empty file"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG drawing"),
        (b"<?xml version='1.0'?><svg/>", "an XML text, perhaps an SVG drawing"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF document"),
        (b"\0\0\x02\0\1\0\x20\x20", "a Windows cursor"),
        (b"\0\0\0\x0cjP  \r\n\x87\n", "a JPEG 2000 image"),
        (b"8BPS\0\1", "a Photoshop document"),
        (b"PK\3\4\x14\0", "a ZIP archive or an Office document"),
        (b"just some words, no picture", "text beginning with 'just some words,'"),
        (b"\x89PN", "a file of 3 bytes"),
        (bytes(range(128, 160)), r"a file beginning with b'\\x80"),
    ],
)
def test_what_is_no_image_is_named(data: bytes, what: str) -> None:
    with pytest.raises(InputError, match=f"^photo: {what}.*, not an image in a format that is accepted: PNG, JPEG, WebP, GIF"):
        measured(data)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "byte 8: a file of brand b'heic' is not AVIF; HEIC and video are not accepted"),
        (b"\0\0\0\x14ftypavif\0\0\0\0mif1\0\0\0\x03meta", "byte 20: a box of 3 bytes"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "byte 8: a RIFF file of type b'WAVE' is no image"),
        (b"RIFF\x24\0\0\0WEBPICCP", "byte 12: a WebP begins with a VP8 chunk, not with b'ICCP'"),
        (b"RIFF\x24\0\0\0WEBPVP8 \0\0\0\0" + bytes(10), "byte 20: the VP8 chunk does not begin with a key frame"),
        (b"RIFF\x24\0\0\0WEBPVP8L\0\0\0\0" + bytes(5), "byte 20: the VP8L chunk does not begin with its signature"),
        (b"\x89PNG\r\n\x1a\n" + bytes(25), "byte 8: a PNG begins with an IHDR chunk of 13 bytes"),
        (
            saved(picture(), "PNG").replace(b"\0\0\0\x78", b"\0\0\0\x79", 1),
            "byte 29: the checksum of the PNG header does not match",
        ),
    ],
)
def test_a_header_that_is_broken_names_the_byte(data: bytes, problem: str) -> None:
    with pytest.raises(InputError, match=f"photo: {problem}"):
        measured(data)
