"""The sums that a file states of itself, above its header or in its last row, held against what was read of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from komman.bereinigung import Hinweis
from komman.config import Quelle
from komman.errors import Ort
from komman.formats import euro
from komman.grid import Blatt
from komman.header import Kopf
from komman.titelsumme import Angabe, amount_in_words, stated, table_above
from komman.totals import Block, Pruefzeile, Sums, Urteil, is_grand, sums_of

REMEDY = "Mit der Quelle klären, ob Zeilen fehlen oder die Summe nicht nachgeführt ist."


@dataclass(frozen=True, slots=True)
class Tabelle:
    """A table of a sheet: where it stands, and its rows for ``totals.judge``."""

    blatt: Blatt
    kopf: Kopf
    quelle: Quelle | None
    zeilen: Sequence[Pruefzeile | Block]


@dataclass(frozen=True, slots=True)
class Vergleich:
    """The file's own sum of the balanced column and how far it is from what was read, in cents; None: it has none."""

    cent: int | None = None
    abweichung: int | None = None
    hinweise: list[Hinweis] = field(default_factory=list)


def compare(tabellen: Sequence[Tabelle], urteile: Sequence[Urteil], money: Sequence[str], spalte: str) -> Vergleich:
    """The sums that the tables of a sheet state of themselves against their rows; ``money`` are the money columns.

    Refuses (DateiFehler) amounts above a header that call themselves no sum and are none: that is a table, no title.
    """
    whole = sums_of([z for t in tabellen for z in t.zeilen], urteile, len(money))
    read, at = _Read(money, spalte, whole, len(tabellen) == 1), 0
    for t in tabellen:
        n = sum(isinstance(z, Pruefzeile) for z in t.zeilen)
        read.table(t, sums_of(t.zeilen, urteile[at : at + n], len(money)))
        at += n
    own = _closing([z for t in tabellen for z in t.zeilen], urteile, whole, money, spalte)
    found = read.vergleich
    return found if own is None else replace(found, cent=own, abweichung=own - read.of(spalte, whole))


class _Read:
    """What was read of the tables of a sheet, and what its titles say of it."""

    def __init__(self, money: Sequence[str], spalte: str, whole: Sums, single: bool) -> None:
        self.money, self.spalte, self.whole, self.single = money, spalte, whole, single
        self.vergleich = Vergleich()

    def of(self, spalte: str, sums: Sums) -> int:
        """The sum read of a money column."""
        return sums.gelesen[self.money.index(spalte)]

    def table(self, tabelle: Tabelle, own: Sums) -> None:
        for angabe in stated(tabelle.blatt, tabelle.kopf, tabelle.quelle):
            if not angabe.benannt and not all(self._fits(f, cent, own) for f, cent in angabe.cent.items()):
                if len(angabe.cent) > 1:
                    raise table_above(tabelle.blatt, tabelle.kopf, angabe.zeile)
                continue
            for f, cent in angabe.cent.items():
                self._one(tabelle, own, replace(angabe, cent={f: cent}))

    def _fits(self, feld: str, cent: int, own: Sums) -> bool:
        i = self.money.index(feld)
        return any(cent in (sums.gelesen[i], sums.korrigiert[i]) for sums in (own, self.whole))

    def _one(self, tabelle: Tabelle, own: Sums, angabe: Angabe) -> None:
        ((feld, cent),) = angabe.cent.items()
        # A title that names no column may mean any; the balanced one comes first.
        columns = [feld] if feld else [f for f in (self.spalte, *self.money) if f in self.money]
        fitting = next((f for f in columns if self._fits(f, cent, own)), None)
        if fitting is None and (not columns or not angabe.sicher):
            return
        meant = fitting or columns[0]
        if meant == self.spalte and self.vergleich.cent is None and (self.single or cent == self.of(meant, self.whole)):
            off = cent - self.of(meant, self.whole)
            self.vergleich = replace(self.vergleich, cent=cent, abweichung=off)
        if fitting is None:
            self.vergleich.hinweise.append(_note(tabelle, angabe.zeile, meant, cent, self.of(meant, own)))


def _note(tabelle: Tabelle, zeile: int, feld: str, cent: int, read: int) -> Hinweis:
    name = tabelle.kopf.felder[feld].text if feld in tabelle.kopf.felder else feld
    text = (
        f"die Datei nennt für „{name}“ die Summe {euro(cent)}, ihre Zeilen ergeben {euro(read)} "
        f"(Differenz {euro(cent - read)})"
    )
    where = Ort(tabelle.blatt.datei, tabelle.blatt.blatt, zeile)
    return Hinweis("summe", where, text, REMEDY, cent - read, tabelle=tabelle.kopf.tabelle)


def _closing(
    zeilen: Sequence[Pruefzeile | Block], urteile: Sequence[Urteil], whole: Sums, money: Sequence[str], spalte: str
) -> int | None:
    """The balanced amount of the row that sums up the whole sheet: behind its last row, or above its first."""
    if spalte not in money or not whole.zeilen:
        return None
    verdicts = iter(urteile)
    judged = [(z, Urteil("daten") if isinstance(z, Block) else next(verdicts)) for z in zeilen]
    ends = [next(iter(judged)), *_until_data(judged)]
    totals = [z for z, u in ends if isinstance(z, Pruefzeile) and u.art in ("summe", "widerspruch") and not z.unlesbar]
    einzige = sum(u.art in ("summe", "widerspruch") for u in urteile) == 1
    i = money.index(spalte)
    for z in (*(z for z in totals if whole.repeated_by(z)), *(z for z in totals if is_grand(z.texte, einzige))):
        cent = z.gelesen[i] if z.gelesen[i] is not None else amount_in_words(z)
        # In words it may be the sum of another column.
        if cent is not None and (z.gelesen[i] is not None or cent == whole.gelesen[i] or cent not in whole.gelesen):
            return cent
    return None


def _until_data(judged: Sequence[tuple[Pruefzeile | Block, Urteil]]) -> Iterator[tuple[Pruefzeile | Block, Urteil]]:
    """The rows behind the last one that is data, from below."""
    for z, u in reversed(judged):
        if u.art == "daten":
            return
        yield z, u
