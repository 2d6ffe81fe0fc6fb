"""``komman pruefe``: what cleaning and the checks find, on the terminal and as a page to work through."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from komman.commands import Ordner, print_balance
from komman.errors import AufrufFehler, DateiFehler, DatenFehler, Ort
from komman.files import write_atomic
from komman.formats import anzahl, euro, group
from komman.project import check_target, open_project

if TYPE_CHECKING:
    from komman.bereinigung import Hinweis
    from komman.checks import Ergebnis
    from komman.checks_model import Pruefbefund

# A draft helps where these keys are missing; not against an entry that is wrong, nor to choose between two columns.
_DRAFTED = ("„spalten“", "„kopfzeile“", "„zeichensatz“", "„trennzeichen“")
_SAID, _TOLD = ("quellen.yaml", "bedeuten dasselbe"), ("--vorschlag", "„weglassen_zeilen“", "berichtigen")
MEIST = 40  # findings of the checks on the terminal; the page shows them all


def run_pruefe(html: Path | None, ordner: Ordner) -> int:
    """Clean, check and try each Freigabe; nothing is written but the page asked for.

    Exit code 1 if anything is set aside, a level cannot be released, or a check finds an error or a warning that
    nobody has found right.
    """
    from komman.ledger import clean
    from komman.prepare import release_levels
    from komman.pruefung import checked

    projekt = open_project(*ordner)
    if html is not None:
        check_target(projekt, "html", html)
    try:
        b = clean(projekt.raw)
    except DateiFehler as fault:
        raise _with_proposal(fault, projekt.raw) from fault
    ergebnis = checked(b)
    abgelehnt = release_levels(b, projekt.raw).abgelehnt
    for hinweis in b.hinweise:
        print("\n".join(finding_lines(hinweis)), end="\n\n")
    for lines in [*check_lines(ergebnis), *confirmed_lines(ergebnis)]:
        print("\n".join(lines), end="\n\n")
    for level, fehler in abgelehnt.items():
        print("\n".join([f"Freigabe {level}: {fehler.lines()[0]}", *fehler.lines()[1:]]), end="\n\n")
    print_balance(b, print)
    print("\n".join([*reach_lines(ergebnis), *marking(ergebnis, b.konfiguration.kreis.beispiel)]))
    if html is not None:
        from komman.render.pruefseite import render_pruefseite
        from komman.views.arbeitsliste import work_list
        from komman.views.pruefseite import TITEL, page

        text = render_pruefseite(TITEL, page(b, ergebnis, abgelehnt.items()), work_list(b.hinweise))
        write_atomic(html, text.encode("utf-8"))
        print(f"Zum Abarbeiten, nur für den internen Gebrauch: {html}")
    return DatenFehler.exit_code if len(b.zurueckgestellt) or abgelehnt or needs_a_look(ergebnis) else 0


def _with_proposal(fault: DateiFehler, raw: Path) -> DateiFehler:
    """The refusal of a ledger, with the way to a draft of its entry if a draft can mend it."""
    datei = fault.ort.datei if isinstance(fault.ort, Ort) else str(fault.ort).partition("Datei ")[2].partition(",")[0]
    mends = "quellen.yaml" in fault.abhilfe and any(key in fault.abhilfe for key in _DRAFTED)
    mends = mends and not any(text in fault.was for text in _SAID) and not any(text in fault.abhilfe for text in _TOLD)
    if not mends or not datei or Path(datei).suffix == ".yaml" or not (raw / datei).is_file():
        return fault
    todo = f"{fault.abhilfe} Einen Entwurf schreibt „komman pruefe --vorschlag {datei}“."
    return DateiFehler(fault.was, ort=fault.ort, mehr=fault.mehr, abhilfe=todo)


def run_vorschlag(liste: Path, ordner: Ordner) -> int:
    """Write a draft entry for quellen.yaml beside the logs; it is never used by itself, and no file is replaced."""
    from komman.text import slug
    from komman.vorschlag import propose

    projekt = open_project(*ordner)
    named = len(liste.parts) < 2  # a file of that name in the working directory may be another one
    path = projekt.raw / liste if named else liste
    if not path.is_file():
        raise AufrufFehler(
            f"Die Datei „{liste.name}“ gibt es {'in raw/ ' if named else ''}nicht.",
            abhilfe="hinter --vorschlag den Namen einer Förderliste in raw/ oder eine Datei mit ihrem Ordner angeben.",
        )
    ziel = projekt.protokoll / f"quellen-{slug(path.name)}.yaml"
    if ziel.exists():
        raise AufrufFehler(
            "Für diese Datei gibt es schon einen Entwurf; er wird nicht ersetzt.",
            ort=str(ziel),
            abhilfe="den alten Entwurf übernehmen, umbenennen oder löschen.",
        )
    entwurf = propose(path)
    write_atomic(ziel, entwurf.text.encode("utf-8"))
    print(f"Entwurf für quellen.yaml: {ziel}")
    print(f"Zu entscheiden: {anzahl(entwurf.offen, 'Stelle', 'Stellen')}. Der Rest ist geraten und zu prüfen.")
    print("Der Entwurf gilt erst, wenn Sie ihn in quellen.yaml übernehmen.")
    return 0


def needs_a_look(ergebnis: Ergebnis) -> bool:
    """Whether a check found more than hints; what a person found right is none of it."""
    return any(b.schwere != "hinweis" for b in ergebnis.befunde)


def finding_lines(h: Hinweis) -> list[str]:
    """A finding of cleaning as at most four lines: what, where, how much, what to do."""
    lines = [f"{h.bezeichnung}: {h.satz}", f"Wo: {h.ort}"]
    if h.cent is not None:
        lines.append(f"Betrag: {euro(h.cent)}")
    return [*lines, f"Abhilfe: {h.abhilfe}"] if h.abhilfe else lines


def check_lines(ergebnis: Ergebnis) -> Iterator[list[str]]:
    """The weightiest findings of the checks, each as at most five lines, and how many more there are."""
    for b in ergebnis.befunde[:MEIST]:
        yield _lines(b)
    if (rest := len(ergebnis.befunde) - MEIST) > 0:
        yield [f"… und {anzahl(rest, 'weiterer Befund', 'weitere Befunde')}; alle zeigt --html DATEI."]


def _lines(b: Pruefbefund) -> list[str]:
    from komman.checks_model import PRUEFARTEN, SCHWERE

    lines = [f"{SCHWERE[b.schwere]}, {PRUEFARTEN[b.art].bezeichnung}: {b.text}"]
    lines += [f"Wo: {b.ort}"] if b.ort else []
    lines += [f"Regel: {b.regel}"] if b.regel else []
    lines += [f"Kennung: {b.kennung}"] if b.kennung else []
    return [*lines, f"Abhilfe: {b.abhilfe}"]


def confirmed_lines(ergebnis: Ergebnis) -> Iterator[list[str]]:
    """What a person found right, each as one line in one block; nothing where there is none."""
    from komman.canonical import show

    lines = [
        f"Geprüft: {g.befund.kennung}: {show(v.grund, telefon=True)} ({show(v.wer, telefon=True)}, {v.datum:%d.%m.%Y})"
        for g in ergebnis.geprueft[:MEIST]
        for v in (g.vermerk,)
    ]
    if (rest := len(ergebnis.geprueft) - MEIST) > 0:
        lines.append(f"… und {anzahl(rest, 'weiterer', 'weitere')}; alle zeigt --html DATEI.")
    if lines:
        yield lines


def marking(ergebnis: Ergebnis, beispiel: bool) -> list[str]:
    """How a finding that is right is marked, as one line where one is open."""
    from komman.settings import setting_name

    if not any(b.kennung for b in ergebnis.befunde):
        return []
    name = setting_name("geprueft.yaml", beispiel)
    return [f"Stimmen die Angaben zu einem Befund: seine Kennung in {name} eintragen; ein Muster zeigt --html DATEI."]


def reach_lines(ergebnis: Ergebnis) -> list[str]:
    """How far the checks reached: how many, what they found, and what each could not check and why."""
    from komman.checks_model import GRUENDE, PRUEFARTEN

    right = len(ergebnis.geprueft)
    nothing = "sonst nichts aufgefallen" if right else "nichts aufgefallen"
    told = anzahl(right, "Befund ist", "Befunde sind")
    line = f"Prüfungen: {len(ergebnis.abdeckung)}, {ergebnis.zusammen or nothing}"
    lines = [f"{line}; {told} geprüft und in Ordnung." if right else f"{line}."]
    for a in ergebnis.abdeckung:
        if a.gruende:
            why = ", ".join(f"{GRUENDE[g]} ({group(n)})" for g, n in a.gruende.items())
            art = PRUEFARTEN[a.art]
            lines.append(f"Nicht geprüft, {art.bezeichnung}: {anzahl(a.gruende.total(), *art.einheit)}; {why}.")
    return lines
