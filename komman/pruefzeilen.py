"""What is looked at in a row to tell whether it is a total: its texts, its amounts, what makes it a Maßnahme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from komman.amounts import Betrag
from komman.columns import identity
from komman.config import Quelle
from komman.corrections import Stand
from komman.grid import Zelle
from komman.header import Kopf
from komman.rows import Rohzeile
from komman.summenlage import is_filled_down, names_only_its_place
from komman.totals import Pruefzeile, is_label

_NOTHING = Betrag(None)


def check_lines(
    rows: Iterable[Rohzeile], states: Mapping[int, Stand], money: Sequence[str], kopf: Kopf, quelle: Quelle | None
) -> Iterator[Pruefzeile]:
    """The rows before anything is filled down, with their amounts of these money columns as read and as corrected."""
    fill = quelle.auffuellen if quelle else ()
    to_fill = {f for f in kopf.felder if f in identity(kopf.tabelle) and is_filled_down(f, kopf, fill)}
    for row in rows:
        stand, alone = states[row.nummer], names_only_its_place(row, kopf)
        yield Pruefzeile(
            row.texte,
            row.leer,
            tuple(row.betraege.get(f, _NOTHING).cent for f in money),
            tuple(sum(p.betraege.get(f, _NOTHING).cent or 0 for p in stand.teile) for f in money),
            unlesbar=frozenset(i for i, f in enumerate(money) if row.betraege.get(f, _NOTHING).grund),
            massnahme=_massnahme(row.zellen),
            gedeckt="verbunden" if row.verbunden else "aufgefuellt" if to_fill else "",
            bestaetigt=stand.korrigiert,
            neue_tabelle=row.neue_tabelle,
            nur_ort=alone and "traeger" not in to_fill,
            traeger_folgt=alone and "traeger" in to_fill,
        )


def _massnahme(zellen: Mapping[str, Zelle]) -> Literal["", "baustein", "aktenzeichen"]:
    """What makes the row a Maßnahme besides its Kommune and Träger; a cell that calls itself a total says nothing."""
    names = {f: str(c) for f in ("kommune", "traeger", "baustein", "massnahme_id") if (c := zellen.get(f)) is not None}
    if not {"kommune", "traeger"} <= set(names) or is_label([names["kommune"]]):
        return ""
    own = [f for f in ("massnahme_id", "baustein") if f in names and not is_label([names[f]])]
    return "" if not own else "aktenzeichen" if own[0] == "massnahme_id" else "baustein"
