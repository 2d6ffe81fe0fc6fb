"""Every failure a user can meet: what happened, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

MAX_LINES = 6
MAX_VALUE = 60


@dataclass(frozen=True, slots=True)
class Ort:
    """A place in a source file; ``zeile`` is the row number a spreadsheet shows (first row = 1)."""

    datei: str
    blatt: str = ""
    zeile: int | None = None
    spalte: str = ""
    wert: str | None = None

    def __str__(self) -> str:
        parts = [f"Datei {self.datei}"]
        if self.blatt:
            parts.append(f"Blatt {self.blatt}")
        if self.zeile is not None:
            parts.append(f"Zeile {self.zeile}")
        if self.spalte:
            parts.append(f"Spalte „{self.spalte}“")
        if self.wert is not None:
            parts.append(f"Wert „{shorten(self.wert)}“")
        return ", ".join(parts)


def shorten(text: str, length: int = MAX_VALUE) -> str:
    """One printable line of at most ``length`` characters; control characters become blanks."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return flat if len(flat) <= length else flat[: length - 1] + "…"


class KommanFehler(Exception):
    """An expected failure: printed as at most six German lines, never as a traceback."""

    exit_code: ClassVar[int] = 70

    def __init__(self, was: str, *, abhilfe: str, ort: Ort | str | None = None, mehr: Sequence[str] = ()) -> None:
        super().__init__(was)
        self.was = was
        self.ort = ort
        self.mehr = tuple(mehr)
        self.abhilfe = abhilfe

    def __reduce__(self) -> tuple[Any, ...]:
        # A worker process hands its failure on; Exception itself would forget all but ``was``.
        return _rebuilt, (type(self), self.was, self.abhilfe, self.ort, self.mehr)

    def lines(self) -> list[str]:
        """The message: what, where, up to three lines of detail, remedy last."""
        lines = [self.was]
        if self.ort is not None:
            lines.append(f"Wo: {self.ort}")
        lines += self.mehr[: MAX_LINES - len(lines) - 1]
        remedy = self.abhilfe[:1].upper() + self.abhilfe[1:]
        return [shorten(line, 300) for line in [*lines, f"Abhilfe: {remedy}"]]

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def _render_traceback_(self) -> list[str]:
        # JupyterLab prints this instead of a traceback, so that "Run all" says in German what to do.
        return self.lines()


def _rebuilt(
    art: type[KommanFehler], was: str, abhilfe: str, ort: Ort | str | None, mehr: tuple[str, ...]
) -> KommanFehler:
    return art(was, abhilfe=abhilfe, ort=ort, mehr=mehr)


class DatenFehler(KommanFehler):
    """The data need a look before anything can be computed (exit code 1)."""

    exit_code = 1


class AufrufFehler(KommanFehler):
    """The command was called wrongly (exit code 2)."""

    exit_code = 2


class DateiFehler(KommanFehler):
    """A file cannot be read or written (exit code 3)."""

    exit_code = 3


class NotebookFehler(KommanFehler):
    """A notebook failed while it ran (exit code 4)."""

    exit_code = 4
