"""The rows of generated ledgers: head, data, totals right and wrong, what stands between them."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.generative.listen import (
    BAUSTEINE,
    CENTS,
    FALSCHE_BAUSTEINE,
    FREMD,
    FUSS,
    GELD_FORMEN,
    KOMMA,
    KOMMUNEN,
    KONTAKT,
    LABELS,
    OHNE_ANGABE,
    PUNKT,
    TRAEGER,
    UEBERSCHRIFTEN,
    UNLESBAR,
    WIE_SUMMEN,
    Art,
    _Plan,
)

Record = tuple[Art, list[str]]
TITEL = ("Programmteil II", "Kreis Beispielhausen", "KOMM-AN NRW; Weiterleitung, Liste")


def head(plan: _Plan) -> tuple[list[list[str]], str]:
    """The header rows, and what it must be refused for."""
    names = [str(plan.choose(*UEBERSCHRIFTEN[s])) if s in UEBERSCHRIFTEN else "" for s in plan.spalten]
    form = plan.draw(st.sampled_from(GELD_FORMEN))
    refused = ""
    if plan.chance(2):
        plan.spalten.append("unbekannt")
        names.append("Zuschuss Land")
        refused = "Zuschuss Land"
    if not plan.zweistufig:
        return [[form(s) if s in plan.geld else n for s, n in zip(plan.spalten, names, strict=True)]], refused
    first = plan.spalten.index(plan.geld[0])
    upper = ["Beträge in EUR" if i == first else n for i, n in enumerate(names)]
    return [upper, [s if s in plan.geld else "" for s in plan.spalten]], refused


def rows(plan: _Plan, heads: list[list[str]]) -> tuple[list[Record], list[int]]:
    """All records, and the Förderjahr of each table where no column says it."""
    out: list[Record] = []
    note = [""] * (not plan.spalten[0])  # text below a column without a heading is refused
    for _ in range(int(plan.draw(st.integers(0, 2)))):
        out.append(("titel", [*note, str(plan.choose(*TITEL))]))
    jahre = [2019]
    if plan.jahr == "titel":
        out.append(("titel", [*note, "Förderjahr 2019"]))
    out += [("leer", [])] * int(plan.draw(st.integers(0, 2)))
    out += [("kopf", list(h)) for h in heads]
    subtotals, total, number = plan.chance(40), plan.chance(40), 0
    for group in range(int(plan.draw(st.integers(1, 4)))):
        if group and plan.jahr == "titel" and plan.chance(15):
            jahre.append(2019 - len(jahre))
            out += [("leer", []), ("titel", [*note, f"Förderjahr {jahre[-1]}"])]
            out += [("tabelle" if i == 0 else "kopf", list(h)) for i, h in enumerate(heads)]
        elif group and plan.chance(15):
            out += [("kopf", list(h)) for h in heads]
        size = int(plan.draw(st.integers(1, 5)))
        for i in range(size):
            number += 1
            out.append(("daten", data_row(plan, number, fill=plan.auffuellen and i > 0)))
            if plan.chance(4):
                out.append(("daten", list(out[-1][1])))
            if plan.chance(4):
                out.append(("leer", [""] * int(plan.draw(st.integers(0, 9)))))
        if subtotals:
            out.append(("summe", total_row(plan, out, since_total=True)))
        out += [("leer", [])] * int(plan.draw(st.integers(0, 1)))
    if total:
        out.append(("summe", total_row(plan, out, since_total=False)))
    if plan.chance(30):
        out += [("leer", []), ("fuss", [*note, str(plan.choose(*FUSS))])]
    return out + [("leer", [""] * int(plan.draw(st.integers(0, 3))))] * int(plan.draw(st.integers(0, 1))), jahre


def data_row(plan: _Plan, number: int, fill: bool) -> list[str]:
    """A row of a Maßnahme; now and then with a fault, never without both Kommune and Träger."""
    cells = dict.fromkeys(plan.spalten, "")
    fault = (int(plan.draw(st.integers(0, 99))) + 50) % 100  # the ends of a range are drawn more often
    kommune = str(plan.choose(*(FREMD if fault < 5 else KOMMUNEN)))
    cells["kommune"] = "" if fill or fault == 5 else kommune
    cells["az"] = f"S-{number}" if plan.chance(90) else ""
    safe = "az" in plan.spalten and bool(cells["az"] and cells["kommune"])
    options = KONTAKT if fault == 7 else (*TRAEGER, *(WIE_SUMMEN if safe else ()))
    cells["traeger"] = "" if fault == 6 and not fill else str(plan.choose(*options))
    cells["baustein"] = str(plan.choose(*(FALSCHE_BAUSTEINE if fault in (8, 9) else BAUSTEINE)))
    cells["jahr"] = str(plan.choose("19", "", "2119")) if fault == 10 else str(plan.choose("2018", "2019", "2020"))
    cells["einheiten"] = str(plan.choose("sechs", "-2", "1,5")) if fault == 11 else str(plan.choose("", "3", "12"))
    cells["lfd"], cells["telefon"] = str(number), str(plan.choose("", "02921 000000"))
    cells["bemerkung"] = str(plan.choose("", "ok; geprüft", "Rückfrage, siehe\nBlatt 2", 'Wort "genau"'))
    cells["unbekannt"] = "12,00"
    ags = {"a": "05974004", "w": "05974048", "g": "05974048", "k": "05974"}.get(kommune.strip()[:1].casefold(), "")
    cells["ags"] = "" if fill else "05974048" if fault == 12 else str(plan.choose("", ags, ags.removeprefix("0")))
    blank = fault == 13 and bool(cells["kommune"] and cells["traeger"])
    for i, spalte in enumerate(plan.geld):
        missing = blank or (i > 0 and plan.chance(15))
        bad = i == len(plan.geld) - 1 and fault in (14, 15, 16, 17)
        cells[spalte] = str(plan.choose(*OHNE_ANGABE)) if missing else amount(plan, spalte, bad)
    return [cells[s] for s in plan.spalten]


def amount(plan: _Plan, spalte: str, bad: bool) -> str:
    """A cell of a money column; one of whole euros may be ambiguous there."""
    if bad:
        return str(plan.choose("offen", "siehe Akte") if spalte in plan.ganz else plan.choose(*UNLESBAR))
    cents = int(plan.draw(CENTS))
    if spalte in plan.ganz:
        euros = cents // 100 if spalte != "zurückgezahlt" else abs(cents) // 100
        return str(euros) if plan.chance(70) else f"{'-' if euros < 0 else ''}{abs(euros):,}".replace(",", ".")
    if spalte == "zurückgezahlt" and not plan.chance(5):
        cents = abs(cents)
    return plan.draw(st.sampled_from(PUNKT if plan.punkt else KOMMA))(cents)


def total_row(plan: _Plan, above: list[Record], since_total: bool) -> list[str]:
    """A total of the rows since the last one, or of all; as a spreadsheet sums, and now and then wrong."""
    from tests.generative.orakel import Spalte  # the sums are the oracle's: the generator only writes them down

    start = max((i for i, (a, _) in enumerate(above) if a == "summe"), default=-1) + 1 if since_total else 0
    data = [r for a, r in above[start:] if a == "daten"]
    cells = dict.fromkeys(plan.spalten, "")
    wrong = str(plan.choose(*plan.geld)) if plan.chance(12) else ""
    off = int(plan.draw(st.integers(1, 99) | st.integers(100, 10**9)))
    for spalte in plan.geld:
        at = plan.spalten.index(spalte)
        column = Spalte([r[at] for _, r in _section(above)] + ["0,00"] * (spalte not in plan.ganz), plan.punkt)
        cents = sum(column.cents(r[at]) or 0 for r in data) + (off if spalte == wrong else 0)
        if spalte in plan.ganz:
            cells[spalte] = str(cents // 100 + (spalte == wrong))
        else:
            cells[spalte] = (PUNKT if plan.punkt else KOMMA)[0](cents)
        if spalte != wrong and plan.chance(5):
            cells[spalte] = ""
    label = str(plan.choose(*(LABELS[:-1] if plan.auffuellen else LABELS)))
    where = plan.choose(*(s for s in ("az", "kommune", "traeger", "lfd") if s in plan.spalten))
    cells[str(where)] = label
    if all(not cells[g] for g in plan.geld):
        cells[plan.geld[0]] = "0"
    return [cells[s] for s in plan.spalten]


def _section(above: list[Record]) -> list[Record]:
    """The rows of the table that is being written."""
    start = max((i for i, (a, _) in enumerate(above) if a == "tabelle"), default=0)
    return [r for r in above[start:] if r[0] in ("daten", "summe")]
