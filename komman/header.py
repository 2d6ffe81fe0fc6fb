"""The head of a table: title lines, one or two header rows, which table it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from komman.columns import ALIASES, DROPPED, REQUIRED, canonical_name, nearest_heading, resolve
from komman.config import Quelle
from komman.contacts import mask
from komman.errors import DateiFehler, Ort
from komman.formats import aufzaehlung
from komman.grid import Blatt, Zelle
from komman.text import nearest

SEARCHED_ROWS = 60
MIN_RECOGNISED = 3
FUNDED = range(2015, 2036)  # other numbers of four digits in a title are no years
_REMEDY = "Die Spalte in quellen.yaml unter „spalten“ zuordnen oder unter „weglassen_spalten“ nennen."


@dataclass(frozen=True, slots=True)
class Spaltenkopf:
    """One column: 0-based position, heading as it stands in the file, canonical name or None when it is dropped."""

    position: int
    text: str
    feld: str | None


@dataclass(frozen=True, slots=True)
class Kopf:
    """The head of a sheet; ``erste`` and ``letzte`` are its header rows (first row of the sheet = 1)."""

    tabelle: str
    erste: int
    letzte: int
    spalten: tuple[Spaltenkopf, ...]
    titel: tuple[str, ...]

    @property
    def felder(self) -> dict[str, Spaltenkopf]:
        """Canonical name → column, for the columns that are kept."""
        return {s.feld: s for s in self.spalten if s.feld is not None}


@dataclass(frozen=True, slots=True)
class _Kandidat:
    tabelle: str
    zeilen: tuple[int, ...]
    texte: tuple[str, ...]
    bedeutung: tuple[str | None, ...]

    @property
    def erkannt(self) -> int:
        return sum(b is not None for b in self.bedeutung)

    @property
    def felder(self) -> frozenset[str]:
        return frozenset(b for b in self.bedeutung if b is not None and b != DROPPED)

    @property
    def benannt(self) -> int:
        """How many of the columns that a table must have, apart from its money, are there."""
        return sum(bool(self.felder & set(group)) for group in REQUIRED[self.tabelle] if not _is_money(group))

    def fehlend(self, konstanten: frozenset[str]) -> list[tuple[str, ...]]:
        given = self.felder | {canonical_name(k, self.tabelle) for k in konstanten}
        return [group for group in REQUIRED[self.tabelle] if not given & set(group)]


def find_header(blatt: Blatt, quelle: Quelle | None = None) -> Kopf:
    """The head of ``blatt``, the first one in it.

    Refuses (DateiFehler) a sheet without header rows, a heading in no list (it might be money), two columns of one
    meaning, a missing required column and a column that has values but no heading.
    """
    quelle = quelle or no_description(blatt)
    _check_names(quelle, blatt)
    candidate = _best(blatt, quelle)
    if candidate is None:
        raise _no_header(blatt, quelle)
    _check(candidate, blatt, quelle)
    columns = tuple(
        Spaltenkopf(i, text, None if meaning == DROPPED else meaning)
        for i, (text, meaning) in enumerate(zip(candidate.texte, candidate.bedeutung, strict=True))
        if meaning is not None
    )
    first, last = candidate.zeilen[0], candidate.zeilen[-1]
    rows = ([str(c) for c in row if c is not None] for row in blatt.zeilen[blatt.von - 1 : first - 1])
    titel = tuple(" ".join(texts) for texts in rows if texts)
    return Kopf(candidate.tabelle, first, last, columns, titel)


def first_head(blatt: Blatt, quelle: Quelle) -> tuple[int, ...] | None:
    """The header rows that ``find_header`` will find, without judging them."""
    found = _best(blatt, quelle)
    return found.zeilen if found else None


def head_at(blatt: Blatt, quelle: Quelle, row: int) -> tuple[int, ...] | None:
    """The header rows that begin at ``row``, for certain: they name all that a table must have, the money left open.

    No row of data names them all, and a money column under an unknown name is to be refused, not misread.
    """
    part = replace(blatt, von=row, bis=min(row + 1, blatt.letzte))
    constants = frozenset(quelle.konstanten)
    found = [
        c
        for rows in ((row, row + 1), (row,))
        for c in _candidates(part, quelle, rows)
        if len(c.felder) >= 2 and (c.erkannt >= MIN_RECOGNISED or c.benannt >= 2)
        if all(map(_is_money, c.fehlend(constants)))
    ]
    return max(found, key=lambda c: _rank(c, quelle)).zeilen if found else None


def no_description(blatt: Blatt) -> Quelle:
    """An entry that says nothing; not validated, because one that a person writes has to name its table."""
    return Quelle.model_construct(datei=blatt.datei)


def ignore_entry(blatt: Blatt) -> str:
    """What quellen.yaml has to say of a sheet that is no ledger; without ``blatt`` it would ignore the whole file."""
    return f'blatt: "{blatt.blatt}", ignorieren: ja' if blatt.blatt else "ignorieren: ja"


def letter(position: int) -> str:
    """The name a spreadsheet gives the column: 0 → ``A``, 27 → ``AB``."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name


