from __future__ import annotations

import base64
import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from costcalc.errors import InputError
from costcalc.tokens.image_grid import tokens
from costcalc.tokens.image_size import image_size, parse_size

SHARED = Path(__file__).parents[2].parent / "shared"
SMALL_3 = {"patch": 14, "merge": 2, "max_side": 1540}


def photo(kind: str = "PNG", size: tuple[int, int] = (120, 90), **options: Any) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size).save(file, kind, **options)
    return file.getvalue()


def data_url(data: bytes, kind: str = "image/png") -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "my photo.png"
    path.write_bytes(photo())
    return path


@pytest.mark.parametrize("text", ["1280x720", "1280X720", "1280×720", " 1280 x 720 "])  # noqa: RUF001 - people write it
def test_a_size_is_written_as_width_and_height(text: str) -> None:
    assert parse_size(text) == (1280, 720)


@pytest.mark.parametrize("text", ["0x720", "1280x0", "-5x3", "1280x-720"])
def test_a_size_has_pixels_both_ways(text: str) -> None:
    with pytest.raises(InputError, match=f"'{text}' is not an image size: each side is at least 1 pixel"):
        parse_size(text)


@pytest.mark.parametrize(
    "text", ["", "x", "1280", "1280x", "x720", "1280x720x3", "12.5x3", "1e3x5", "wide x high", "9" * 5000 + "x1"]
)
def test_anything_else_is_no_size(text: str) -> None:
    with pytest.raises(InputError, match="is not an image size: write WIDTHxHEIGHT in pixels, such as 1280x720"):
        parse_size(text)


def test_a_file_by_path_and_by_name(file: Path) -> None:
    assert image_size(file) == (120, 90)
    assert image_size(str(file)) == (120, 90)


def test_a_file_url_may_be_percent_encoded_or_not(file: Path) -> None:
    assert image_size(file.as_uri()) == (120, 90)
    assert image_size(f"file://{file}") == (120, 90)


def test_a_data_url() -> None:
    assert image_size(data_url(photo("JPEG"), "image/jpeg")) == (120, 90)


def test_a_size_instead_of_an_image() -> None:
    assert image_size("1280x720") == (1280, 720)


def test_a_file_that_is_named_like_a_size_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "10x10").write_bytes(photo())
    monkeypatch.chdir(tmp_path)
    assert image_size("10x10") == (120, 90)


@pytest.mark.parametrize("url", ["https://example.com/photo.png", "http://example.com/10x10", "HTTPS://example.com/photo.png"])
def test_a_remote_image_is_not_fetched_and_its_size_unknown(url: str) -> None:
    assert image_size(url) is None


@pytest.mark.parametrize("reference", ["missing.png", "file:///missing.png", Path("missing.png")])
def test_a_missing_file_is_named(reference: str | Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(
        InputError, match=r"^/?missing\.png: No such file or directory; an image is a file, a data: URL or a size"
    ):
        image_size(reference)


@pytest.mark.parametrize("reference", ["a" * 5000, "9" * 5000 + "x1", "a\0b.png", "."])
def test_a_name_that_is_no_file_is_an_input_error(reference: str) -> None:
    with pytest.raises(InputError) as caught:
        image_size(reference)
    assert len(str(caught.value)) < 200


def test_a_file_that_is_no_image_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("just some words", encoding="utf-8")
    with pytest.raises(InputError, match=r"notes\.txt: text beginning with 'just some words'"):
        image_size(path)


def test_a_data_url_that_is_no_image_is_named_by_its_beginning() -> None:
    with pytest.raises(InputError, match=r"^data:text/plain;base64,anVzdCBzb21lIHdvc\.\.\.: text beginning with"):
        image_size(data_url(b"just some words and then many more of them", "text/plain"))


def test_the_icon_of_the_published_response_has_20_tokens() -> None:
    sides = [16, 24, 32, 48, 64, 72, 96]
    size = image_size(data_url(photo("ICO", (96, 96), sizes=[(side, side) for side in sides]), "image/x-icon"))
    assert size == (96, 96)
    assert tokens(size, **SMALL_3) == 20


def test_the_orientation_in_a_jpeg_does_not_turn_its_grid() -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    size = image_size(data_url(photo("JPEG", (600, 300), exif=turned), "image/jpeg"))
    assert size is not None
    assert tokens(size, **SMALL_3) == 253


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "ICO"])
def test_as_many_tokens_as_mistral_common_makes_of_the_same_data_url(kind: str) -> None:
    pytest.importorskip("cv2", reason="mistral-common needs OpenCV to encode an image")
    from mistral_common.protocol.instruct.chunk import ImageURLChunk
    from mistral_common.tokens.tokenizers.image import ImageConfig, ImageEncoder, SpecialImageIDs

    encoder = ImageEncoder(ImageConfig(14, 1540, 2), SpecialImageIDs(img=0, img_break=1, img_end=2))
    url = data_url(photo(kind, (200, 130)), "image/any")
    size = image_size(url)
    assert size is not None
    assert tokens(size, **SMALL_3) == len(encoder(ImageURLChunk(image_url=url)).tokens)


def recorded_images() -> list[Path]:
    if not (SHARED / "truth" / "files").is_dir():
        pytest.skip("shared data not here: recorded images")
    return sorted((SHARED / "truth" / "files").glob("*.png"))


def test_recorded_images_have_the_size_that_pillow_opens_them_with() -> None:
    images = recorded_images()
    assert images
    for path in images:
        with Image.open(path) as image:
            assert image_size(path) == image.size


def test_recorded_data_urls_have_the_size_that_pillow_opens_them_with() -> None:
    records = SHARED / "truth" / "records.jsonl"
    if not records.is_file():
        pytest.skip("shared data not here: recorded requests")
    lines = records.read_text(encoding="utf-8").splitlines()
    urls = {url for line in lines for url in data_urls(json.loads(line)["request"])}
    assert urls
    for url in urls:
        with Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2]))) as image:
            assert image_size(url) == image.size


def data_urls(value: Any) -> list[str]:
    """Every data URL of an image, however deep."""
    if isinstance(value, str):
        return [value] if value.startswith("data:image/") else []
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [url for child in children for url in data_urls(child)]
