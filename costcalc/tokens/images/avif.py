"""AVIF: the extents of the primary item, a property inside the meta box (ISO/IEC 14496-12 and 23008-12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from costcalc.tokens.images.header import Header, Size

if TYPE_CHECKING:
    from collections.abc import Iterator

_END_OF_FILE = 1 << 40
_BRANDS = {b"avif", b"avis"}


class _Box(NamedTuple):
    """One box of the file: its kind, and where its content starts and stops."""

    kind: bytes
    start: int
    stop: int


def size(header: Header) -> Size:
    """Return the size of the primary item; InputError for HEIC and the other formats of this family."""
    file = _Box(b"file", 0, _END_OF_FILE)
    _check_brands(header, _child(header, file, b"ftyp"))
    meta = _inside(_child(header, file, b"meta"))
    primary = _primary_item(header, _child(header, meta, b"pitm"))
    properties = _child(header, meta, b"iprp")
    boxes = list(_boxes(header, _child(header, properties, b"ipco")))
    for index in _associations(header, properties, primary):
        if 0 < index <= len(boxes) and boxes[index - 1].kind == b"ispe":
            return Size(*header.unpack(">4xII", boxes[index - 1].start))
    raise header.error(properties.start, "the AVIF's primary item states no size")


def _check_brands(header: Header, ftyp: _Box) -> None:
    major = header.at(ftyp.start, 4)
    compatible = header.up_to(ftyp.start + 8, max(0, min(ftyp.stop - ftyp.start - 8, 1024)))
    if _BRANDS.isdisjoint({major, *(compatible[at : at + 4] for at in range(0, len(compatible), 4))}):
        raise header.error(ftyp.start, f"a file of brand {major!r} is not AVIF; HEIC and video are not accepted")


def _primary_item(header: Header, pitm: _Box) -> int:
    version = header.at(pitm.start, 1)[0]
    return int(header.unpack(">4xI" if version else ">4xH", pitm.start)[0])


def _associations(header: Header, properties: _Box, item: int) -> Iterator[int]:
    """Yield the numbers, from 1, of the properties that belong to an item."""
    for ipma in _boxes(header, properties):
        if ipma.kind != b"ipma":
            continue
        (version_and_flags,) = header.unpack(">I", ipma.start)
        entry = ">IB" if version_and_flags >> 24 else ">HB"
        number, mask, width = ("H", 0x7FFF, 2) if version_and_flags & 1 else ("B", 0x7F, 1)
        offset = ipma.start + 8
        while offset < ipma.stop:
            owner, count = header.unpack(entry, offset)
            offset += 5 if entry == ">IB" else 3
            if owner == item:
                yield from (value & mask for value in header.unpack(f">{count}{number}", offset))
            offset += count * width


def _child(header: Header, parent: _Box, kind: bytes) -> _Box:
    for box in _boxes(header, parent):
        if box.kind == kind:
            return box
    raise header.error(parent.start, f"the AVIF has no {kind.decode()} box here")


def _inside(full_box: _Box) -> _Box:
    """Return the box without the version and flags before its children."""
    return full_box._replace(start=full_box.start + 4)


def _boxes(header: Header, parent: _Box) -> Iterator[_Box]:
    """Yield the boxes directly inside another one."""
    offset = parent.start
    while offset < parent.stop:
        length, kind = header.unpack(">I4s", offset)
        start = offset + 8
        if length == 1:  # the length did not fit
            (length,) = header.unpack(">Q", start)
            start += 8
        stop = offset + length if length else parent.stop
        if stop < start:
            raise header.error(offset, f"a box of {length} bytes")
        yield _Box(kind, start, min(stop, parent.stop))
        offset = stop
