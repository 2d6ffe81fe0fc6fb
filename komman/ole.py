"""An OLE container (the shell of .xls files): its streams found by bounded steps, one stream packed anew."""

from __future__ import annotations

import struct
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_LAST = 0xFFFFFFFA  # the highest number of a sector
_MINI = 64
_CUTOFF = 4096  # shorter streams stand in the mini stream
MAX_ENTRIES = 4096


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


class Container:
    """A container; raises ``ValueError`` where it is damaged or its chains run in circles or out of the file."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(MAGIC):
            raise ValueError("no OLE header")
        version, order, shift, mini = struct.unpack_from("<HHHH", data, 26)
        if order != 0xFFFE or (version, shift) not in ((3, 9), (4, 12)) or mini != 6:
            raise ValueError("OLE header")
        self.data, self.sector, self.version = data, 1 << shift, version
        self.sectors = (len(data) - 1) // self.sector  # the header fills one; the last one may be cut short
        fats, directory, minifat, difat = struct.unpack_from("<LL8xL4xL", data, 44)
        self.fat = self._table(self._fat_sectors(difat, fats))
        self.entries = self._directory(directory)
        self.minifat = self._table(self._chain(minifat)) if minifat <= _LAST else ()

    def names(self) -> list[str]:
        """The streams of the container."""
        return [e.name for e in self.entries if e.kind == 2]

    def stream(self, *names: str) -> bytes:
        """The first stream of one of these names; raises ``ValueError`` if there is none or it is cut off."""
        found = next((e for n in names for e in self.entries if e.kind == 2 and e.name.lower() == n.lower()), None)
        if found is None:
            raise ValueError("no such stream")
        return self._content(found)

    def _content(self, entry: _Entry) -> bytes:
        if entry.size > len(self.data):
            raise ValueError("stream longer than the file")
        if entry.size == 0:
            return b""
        if entry.size >= _CUTOFF or entry.kind == 5:
            return self._joined(self._chain(entry.start), entry.size)
        mini = self._content(self.entries[0])
        chain = _follow(self.minifat, entry.start)
        return _cut(b"".join(mini[i * _MINI : (i + 1) * _MINI] for i in chain), entry.size)

    def _joined(self, chain: list[int], size: int) -> bytes:
        return _cut(b"".join(self._sector(i) for i in chain), size)

    def _sector(self, number: int) -> bytes:
        if number >= self.sectors:
            raise ValueError("sector outside of the file")
        at = (number + 1) * self.sector
        return self.data[at : at + self.sector]

    def _chain(self, start: int) -> list[int]:
        return _follow(self.fat, start)

    def _fat_sectors(self, difat: int, fats: int) -> list[int]:
        """The sectors of the allocation table: 109 in the header, more in a chain of their own."""
        found = list(struct.unpack_from("<109L", self.data, 76))
        seen = 0
        while difat <= _LAST:
            seen += 1
            if seen > self.sectors:
                raise ValueError("circle")
            *more, difat = struct.unpack(f"<{self.sector // 4}L", self._sector(difat).ljust(self.sector, b"\xff"))
            found += more
        found = [s for s in found if s <= _LAST]
        if not 0 < len(found) <= self.sectors or len(found) != fats or len(set(found)) < len(found):
            raise ValueError("allocation table")
        return found

    def _table(self, sectors: list[int]) -> tuple[int, ...]:
        raw = b"".join(self._sector(i).ljust(self.sector, b"\xff") for i in sectors)
        return struct.unpack(f"<{len(raw) // 4}L", raw)

    def _directory(self, start: int) -> list[_Entry]:
        chain = self._chain(start)
        raw = b"".join(self._sector(i) for i in chain[: MAX_ENTRIES * 128 // self.sector + 1])
        if len(raw) // 128 > MAX_ENTRIES:
            raise ValueError("too many streams")
        found = []
        for at in range(0, len(raw) - 127, 128):
            length, kind = struct.unpack_from("<HB", raw, at + 64)
            first, size = struct.unpack_from("<LQ", raw, at + 116)
            name = raw[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            found.append(_Entry(name, kind, first, size & 0xFFFFFFFF if self.version == 3 else size))
        if not found or found[0].kind != 5:
            raise ValueError("no root")
        return found


def _follow(table: tuple[int, ...], start: int) -> list[int]:
    """The sectors of a chain; each at most once, so that a circle ends."""
    chain: list[int] = []
    while start <= _LAST:
        if start >= len(table) or len(chain) >= len(table):
            raise ValueError("circle or sector outside of the table")
        chain.append(start)
        start = table[start]
    if start != _END:
        raise ValueError("chain without end")
    return chain


def _cut(raw: bytes, size: int) -> bytes:
    if len(raw) < size:
        raise ValueError("stream is cut off")
    return raw[:size]


def packed(name: str, stream: bytes) -> bytes:
    """A container of this one stream, padded with zero bytes to full sectors."""
    stream = stream.ljust(_CUTOFF, b"\0")
    content = -(-len(stream) // 512)
    fats = 1
    while fats * 128 < content + 1 + fats + -(-max(0, fats - 109) // 127):
        fats += 1
    difats = -(-max(0, fats - 109) // 127)
    first_fat, first_difat = content + 1, content + 1 + fats
    chain = [*range(1, content), _END, _END] + [_FAT] * fats + [0xFFFFFFFC] * difats
    table = struct.pack(f"<{fats * 128}L", *chain, *[_FREE] * (fats * 128 - len(chain)))
    places = [*range(first_fat, first_fat + fats)]
    more = b"".join(
        struct.pack(
            "<128L",
            *(places[109 + i * 127 : 236 + i * 127] + [_FREE] * 127)[:127],
            first_difat + i + 1 if i + 1 < difats else _END,
        )
        for i in range(difats)
    )
    header = MAGIC + bytes(16) + struct.pack("<HHHHH6xLLLLLLLLL", 0x3E, 3, 0xFFFE, 9, 6, 0, fats, content, 0, _CUTOFF,
        _END, 0, first_difat if difats else _END, difats)  # fmt: skip
    header += struct.pack("<109L", *(places + [_FREE] * 109)[:109])
    directory = _entry("Root Entry", 5, 1, _END, 0) + _entry(name, 2, _FREE, 0, len(stream))
    padded = stream.ljust(content * 512, b"\0")
    return header + padded + directory.ljust(512, b"\0") + table + more


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
    return head + struct.pack("<LLL36xLQ", _FREE, _FREE, child, start, size)