def _is_money(group: tuple[str, ...]) -> bool:
    return all(name.endswith("_cent") for name in group)


def _best(blatt: Blatt, quelle: Quelle) -> _Kandidat | None:
    if quelle.kopfzeile:
        return max(_candidates(blatt, quelle, quelle.kopfzeile), key=lambda c: _rank(c, quelle), default=None)
    for row in range(blatt.von, min(blatt.letzte, blatt.von - 1 + SEARCHED_ROWS) + 1):
        found = [*_candidates(blatt, quelle, (row, row + 1)), *_candidates(blatt, quelle, (row,))]
        # The required columns are not asked for yet: a renamed one is to be named in the refusal.
        found = [c for c in found if c.erkannt >= MIN_RECOGNISED and len(c.felder) >= 2]
        if found:
            return max(found, key=lambda c: _rank(c, quelle))
    return None


def _rank(c: _Kandidat, quelle: Quelle) -> tuple[int, int, int]:
    return len(c.zeilen), -len(c.fehlend(frozenset(quelle.konstanten))), len(c.felder)


def _candidates(blatt: Blatt, quelle: Quelle, rows: tuple[int, ...]) -> Iterator[_Kandidat]:
    if rows[-1] > blatt.letzte:
        return
    texts = _headings(blatt, rows)
    for tabelle in [quelle.tabelle] if quelle.tabelle else list(ALIASES):
        meanings = tuple(resolve(t, tabelle, quelle.spalten, quelle.weglassen_spalten) if t else None for t in texts)
        if len(rows) == 1 or quelle.kopfzeile or _is_second_level(blatt, rows, meanings):
            yield _Kandidat(tabelle, rows, texts, meanings)


def _is_second_level(blatt: Blatt, rows: tuple[int, ...], meanings: Sequence[str | None]) -> bool:
    """Whether the lower row holds headings only: text under a group, each one known together with its group."""
    lower = blatt.zeilen[rows[1] - 1]
    upper = blatt.zeilen[rows[0] - 1]
    filled = [i for i, c in enumerate(lower) if c is not None]
    return (
        bool(filled)
        and any(c is not None for c in upper)
        and all(isinstance(lower[i], str) and meanings[i] is not None for i in filled)
    )


def _headings(blatt: Blatt, rows: tuple[int, ...]) -> tuple[str, ...]:
    """The heading of every column; two levels joined as ``Beträge in EUR: bewilligt``."""
    width = max((len(z) for z in blatt.zeilen[blatt.von - 1 : blatt.letzte]), default=0)
    upper = [_text(c) for c in _padded(blatt.zeilen[rows[0] - 1], width)]
    if len(rows) == 1:
        return tuple(upper)
    lower = [_text(c) for c in _padded(blatt.zeilen[rows[-1] - 1], width)]
    groups = _groups(blatt, rows[0], upper, lower)
    return tuple(f"{g}: {low}" if g and low else (low or up) for g, up, low in zip(groups, upper, lower, strict=True))


