"""Read prompts: text and Markdown, chat requests in JSON, streams of them in JSONL."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from costcalc.errors import InputError
from costcalc.logs.text_file import STANDARD_INPUT, name_of, parsed, read_text
from costcalc.tokens.chat_json import Reader
from costcalc.tokens.chat_tools import tool
from costcalc.tokens.image_size import image_size, parse_size
from costcalc.tokens.reading import Place, typed
from costcalc.tokens.request import Image, Message, Request, from_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from costcalc.tokens.images import Size
    from costcalc.tokens.request import Tool

InputFormat = Literal["text", "json", "jsonl"]
SUFFIXES: dict[str, InputFormat] = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl"}


@dataclass(frozen=True, slots=True)
class Source:
    """A request and where it came from, `file.jsonl:17` for a line of a stream."""

    name: str
    request: Request


@dataclass(frozen=True, slots=True)
class Additions:
    """What the command line adds to every request."""

    system: str | None = None
    images: tuple[Image, ...] = ()
    tools: tuple[Tool, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return self.system is not None or bool(self.images) or bool(self.tools)

    def to(self, request: Request) -> Request:
        """Return the request with the additions."""
        return request.with_added(system=self.system, images=self.images, tools=self.tools)

    def alone(self) -> Request:
        """Return the request that they make by themselves."""
        return self.to(Request((Message("user"),)))


def read_prompts(
    paths: Sequence[str], *, input_format: InputFormat | None, sizes: Mapping[str, Size], added: Additions
) -> Iterator[Source]:
    """Yield the requests in files (`-` is standard input), each with what is added.

    Raises:
        InputError: a file is missing, empty, no text, or no chat request; names file, place and fix.
    """
    for path in paths:
        for source in _read(path, input_format, sizes):
            yield replace(source, request=added.to(source.request))


def _read(path: str, input_format: InputFormat | None, sizes: Mapping[str, Size]) -> Iterator[Source]:
    name, text = name_of(path), read_text(path)
    reader = Reader(sizes, None if path == STANDARD_INPUT else Path(path).parent)
    match input_format or format_of(path):
        case "text":
            yield Source(name, from_text(text))
        case "json":
            yield Source(name, _request(reader, parsed(text, name), name))
        case "jsonl":
            yield from _lines(reader, text, name)


def format_of(path: str) -> InputFormat:
    """Return how a file is read where nobody says: as its suffix has it; standard input is text."""
    return "text" if path == STANDARD_INPUT else SUFFIXES.get(Path(path).suffix.lower(), "text")


def _lines(reader: Reader, text: str, name: str) -> Iterator[Source]:
    if not text.strip():
        raise InputError(f"{name}: holds no request, only empty lines")
    # Only line ends part the records: str.splitlines would also cut at U+2028 inside a JSON text.
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if line.strip():
            place = f"{name}:{number}"
            yield Source(place, _request(reader, parsed(line, place), place))


def _request(reader: Reader, data: Any, name: str) -> Request:  # noqa: ANN401
    """Return the request in a JSON value: the request itself, a bare list of messages, or the body of a batch line."""
    if isinstance(data, list):
        data = {"messages": data}
    elif isinstance(data, dict) and "messages" not in data and isinstance(data.get("body"), dict):
        data = data["body"]
    return reader.request(data, name)


def read_additions(*, system: str | None, images: Sequence[str], tools: str | None) -> Additions:
    """Return what --system, --image and --tools add.

    Raises:
        InputError: a file is missing or not what it should be.
    """
    return Additions(
        system=read_text(system) if system is not None else None,
        images=tuple(read_image(reference) for reference in images),
        tools=read_tools(tools) if tools is not None else (),
    )


def read_tools(path: str) -> tuple[Tool, ...]:
    """Return the tools in a JSON file: a list, or an object with `tools`."""
    data = parsed(read_text(path), path)
    if isinstance(data, dict):
        data = data.get("tools")
    place = Place(path) / "tools"
    return tuple(tool(item, place / index) for index, item in enumerate(typed(data, list, place)))


def read_sizes(stated: Sequence[str]) -> dict[str, Size]:
    """Return the sizes that `--image-size URL=WxH` gives.

    Raises:
        InputError: not of that form.
    """
    sizes = {}
    for text in stated:
        url, sign, size = text.rpartition("=")
        if not sign or not url:
            raise InputError(f"--image-size: '{text}' should be URL=WxH, such as https://example.com/a.png=1280x720")
        sizes[url] = parse_size(size)
    return sizes


def read_image(reference: str) -> Image:
    """Return an image that is named by a file, a data URL or its size.

    Raises:
        InputError: it cannot be read, or lies behind an http URL.
    """
    size = image_size(reference)
    if size is None:
        raise InputError(f"--image {reference}: is not fetched: give its size instead, --image 1280x720")
    return Image(reference if len(reference) <= 60 else reference[:30] + "...", size)
