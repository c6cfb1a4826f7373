"""How many chunks a text takes, by arithmetic; tests of what fits cut a real text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costcalc.errors import InputError
from costcalc.planning.chunks import DEFAULT_OVERLAP, Chunks, Overlap, chunks, parse_overlap


@pytest.mark.parametrize(
    ("text", "room", "overlap", "expected"),
    [
        (100, 100, 10, Chunks(count=1, size=100, last=100, overlap=0)),
        (101, 100, 10, Chunks(count=2, size=100, last=11, overlap=10)),
        (190, 100, 10, Chunks(count=2, size=100, last=100, overlap=10)),
        (191, 100, 10, Chunks(count=3, size=100, last=11, overlap=10)),
        (300, 100, 0, Chunks(count=3, size=100, last=100, overlap=0)),
        (301, 100, 0, Chunks(count=4, size=100, last=1, overlap=0)),
        (102, 100, 99, Chunks(count=3, size=100, last=100, overlap=99)),
    ],
)
def test_chunks_at_the_edge(text: int, room: int, overlap: int, expected: Chunks) -> None:
    assert chunks(text, room, Overlap(tokens=overlap)) == expected


def test_what_is_sent_twice_is_counted_twice() -> None:
    found = chunks(191, 100, Overlap(tokens=10))

    assert isinstance(found, Chunks)
    assert found.text == 191 + 2 * 10


def test_an_overlap_as_long_as_a_chunk_never_ends() -> None:
    assert chunks(200, 100, Overlap(tokens=100)) == (
        "an overlap of 100 tokens leaves chunks of 100 nothing to go on by: make it less"
    )


@given(text=st.integers(1, 10**7), room=st.integers(1, 10**6), data=st.data())
def test_so_many_chunks_suffice_and_one_less_does_not(text: int, room: int, data: st.DataObject) -> None:
    overlap = data.draw(st.integers(0, room - 1))
    found = chunks(text, room, Overlap(tokens=overlap))

    assert isinstance(found, Chunks)
    step = found.size - found.overlap
    assert found.overlap < found.last <= found.size <= room
    assert (found.count - 1) * step + found.last == text
    assert found.count == 1 or (found.count - 2) * step + found.size < text


@pytest.mark.parametrize(
    ("text", "size", "tokens"), [("0", 1000, 0), ("200", 1000, 200), ("10%", 1005, 100), ("12.5 %", 1000, 125), (" 5% ", 10, 0)]
)
def test_an_overlap_is_tokens_or_a_share(text: str, size: int, tokens: int) -> None:
    assert parse_overlap(text).of(size) == tokens


@pytest.mark.parametrize("text", ["0", "200", "10%", "12.5%", "0%"])
def test_it_reads_as_it_was_written(text: str) -> None:
    assert str(parse_overlap(text)) == text


def test_by_default_it_is_a_tenth() -> None:
    assert Overlap(share=Decimal("0.1")) == DEFAULT_OVERLAP == parse_overlap(str(DEFAULT_OVERLAP))


@pytest.mark.parametrize("text", ["", "-1", "100%", "10.%", "ten", "1e3", "0.1", "200 tokens", "%", "²"])
def test_anything_else_is_none(text: str) -> None:
    with pytest.raises(InputError, match=r"--overlap: '.*' is no overlap: write tokens, 200, or a share"):
        parse_overlap(text)
