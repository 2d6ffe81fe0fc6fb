"""What every block of a report shares: checked fields with German refusals, and the bundle Jupyter stores."""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, ConfigDict, ValidationError, model_validator
from pydantic_core import ErrorDetails

from komman.errors import NotebookFehler
from komman.svg import check_svg

MIME = "application/vnd.komman.block+json"
VERSION = 1
ABHILFE = "Zelle im Notebook berichtigen und den Bericht neu erzeugen."
GERMAN = {
    "missing": "fehlt",
    "missing_argument": "fehlt",
    "unexpected_keyword_argument": "ist unbekannt",
    "unexpected_positional_argument": "ist zu viel",
    "string_type": "muss Text sein",
    "literal_error": "hat einen unbekannten Wert",
    "bool_type": "muss wahr oder falsch sein",
    "list_type": "muss eine Liste sein",
}


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("darf nicht leer sein")
    return text


def _iso_date(text: str) -> str:
    if len(text) != 10:
        raise ValueError("muss ein Datum JJJJ-MM-TT sein")
    try:
        date.fromisoformat(text)
    except ValueError:
        raise ValueError("muss ein Datum JJJJ-MM-TT sein") from None
    return text


def _shapes(text: str) -> str:
    check_svg(text)
    return text


Text = Annotated[str, AfterValidator(_filled)]
IsoDatum = Annotated[str, AfterValidator(_iso_date)]
Svg = Annotated[str, AfterValidator(_shapes)]
CONFIG = ConfigDict(extra="forbid")


def _reason(fehler: ErrorDetails, felder: tuple[str, ...]) -> str:
    """One pydantic error as ``„zeilen.2.0“ muss Text sein``."""
    path = [
        felder[p] if i == 0 and isinstance(p, int) and p < len(felder) else str(p) for i, p in enumerate(fehler["loc"])
    ]
    ctx = fehler.get("ctx", {}).get("error")
    text = str(ctx) if ctx is not None else GERMAN.get(fehler["type"], "hat einen ungültigen Wert")
    return f"„{'.'.join(path)}“ {text}" if path else text


class Geprueft:
    """Validation whose refusal is a German ``NotebookFehler``."""

    art: ClassVar[str] = "spalte"

    @model_validator(mode="wrap")
    @classmethod
    def _in_german(cls, werte: Any, handler: Any) -> Any:
        try:
            return handler(werte)
        except ValidationError as fehler:
            felder = tuple(getattr(cls, "__dataclass_fields__", ()))
            reasons = [_reason(e, felder) for e in fehler.errors(include_url=False)[:3]]
            raise NotebookFehler(
                f"Der Berichtsblock „{cls.art}“ ist nicht gültig.", abhilfe=ABHILFE, mehr=reasons
            ) from fehler


class Block(Geprueft, ABC):
    """What all blocks share: their JSON, and the bundle Jupyter shows and stores."""

    def block(self) -> dict[str, Any]:
        """The JSON a report is made from: plain text only, no code, no markup."""
        return {"version": VERSION, "art": self.art, **dataclasses.asdict(self)}  # type: ignore[call-overload]

    @abstractmethod
    def html(self) -> str:
        """A view for JupyterLab; the report has its own templates."""

    @abstractmethod
    def plain(self) -> str:
        """The block for a terminal."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {MIME: self.block(), "text/html": self.html(), "text/plain": self.plain()}
