"""The columns of a sheet as lines of a draft entry: what their headings say, and what a person has to decide."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from komman.amounts import is_missing, parse_amount
from komman.columns import ALIASES, DROPPED, REQUIRED, columns_of, header_key, letter, nearest_heading, resolve
from komman.config import PLATZHALTER
from komman.contacts import mask
from komman.grid import Blatt, Zelle
from komman.spelling import spell
from komman.teilspalten import year_column
from komman.values import years

ENTSCHEIDEN, GERATEN = "# ENTSCHEIDEN:", "# geraten"
HINWEIS = "# Hinweis:"  # what no entry mends
DAZU = "# ENTSCHEIDEN mit den Zeilen darunter"  # a key whose lines below are all open
SEARCHED_ROWS = 60
# Words of foreign ledgers that are in no list of headings, because they may mean something else there.
_WORDS: tuple[tuple[str, str], ...] = (
    (r"sitz|wohnort|ort|gemeinde|stadt|(?<![a-zäöü])wo", "kommune"),
    (r"(?<![a-zäöü])wer|empfänger|verein|organisation|institution|antragsteller|name", "traeger"),
    (r"jahr", "foerderjahr"),
)
# An amount is proposed by its participle only: which one „Betrag“ means nobody can guess.
_AMOUNTS: tuple[tuple[str, str], ...] = (
    (r"beantrag|antragss", "beantragt_cent"),
    (r"bewillig", "bewilligt_cent"),
    (r"zurückgez|rückzahl|zurueckgez", "zurueckgezahlt_cent"),
    (r"ausgez|auszahl", "ausgezahlt_cent"),
    (r"nachgewies|nachweis", "nachgewiesen_cent"),
    (r"anerkann", "anerkannt_cent"),
    (r"höchstbetrag", "hoechstbetrag_cent"),
)
# In this order an amount nobody can guess is offered.
_OFFERED = ("bewilligt_cent", "ausgezahlt_cent", "beantragt_cent")
_ROW_TOTAL = ("gesamt", "summe", "gesamtsumme", "insgesamt", "gesamtbetrag")
_MONEY = re.compile(r"betrag|zuschuss|zuwendung|förder|summe|mittel|auszahl|bewillig|eur|€")


def open_line(text: str, choice: str, indent: int = 4) -> str:
    """A line that counts once a person has chosen: commented out, so that it is YAML without the mark in front."""
    return f"{' ' * indent}# {text}  {ENTSCHEIDEN} {choice}"


def cells_below(blatt: Blatt, after: int, position: int) -> list[Zelle]:
    """What stands in a column in the first rows after a row."""
    below = blatt.zeilen[after : after + SEARCHED_ROWS]
    return [row[position] for row in below if position < len(row) and not is_missing(row[position])]


def is_money(cells: Sequence[Zelle]) -> bool:
    """Whether most of the cells may be amounts and not years or running numbers."""
    money = [c for c in cells if may_be_amount(c)]
    return len(money) * 2 > len(cells) and any(re.search(r"[.,]\d|\d{3}", str(c)) for c in money)


def may_be_amount(zelle: Zelle) -> bool:
    if is_year(zelle) or is_missing(zelle):
        return False
    return parse_amount(zelle).cent is not None or (isinstance(zelle, str) and spell(zelle).art != "unlesbar")


def is_year(zelle: Zelle) -> bool:
    return bool(re.fullmatch(r"20[0-9]{2}", str(zelle)))


def guessed(text: str) -> str:
    """What a heading may mean by a word in it, ``betrag`` for any amount; "" if there is none."""
    key = header_key(text)[0]
    if len(key) > 40:
        return ""
    by_word = next((f for words, f in _WORDS if re.search(rf"(?:^|\W|[a-zäöü])(?:{words})(?:$|\W|in\b)", key)), "")
    return by_word or ("betrag" if _MONEY.search(key) else "")


@dataclass(slots=True)
class _Zeile:
    """A column of the draft: ``feld`` is its canonical column, DROPPED or, where a person decides, empty."""

    key: str
    feld: str = ""
    notiz: str = ""
    geld: bool = False


class Spalten:
    """The columns of one sheet, each with a line of the draft."""

    def __init__(self, blatt: Blatt, row: int | None) -> None:
        self.blatt, self.row = blatt, row
        head = blatt.zeilen[row - 1] if row else []
        self.texte = [
            " ".join(str(head[i]).split()) if i < len(head) and head[i] is not None else "" for i in range(blatt.breite)
        ]
        tables = {t: sum(resolve(x, t, {}) not in (None, DROPPED) for x in self.texte if x) for t in ALIASES}
        self.tabelle = max(tables, key=lambda t: tables[t])
        self.felder: Counter[str] = Counter()
        self.kontakt: list[str] = []
        self.breit = sum(year_column(t, self.tabelle, ["ausgezahlt"]) is not None for t in self.texte if t) > 1

    def cells(self, position: int) -> list[Zelle]:
        return cells_below(self.blatt, self.row or 0, position)

    def is_money(self, position: int) -> bool:
        return is_money(self.cells(position))

    def lines(self) -> list[str]:
        parts = list(self._numbered() if self.row is None else self._named())
        settled = [z.key for z in parts if z.feld == DROPPED]
        chosen, undecided = [], []
        for z in parts:
            if z.feld not in ("", DROPPED):
                chosen.append(f"      {z.key}: {_short(z.feld)}  {z.notiz}".rstrip())
            elif not z.feld and (offered := self._offered(z)):
                self.felder[offered[0]] += 1
                chosen.append(open_line(f"{z.key}: {_short(offered[0])}", _choice(z, offered[1:]), 6))
            elif not z.feld:
                undecided.append(z.key)
        out = [] if not chosen else ["    spalten:" if any(x[6] != "#" for x in chosen) else f"    # spalten:  {DAZU}"]
        out += chosen
        if undecided:
            text = f"weglassen_spalten: [{', '.join([*settled, *undecided])}]"
            out.append(open_line(text, f"{', '.join(undecided)} weglassen, oben zuordnen oder zusammenfassen"))
        elif settled:
            out.append(f"    weglassen_spalten: [{', '.join(settled)}]  {GERATEN}")
        if self.breit:
            out.append(open_line("jahre_als_spalten: ausgezahlt", "Beträge unter Jahreszahlen; oder bewilligt, …"))
        told = "die Überschrift enthält Kontaktdaten; in der Datei eine andere eintragen"
        return [
            *out,
            *self._ambiguous(),
            *self._missing(),
            *(f"    {HINWEIS} Spalte {a}: {told}" for a in self.kontakt),
        ]

    def _offered(self, z: _Zeile) -> list[str]:
        """The columns that a column whose meaning is open may be, the first one as its proposal."""
        if z.geld:
            names = [] if self.breit else columns_of(self.tabelle, "cent")
            return [c for c in dict.fromkeys((*_OFFERED, *names)) if c in names and not self.felder[c]]
        return [g[0] for g in REQUIRED[self.tabelle] if len(g) == 1 and not self.felder[g[0]] and self.row is None]

    def _named(self) -> Iterator[_Zeile]:
        """A line for each heading that needs an entry."""
        meant = {t: resolve(t, self.tabelle, {}) for t in self.texte if t}
        self.felder.update(m for m in meant.values() if m not in (None, DROPPED))
        for i, text in enumerate(self.texte):
            known = meant.get(text)
            place = known == DROPPED and guessed(text) == "kommune" and not self.felder["kommune"]
            if (known and not place) or not text or year_column(text, self.tabelle, ["ausgezahlt"]):
                continue
            if mask(text, telefon=True) == text:
                yield self._proposed(i, text)
            else:
                self.kontakt.append(letter(i))

    def _proposed(self, i: int, text: str) -> _Zeile:
        key, word, near = header_key(text)[0], guessed(text), nearest_heading(text, self.tabelle)
        if self.breit and key in _ROW_TOTAL:
            return _Zeile(quoted(text), DROPPED)
        money = self.is_money(i)
        if money or word == "betrag":
            guess = next((f for words, f in _AMOUNTS if re.search(words, key)), "")
        else:
            guess = word or (resolve(near, self.tabelle, {}) or "" if near else "")
        if (
            guess in ALIASES[self.tabelle]
            and (not self.cells(i) or money == guess.endswith("_cent"))
            and not self.felder[guess]
        ):
            self.felder[guess] += 1
            return _Zeile(quoted(text), guess, GERATEN)
        if money or word == "betrag":
            # Of a word that another column has already, no other amount is offered: it is left out or taken together.
            return _Zeile(quoted(text), geld=not guess, notiz="welcher Betrag?")
        return _Zeile(quoted(text), DROPPED)

    def _numbered(self) -> Iterator[_Zeile]:
        for i in range(self.blatt.breite):
            cells = self.cells(i)
            if cells and all(map(is_year, cells)) and not self.felder["foerderjahr"]:
                self.felder["foerderjahr"] += 1
                yield _Zeile(letter(i), "foerderjahr", GERATEN)
            elif cells:
                money = self.is_money(i)
                yield _Zeile(letter(i), geld=money, notiz="Beträge;" if money else "Text;")

    def _missing(self) -> list[str]:
        """What the table must have and no column gives, as one line of constants."""
        constants = [
            f'{_short(group[0]) if len(group) == 1 else "bewilligt"}: "{PLATZHALTER}"'
            for group in REQUIRED[self.tabelle]
            if not any(self.felder[f] for f in group) and not (self.breit and group[0].endswith("_cent"))
        ]
        year = self.felder["foerderjahr"] or self.breit or "foerderjahr" not in ALIASES[self.tabelle]
        above = [str(c) for r in self.blatt.zeilen[: max(0, (self.row or 0) - 1)] for c in r if isinstance(c, str)]
        if not year and not any(years(t) for t in (self.blatt.datei, self.blatt.blatt, *above)):
            constants.append('foerderjahr: "JJJJ"')
        if not constants:
            return []
        return [
            open_line(
                f"konstanten: {{{', '.join(constants)}}}",
                "den Wert aller Zeilen eintragen oder oben eine Spalte zuordnen",
            )
        ]

    def _ambiguous(self) -> list[str]:
        """Whether a column has amounts like 1.234 or 12.50 and none with a comma, so that its decimal sign is open."""
        columns = [[c for c in self.cells(i) if isinstance(c, str)] for i in range(self.blatt.breite)]
        columns = [x for i, x in enumerate(columns) if self.is_money(i) and not any("," in c for c in x)]
        if any(_is_grouped(c) for x in columns for c in x):
            return [open_line("dezimal: komma", "1.234 sind 1234 Euro; oder punkt: 1,234 Euro")]
        if any(spell(c).art == "punkt" for x in columns for c in x):
            return [open_line("dezimal: punkt", "12.50 sind 12 Euro und 50 Cent")]
        return []


def _choice(z: _Zeile, others: Sequence[str]) -> str:
    more = f"oder {', '.join([*map(_short, others[:2]), '…'])}" if others else "oder weglassen_spalten"
    return f"{z.notiz} {more}"


def _short(feld: str) -> str:
    """A column as a person writes it: amounts are euros."""
    return feld.removesuffix("_cent")


def _is_grouped(zelle: Zelle) -> bool:
    return isinstance(zelle, str) and bool(re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", zelle.strip()))


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
