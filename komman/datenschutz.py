"""The disclosure policy: from how many recipients on, and how evenly spread, a pooled sum may be shown."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from komman.errors import DateiFehler, Ort
from komman.felder import Modell, Tag, Text
from komman.yamlfile import load_yaml

DATEI = "datenschutz.yaml"
VOREINSTELLUNG = Path(__file__).parent / "rules" / DATEI
# The floor of "oeffentlich": three, because of two recipients each learns the other's amount from the sum.
MINDEST_EINHEITEN = 3
MINDEST_P_PROZENT = 10


class Schwelle(Modell):
    """What a pool must fulfil at one level, who approved it, when and why."""

    mindest_einheiten: Annotated[int, Field(ge=2, le=1000)]
    p_prozent: Annotated[int, Field(ge=0, le=100)]
    freigegeben_durch: Text
    am: Tag | None = None
    begruendung: Text

    @property
    def grenzen(self) -> tuple[int, int]:
        """The two numbers alone: equal ones give equal pools, whoever approved them."""
        return self.mindest_einheiten, self.p_prozent


class Datenschutz(Modell):
    """datenschutz.yaml: the thresholds of the two levels below ``intern``."""

    oeffentlich: Schwelle
    nichtoeffentlich: Schwelle


def load_policy(raw: Path | None) -> Datenschutz:
    """The policy of the data folder, else the one shipped.

    Refused: an approval without a date; ``oeffentlich`` weaker than 3 recipients and 10 percent; ``nichtoeffentlich``
    stricter than ``oeffentlich`` (the public pools are put together from the non-public ones: only so does nobody
    learn more by comparing the two).
    """
    path = raw / DATEI if raw is not None and (raw / DATEI).exists() else VOREINSTELLUNG
    policy = load_yaml(path, Datenschutz)
    public, internal = policy.oeffentlich, policy.nichtoeffentlich
    if path != VOREINSTELLUNG and (public.am is None or internal.am is None):
        raise DateiFehler(
            "Die Schwellen des Datenschutzes sind ohne Datum freigegeben.",
            ort=Ort(DATEI, spalte="am"),
            abhilfe="Bei beiden Stufen „am: JJJJ-MM-TT“ ergänzen: den Tag der Freigabe.",
        )
    if public.mindest_einheiten < MINDEST_EINHEITEN or public.p_prozent < MINDEST_P_PROZENT:
        raise DateiFehler(
            "Die Schwellen für „oeffentlich“ sind schwächer als erlaubt.",
            ort=Ort(DATEI, spalte="oeffentlich"),
            abhilfe=f"mindest_einheiten ab {MINDEST_EINHEITEN} und p_prozent ab {MINDEST_P_PROZENT} "
            "eintragen; schwächere Werte sind nur für „nichtoeffentlich“ möglich.",
        )
    if any(i > p for i, p in zip(internal.grenzen, public.grenzen, strict=True)):
        raise DateiFehler(
            "Die Schwellen für „nichtoeffentlich“ sind strenger als die für „oeffentlich“.",
            ort=Ort(DATEI, spalte="nichtoeffentlich"),
            abhilfe="Bei „oeffentlich“ mindestens dieselben Werte eintragen.",
        )
    return policy
