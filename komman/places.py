"""Kommune by name and Träger by spelling: equal names match, similar ones are only proposed."""

from __future__ import annotations

from komman.config import Traeger, TraegerListe
from komman.kreis import Kommune, Kreis
from komman.text import compare_key, nearest, slug

__all__ = ["KREISWEIT", "Orte", "TraegerVerzeichnis", "slug"]

KREISWEIT = "kreisweit"


class Orte:
    """The Kommunen of a Kreis, found by name, official name or alias (case and blanks do not count)."""

    def __init__(self, kreis: Kreis) -> None:
        self.kreisweit = Kommune(ags=kreis.schluessel, name=KREISWEIT)
        self._by_key = {compare_key(KREISWEIT): self.kreisweit, compare_key(kreis.kreis): self.kreisweit}
        # A kreisfreie Stadt bears the Kreis's own name: there the Kommune is meant, so it is entered last.
        for kommune in kreis.kommunen:
            self._by_key |= {compare_key(name): kommune for name in kommune.namen}
        self._spellings = [KREISWEIT, kreis.kreis] + [name for k in kreis.kommunen for name in k.namen]

    def finde(self, text: str) -> Kommune | None:
        """The Kommune of exactly this name; ``kreisweit`` and the Kreis's name give the 5-digit Kreisschlüssel."""
        return self._by_key.get(compare_key(text))

    def vorschlag(self, text: str) -> str | None:
        """The name of the Kommune spelt most alike, for a message; no row is ever assigned by it."""
        spelling = nearest(text, self._spellings, cutoff=0.75)
        found = None if spelling is None else self.finde(spelling)
        return None if found is None else found.name


class TraegerVerzeichnis:
    """The Träger of traeger.yaml, found by name or listed spelling."""

    def __init__(self, liste: TraegerListe) -> None:
        self._by_key = {compare_key(s): t for t in liste.traeger for s in (t.name, *t.schreibweisen)}

    def finde(self, text: str) -> Traeger:
        """The listed Träger of this spelling, else an unlisted one of kind ``unbekannt`` (never named in public)."""
        name = " ".join(text.split())
        return self._by_key.get(compare_key(name)) or Traeger(name=name, art="unbekannt")