def _groups(blatt: Blatt, row: int, upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """The group above each column: from the merged cells, or, in a file without them, the last text to the left."""
    merged = {
        c: upper[c1 - 1]
        for r1, c1, r2, c2 in blatt.verbunden
        if r1 <= row <= r2 and c1 <= len(upper)
        for c in range(c1 - 1, min(c2, len(upper)))
    }
    groups, last = [], ""
    for i, text in enumerate(upper):
        last = text or (last if lower[i] else "")
        groups.append(merged.get(i, text) if merged else last)
    return groups


def _text(zelle: Zelle) -> str:
    return "" if zelle is None else " ".join(str(zelle).split())


def _padded(row: Sequence[Zelle], width: int) -> list[Zelle]:
    return [*row, *[None] * (width - len(row))]


def _check_names(quelle: Quelle, blatt: Blatt) -> None:
    """Refuses a canonical name in quellen.yaml that no table has."""
    tables = [quelle.tabelle] if quelle.tabelle else list(ALIASES)
    known = {name for t in tables for name in ALIASES[t]}
    constants = [name if f"{name}_cent" not in known else f"{name}_cent" for name in quelle.konstanten]
    for name in (*quelle.spalten.values(), *constants):
        if name not in known:
            near = nearest(name, known)
            raise DateiFehler(
                f"quellen.yaml nennt „{name}“; diese Spalte gibt es nicht.",
                ort=Ort(blatt.datei, blatt.blatt),
                mehr=[f"Gemeint ist vielleicht „{near}“."] if near else [],
                abhilfe="In quellen.yaml einen Spaltennamen aus docs/datenmodell.md eintragen.",
            )


def _no_header(blatt: Blatt, quelle: Quelle) -> DateiFehler:
    first = next(((n, row) for n, row in enumerate(blatt.zeilen, 1) if sum(c is not None for c in row) > 1), None)
    found = []
    if first is not None:
        texts = ", ".join(f"„{mask(c, telefon=True)}“" for c in first[1][:8] if isinstance(c, str))
        found = [f"Erste Zeile mit mehreren Feldern (Zeile {first[0]}): {texts}"]
    rows = " in der angegebenen Kopfzeile" if quelle.kopfzeile else ""
    return DateiFehler(
        f"Es wurde keine Kopfzeile mit bekannten Spaltennamen gefunden{rows}.",
        ort=Ort(blatt.datei, blatt.blatt),
        mehr=found,
        abhilfe="Datei oder Blatt in quellen.yaml beschreiben („tabelle“, „kopfzeile“, „spalten“); "
        f"ist es keine Förderliste: „{ignore_entry(blatt)}“.",
    )


def _check(c: _Kandidat, blatt: Blatt, quelle: Quelle) -> None:
    missing = [
        aufzaehlung(group[:1]) if len(group) == 1 else "mindestens eine Betragsspalte"
        for group in c.fehlend(frozenset(quelle.konstanten))
    ]
    lacking = [f"Verstanden als Tabelle „{c.tabelle}“; dort fehlt noch: {aufzaehlung(missing)}."] if missing else []
    unknown = [i for i, (t, m) in enumerate(zip(c.texte, c.bedeutung, strict=True)) if t and m is None]
    where = c.zeilen[-1]
    if unknown:
        raise _unknown(c, blatt, unknown, lacking)
    twice = [i for i, m in enumerate(c.bedeutung) if m not in (None, DROPPED) and m in c.bedeutung[:i]]
    if twice:
        other = c.texte[c.bedeutung.index(c.bedeutung[twice[0]])]
        raise DateiFehler(
            f"Zwei Spalten bedeuten dasselbe ({c.bedeutung[twice[0]]}).",
            ort=Ort(blatt.datei, blatt.blatt, where, c.texte[twice[0]]),
            mehr=[f"Die andere Spalte heißt „{other}“."],
            abhilfe=_REMEDY,
        )
    if missing:
        found = ", ".join(f"„{t}“" for t in c.texte if t)
        raise DateiFehler(
            f"In der Tabelle {c.tabelle} fehlt: {aufzaehlung(missing)}.",
            ort=Ort(blatt.datei, blatt.blatt, where),
            mehr=[f"Gefunden: {found}"],
            abhilfe="Die Spalte in quellen.yaml unter „spalten“ zuordnen oder, gilt ein Wert für die "
            "ganze Datei, unter „konstanten“ eintragen.",
        )
    _check_unnamed(c, blatt, {w.strip().upper() for w in quelle.weglassen_spalten})


def _unknown(c: _Kandidat, blatt: Blatt, unknown: Sequence[int], lacking: list[str]) -> DateiFehler:
    text = c.texte[unknown[0]]
    near = nearest_heading(text, c.tabelle)
    others = [f"Auch unbekannt: {', '.join(f'„{c.texte[i]}“' for i in unknown[1:])}"] if len(unknown) > 1 else []
    return DateiFehler(
        f"Die Spalte „{text}“ ist nicht bekannt; sie könnte Beträge enthalten.",
        ort=Ort(blatt.datei, blatt.blatt, c.zeilen[-1], text),
        mehr=[*([f"Am nächsten liegt „{near}“."] if near else []), *lacking, *others],
        abhilfe=_REMEDY,
    )


def _check_unnamed(c: _Kandidat, blatt: Blatt, left_out: Set[str]) -> None:
    for i, text in enumerate(c.texte):
        if letter(i) in left_out:
            continue
        for number, row in enumerate(blatt.zeilen[c.zeilen[-1] : blatt.letzte], c.zeilen[-1] + 1):
            if not text and i < len(row) and row[i] is not None:
                raise DateiFehler(
                    f"Spalte {letter(i)} hat keine Überschrift, aber Werte.",
                    ort=Ort(blatt.datei, blatt.blatt, number, letter(i), mask(str(row[i]), telefon=True)),
                    abhilfe="Der Spalte in der Datei eine Überschrift geben oder, ist sie nur eine Randnotiz, in "
                    f"quellen.yaml unter „weglassen_spalten“ „{letter(i)}“ nennen.",
                )
