"""The bytes of a text file looked at once: line ends, bytes beyond ASCII, quotes, NUL."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

PIECE = 1 << 19  # a piece stays in the processor's cache while it is looked at several times
LF, CR, QUOTE = b'\n\r"'


@dataclass(frozen=True, slots=True)
class Oktette:
    """What the bytes of a text file tell before anybody decodes them; ``fremd`` are the places beyond ASCII.

    ``enden`` counts the line feeds; ``regelmaessig``: each CR stands right before one.
    """

    daten: bytes
    enden: int
    regelmaessig: bool
    anfuehrungen: int
    nul: bool
    fremd: npt.NDArray[np.int64]

    @property
    def bytes(self) -> npt.NDArray[np.uint8]:
        """The bytes as numbers, not copied."""
        return np.frombuffer(self.daten, np.uint8)


def look_at(data: bytes) -> Oktette:
    """``data`` in one pass."""
    octets = np.frombuffer(data, np.uint8)
    enden = anfuehrungen = 0
    nul, lone, foreign = False, False, [np.empty(0, np.int64)]
    for start in range(0, len(octets), PIECE):
        piece = octets[start : start + PIECE]
        enden += int(np.count_nonzero(piece == LF))
        anfuehrungen += int(np.count_nonzero(piece == QUOTE))
        nul = nul or not piece.all()
        foreign.append(np.flatnonzero(piece > 127) + start)
        after = np.flatnonzero(piece == CR) + start + 1
        lone = lone or bool(after.size and (after[-1] == len(octets) or (octets[after] != LF).any()))
    return Oktette(data, enden, not lone, anfuehrungen, nul, np.concatenate(foreign))
