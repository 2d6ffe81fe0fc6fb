"""Kommune by name and Träger by spelling: equal names match, similar ones are only proposed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from komman.config import Quelle, Traeger, TraegerListe
from komman.errors import DateiFehler, Ort
from komman.kreis import Kommune, Kreis
from komman.ortsnamen import full_key, keys_by_name, official_forms
from komman.text import compare_key, nearest, slug

__all__ = ["KREISWEIT", "Fund", "Orte", "TraegerVerzeichnis", "orte_of", "slug"]

KREISWEIT = "kreisweit"
_CORRECT = "In korrekturen.yaml mit „setze“ berichtigen"
_UNKNOWN = f"{_CORRECT} oder die Schreibweise in kreis.yaml als Alias eintragen."
_MAY_BE_OUTSIDE = f"{_UNKNOWN[:-1]}; liegt der Ort nicht im Kreis: in quellen.yaml unter „orte_ausserhalb“ eintragen."
_FOREIGN = f"{_CORRECT}; gehört der Ort in die Liste: in quellen.yaml „ausserhalb: ja“ eintragen."
_WRONG_KEY = f"{_CORRECT}: ags oder kommune, was falsch ist."


@dataclass(frozen=True, slots=True)
class Fund:
    """Where a place lies: in ``kommune`` (``ortsteil``: it is a part of it), outside the Kreis, or not known.

    ``grund`` says why it is not known; empty, nothing was asked for. ``gemeinde``: an outside place that is certainly
    another municipality, by the list of the state or by its key.
    """

    kommune: Kommune | None = None
    ortsteil: bool = False
    ausserhalb: bool = False
    gemeinde: bool = False
    grund: str = ""
    abhilfe: str = _UNKNOWN


class Orte:
    """The Kommunen of a Kreis, found by name, official name, alias or Ortsteil (case and blanks do not count).

    ``ausserhalb``: a place that is like none of the Kreis's lies outside it; the places in ``benannt`` always do.
    """

    def __init__(self, kreis: Kreis, ausserhalb: bool = False, benannt: tuple[str, ...] = ()) -> None:
        self.schluessel, self.ausserhalb = kreis.schluessel, ausserhalb
        self.benannt = frozenset(compare_key(name) for name in benannt)
        self.kreisweit = Kommune(ags=kreis.schluessel, name=KREISWEIT)
        self._by_key = {compare_key(KREISWEIT): self.kreisweit, compare_key(kreis.kreis): self.kreisweit}
        # A kreisfreie Stadt bears the Kreis's own name: there the Kommune is meant, so it is entered last.
        for kommune in kreis.kommunen:
            self._by_key |= {compare_key(name): kommune for name in kommune.namen}
        self._add_official(kreis)
        self._teile: dict[str, list[Kommune]] = {}
        for kommune in kreis.kommunen:
            for key in dict.fromkeys(map(compare_key, kommune.ortsteile)):
                self._teile.setdefault(key, []).append(kommune)
        spellings = [KREISWEIT, kreis.kreis] + [name for k in kreis.kommunen for name in (*k.namen, *k.ortsteile)]
        self._spellings = list(dict.fromkeys(spellings))
        self._words = [(f"-{slug(s)}-", s) for s in self._spellings if slug(s)]
        self._met: dict[tuple[str, str], Fund] = {}

    def _add_official(self, kreis: Kreis) -> None:
        """Forms by rule come after every name that is written down, and none that two Kommunen would share."""
        forms = [(compare_key(f), k) for k in kreis.kommunen for f in official_forms(k.ags, k.name, k.amtlich)]
        for key, kommune in forms:
            if all(other is kommune for form, other in forms if form == key):
                self._by_key.setdefault(key, kommune)

    def finde(self, text: str) -> Kommune | None:
        """The Kommune of exactly this name; ``kreisweit`` and the Kreis's name give the 5-digit Kreisschlüssel."""
        return self._by_key.get(compare_key(text))

    def vorschlag(self, text: str) -> str | None:
        """The name of the Kommune that the text names among other words or is spelt most like, for a message only.

        No row is ever assigned by it.
        """
        padded = f"-{slug(text)}-"
        named = [s for words, s in self._words if words in padded]
        # The longest: „Bad Sassendorf-Lohne“ is no question about a place „Lohne“ alone.
        spelling = max(named, key=len) if named else nearest(text, self._spellings, cutoff=0.75)
        if spelling is None:
            return None
        found = self.finde(spelling) or self._teile[compare_key(spelling)][0]
        return found.name

    def suche(self, text: str, schluessel: str = "") -> Fund:
        """Where the place ``text`` of a ledger lies; ``schluessel`` is the key beside it, as it stands.

        Exact names decide, then Ortsteile, then what lies outside by quellen.yaml; similarity only makes a question. A
        key of another municipality counts as outside with ``ausserhalb`` only, and never against an exact name.
        """
        asked = compare_key(text), schluessel.strip()
        if asked not in self._met:
            self._met[asked] = self._search(text, *asked)
        return self._met[asked]

    def _search(self, text: str, key: str, given: str) -> Fund:
        if kommune := self._by_key.get(key):
            return Fund(kommune)
        if key in self._teile and key not in self.benannt:
            return self._part(text, self._teile[key], full_key(given))
        if not key:
            found = self._outside(key, given) if self.ausserhalb and given else Fund()
            return found if found.ausserhalb else Fund()
        if key in self.benannt:
            return self._outside(key, given)
        if self.ausserhalb:
            return self._foreign(text, key, given)
        return self._unknown(text, _FOREIGN if self._elsewhere(key) else _UNKNOWN)

    def _unknown(self, text: str, abhilfe: str) -> Fund:
        near = self.vorschlag(text)
        asked = f" Meinten Sie „{near}“?" if near else ""
        return Fund(grund=f"unbekannte Kommune.{asked}", abhilfe=abhilfe)

    def _part(self, text: str, kommunen: list[Kommune], ags: str) -> Fund:
        """An Ortsteil: of one Kommune, or of the one whose key stands beside it."""
        fitting = [k for k in kommunen if k.ags == ags] or kommunen
        named = " und von ".join(k.name for k in fitting)
        if len(fitting) > 1:
            return Fund(grund=f"Kommune nicht eindeutig: Ortsteil von {named}", abhilfe=f"{_CORRECT}.")
        if self.ausserhalb and not ags:
            # Places of one name are common: a list of the whole state may mean another one.
            return Fund(
                grund=f"Kommune nicht eindeutig: Ortsteil von {named} oder ein Ort außerhalb des Kreises",
                abhilfe=_MAY_BE_OUTSIDE,
            )
        return Fund(fitting[0], ortsteil=True)

    def _elsewhere(self, key: str) -> bool:
        """Whether every municipality of the state that is called so lies in another Kreis."""
        keys = keys_by_name().get(key, frozenset())
        return bool(keys) and not any(ags.startswith(self.schluessel) for ags in keys)

    def _outside(self, key: str, given: str) -> Fund:
        """A place that is not one of the Kreis's; the key beside it may say otherwise."""
        ags = full_key(given)
        if given and not ags:
            return Fund(grund=f"Gemeindeschlüssel „{given}“ ist nicht bekannt", abhilfe=_WRONG_KEY)
        if ags.startswith(self.schluessel):
            return Fund(grund="unbekannte Kommune; der Gemeindeschlüssel liegt im Kreis", abhilfe=_WRONG_KEY)
        return Fund(ausserhalb=True, gemeinde=bool(ags) or key in self.benannt or self._elsewhere(key))

    def _foreign(self, text: str, key: str, given: str) -> Fund:
        """With ``ausserhalb: ja``: outside, unless its name may be one of the Kreis's and nothing says it is not."""
        if key in keys_by_name() and not self._elsewhere(key):
            grund = "unbekannte Kommune; sie liegt im Kreis, steht aber nicht in kreis.yaml"
            return Fund(grund=grund, abhilfe="In kreis.yaml unter „kommunen“ eintragen.")
        found = self._outside(key, given)
        if found.ausserhalb and not found.gemeinde and self.vorschlag(text):
            return self._unknown(text, _MAY_BE_OUTSIDE)
        return found


