"""The container of old workbooks: what is packed is found again, and no chain leads in a circle or out of the file."""

from __future__ import annotations

import struct

import pytest

from komman.ole import Container, packed


@pytest.mark.parametrize("size", [1, 4095, 4096, 4097, 70_000, 500_000, 7_500_000, 8_200_000])
def test_what_is_packed_is_found(size: int) -> None:
    content = bytes(i % 251 for i in range(size % 1000 + 1)) * (size // (size % 1000 + 1) + 1)
    container = Container(packed("Workbook", content[:size]))
    assert container.names() == ["Workbook"]
    assert container.stream("Buch", "WORKBOOK")[:size] == content[:size]
    with pytest.raises(ValueError, match="no such stream"):
        container.stream("Book")


def test_a_small_stream_stands_in_the_mini_stream() -> None:
    """The root holds the mini stream (sector 0), its table is sector 2, the directory sector 1, the table sector 3."""
    header = bytearray(packed("x", b"")[:512])
    struct.pack_into("<L", header, 44, 1)
    struct.pack_into("<L", header, 48, 1)
    struct.pack_into("<LL", header, 60, 2, 1)
    struct.pack_into("<L", header, 76, 3)
    mini = b"".join(bytes([c]) * 64 for c in b"abcd").ljust(512, b"\0")
    entries = entry("Root Entry", 5, 0, 256) + entry("Workbook", 2, 3, 100)
    minifat = struct.pack("<4L", 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFE, 1).ljust(512, b"\xff")
    fat = struct.pack("<4L", 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFD).ljust(512, b"\xff")
    whole = bytes(header) + mini + entries.ljust(512, b"\0") + minifat + fat
    assert Container(whole).stream("Workbook") == b"d" * 64 + b"b" * 36


def entry(name: str, kind: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
    return head + struct.pack("<LLL36xLQ", 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, start, size)


def spoilt(at: int, value: int, size: int = 20_000) -> bytes:
    data = bytearray(packed("Workbook", b"x" * size))
    struct.pack_into("<L", data, at, value)
    return bytes(data)


def table_at(size: int = 20_000) -> int:
    return 512 + (-(-size // 512) + 1) * 512


@pytest.mark.parametrize(
    ("what", "data"),
    [
        ("a circle in the stream", spoilt(table_at() + 4 * 3, 1)),
        ("a sector outside of the table", spoilt(table_at() + 4 * 3, 5000)),
        ("a free sector in the chain", spoilt(table_at() + 4 * 3, 0xFFFFFFFF)),
        ("no allocation table", spoilt(76, 0xFFFFFFFF)),
        ("a table outside of the file", spoilt(76, 9999)),
        ("more tables than the file has sectors", spoilt(44, 0x7FFFFFFF)),
        ("a circle of table lists", spoilt(68, 0)),
        ("a directory outside of the file", spoilt(48, 9999)),
        ("a directory that is no directory", spoilt(48, 0)),
        ("another order of bytes", spoilt(26, 0xFFFF0003)),
        ("another size of sectors", spoilt(28, 0x001FFFFE)),
        ("no more than a header", packed("Workbook", b"x")[:512]),
        ("half a header", packed("Workbook", b"x")[:100]),
    ],
)
def test_damaged_containers(what: str, data: bytes) -> None:
    with pytest.raises(ValueError):
        Container(data).stream("Workbook")


def test_a_stream_longer_than_the_file() -> None:
    data = bytearray(packed("Workbook", b"x" * 5000))
    at = data.index("Workbook".encode("utf-16-le")) + 120
    struct.pack_into("<L", data, at, 0x7FFFFFFF)
    with pytest.raises(ValueError, match="longer"):
        Container(bytes(data)).stream("Workbook")


def test_a_directory_of_many_entries() -> None:
    data = bytearray(packed("Workbook", b"x" * 4_000_000))
    struct.pack_into("<L", data, 48, 0)
    with pytest.raises(ValueError, match=r"too many|root"):
        Container(bytes(data))
