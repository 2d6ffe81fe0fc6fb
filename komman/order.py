"""What was asked for: which notebooks, formats and parameters, checked before anything is run."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from komman.errors import AufrufFehler
from komman.parameters import Wert, contract, from_text
from komman.parameters import check as check_parameters
from komman.project import EIGENE, Projekt
from komman.tables import Freigabe

FORMATE = ("html", "pdf", "xlsx")
RESERVED = ("jahr", "freigabe", "daten")
MIT_MAPPE = ("06",)  # reports with a workbook of their own besides: the Nachweis, a sheet per Träger
MOST_AT_ONCE = 4  # a kernel and its worker need about half a gigabyte


@dataclass(frozen=True, slots=True)
class Auftrag:
    """A year, a level, formats, the notebooks with their checked parameters, and how many may run at once.

    ``alle`` says whether these are all notebooks of the set; only then is there an attachment of all tables.
    """

    jahr: int
    freigabe: Freigabe
    formate: tuple[str, ...]
    notebooks: tuple[Path, ...]
    parameter: dict[str, dict[str, Wert]]
    alle: bool
    gleichzeitig: int

    @property
    def berichtsformate(self) -> tuple[str, ...]:
        """The formats of each report; the tables of all go into one workbook."""
        return tuple(f for f in self.formate if f != "xlsx")

    def formats_of(self, notebook: Path) -> tuple[str, ...]:
        """The formats of one report: ``MIT_MAPPE`` names those that get a workbook of their own as well."""
        return self.formate if notebook.name[:2] in MIT_MAPPE else self.berichtsformate

    @property
    def anhang(self) -> bool:
        """Whether the workbook of all tables is to be made."""
        return self.alle and "xlsx" in self.formate


def choose_notebooks(ordner: Path, nur: Sequence[str] = ()) -> tuple[Path, ...]:
    """The report notebooks (``NN_…``) by name or number ("02"); all of the set if ``nur`` is empty."""
    numbered = sorted(p for p in ordner.glob("*.ipynb") if p.name[:2].isdecimal() and p.name[2:3] == "_")
    known = [p for p in numbered if p.name[:2] not in EIGENE]
    if not known:
        raise AufrufFehler(
            f"Im Ordner {ordner} liegen keine Notebooks; ohne sie entsteht kein Bericht.",
            abhilfe="im Projektordner aufrufen oder ihn hinter --projekt nennen.",
        )
    if not nur:
        return tuple(known)
    chosen = []
    for name in nur:
        hits = [p for p in known if name in (p.stem, p.stem[:2])]
        if not hits:
            raise _unknown(name, known)
        chosen += hits
    return tuple(sorted(set(chosen)))


def _unknown(name: str, known: Sequence[Path]) -> AufrufFehler:
    if name[:2] in EIGENE and name[2:3] in ("", "_"):
        return AufrufFehler(
            f"Das Notebook „{name}“ gehört nicht zu den Berichten eines Jahres.",
            abhilfe=f"„{EIGENE[name[:2]]}“ aufrufen.",
        )
    return AufrufFehler(
        f"Das Notebook „{name}“ gibt es nicht.", abhilfe=f"möglich sind {', '.join(p.stem for p in known)}."
    )


def check_formats(formate: Sequence[str]) -> tuple[str, ...]:
    """``formate`` in fixed order, or ``AufrufFehler`` for one that is not made."""
    if not formate:
        raise AufrufFehler("Es ist kein Format genannt.", abhilfe=f"möglich sind {', '.join(FORMATE)}.")
    for f in formate:
        if f not in FORMATE:
            raise AufrufFehler(f"Das Format „{f}“ gibt es nicht.", abhilfe=f"möglich sind {', '.join(FORMATE)}.")
    return tuple(f for f in FORMATE if f in formate)


def usable_cores() -> int:
    """The processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def check_workers(gleichzeitig: int | None, notebooks: int) -> int:
    """How many notebooks run at once: what was asked for, else one per processor and at most four."""
    if gleichzeitig is not None and gleichzeitig < 1:
        raise AufrufFehler("Es muss mindestens ein Notebook laufen dürfen.", abhilfe="--gleichzeitig 1 oder mehr.")
    return min(gleichzeitig or min(usable_cores(), MOST_AT_ONCE), max(notebooks, 1))


def order(
    projekt: Projekt,
    jahr: int,
    freigabe: Freigabe,
    formate: Sequence[str] = FORMATE,
    nur: Sequence[str] = (),
    parameter: Mapping[str, str] | None = None,
    gleichzeitig: int | None = None,
) -> Auftrag:
    """The order with every parameter checked against each notebook's own contract; no kernel has started yet."""
    notebooks = choose_notebooks(projekt.notebooks, nur)
    alle = notebooks == choose_notebooks(projekt.notebooks)
    asked = check_formats(formate)
    if asked == ("xlsx",) and not alle:
        raise AufrufFehler(
            "Den Datenanhang (XLSX) gibt es nur für alle Notebooks zusammen.",
            abhilfe="--nur weglassen, oder --format html,xlsx angeben; eine eigene Mappe gibt es zu Notebook "
            f"{' und '.join(MIT_MAPPE)}.",
        )
    workers = check_workers(gleichzeitig, len(notebooks))
    checked = _checked(notebooks, {"jahr": jahr, "freigabe": freigabe, "daten": ""}, parameter or {})
    return Auftrag(jahr, freigabe, asked, notebooks, checked, alle, workers)


def _checked(
    notebooks: Sequence[Path], fixed: Mapping[str, Wert], own: Mapping[str, str]
) -> dict[str, dict[str, Wert]]:
    for reserved in RESERVED:
        if reserved in own:
            raise AufrufFehler(
                f"„{reserved}“ wird nicht mit --parameter gesetzt.",
                abhilfe="JAHR, --freigabe und --daten verwenden.",
            )
    checked: dict[str, dict[str, Wert]] = {}
    for nb in notebooks:
        vertrag = contract(nb)
        free = {name: p for name, p in vertrag.items() if name not in RESERVED}
        checked[nb.name] = check_parameters(vertrag, fixed, nb.stem) | from_text(free, own, nb.stem)
    return checked