def orte_of(kreis: Kreis, quelle: Quelle | None) -> Orte:
    """The places a ledger is read with; refuses (DateiFehler) a Kommune of the Kreis under ``orte_ausserhalb``."""
    if quelle is None:
        return Orte(kreis)
    orte = Orte(kreis)
    own = [name for name in quelle.orte_ausserhalb if orte.finde(name)]
    if own:
        raise DateiFehler(
            f"quellen.yaml nennt „{own[0]}“ unter „orte_ausserhalb“; das ist ein Ort des Kreises.",
            ort=Ort(quelle.datei, quelle.blatt or ""),
            abhilfe="Den Namen dort oder in kreis.yaml entfernen.",
        )
    return Orte(kreis, quelle.ausserhalb, quelle.orte_ausserhalb)


class TraegerVerzeichnis:
    """The Träger of traeger.yaml, found by name or listed spelling."""

    def __init__(self, liste: TraegerListe) -> None:
        self._by_key = {compare_key(s): t for t in liste.traeger for s in (t.name, *t.schreibweisen)}

    def finde(self, text: str) -> Traeger:
        """The listed Träger of this spelling, else an unlisted one of kind ``unbekannt`` (never named in public)."""
        name = " ".join(text.split())
        return self._by_key.get(compare_key(name)) or _unlisted(name)


@lru_cache(maxsize=10_000)
def _unlisted(name: str) -> Traeger:
    return Traeger.model_construct(name=name, art="unbekannt", id=slug(name))  # nothing of it is typed by a person
