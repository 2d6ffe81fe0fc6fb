"""German text for amounts, numbers, shares and lists, without locale and without floats."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

NBSP = "\u00a0"
MINUS = "\u2212"
OFFEN = "noch offen"
NICHT_BELEGT = "nicht belegt"
KEINE_ANGABE = "keine Angabe"
BEISPIELDATEN = "Beispieldaten – frei erfunden"
PROGRAMMTEIL_TEXT = {"I": "I", "I-Sach": "I (Sachausgaben)", "II": "II"}
FREIGABE_TEXT = {"oeffentlich": "öffentlich", "nichtoeffentlich": "nichtöffentlich", "intern": "intern"}


def divide_half_up(zaehler: int, nenner: int) -> int:
    """``zaehler / nenner`` rounded to a whole number, half away from zero (German commercial rounding)."""
    if nenner == 0:
        raise ZeroDivisionError("Anteil an 0")
    sign = -1 if (zaehler < 0) != (nenner < 0) else 1
    return sign * ((2 * abs(zaehler) + abs(nenner)) // (2 * abs(nenner)))


def group(betrag: int) -> str:
    """``1234567`` → ``1.234.567``; a negative number gets a true minus sign."""
    return (MINUS if betrag < 0 else "") + f"{abs(betrag):,}".replace(",", ".")


def euro(cent: int | None, fehlt: str = OFFEN) -> str:
    """Cents as ``1.234,50 €`` (no-break space); a missing amount is said with ``fehlt``, never shown as 0."""
    if cent is None:
        return fehlt
    return f"{MINUS if cent < 0 else ''}{group(abs(cent) // 100)},{abs(cent) % 100:02d}{NBSP}€"


def euro_rund(cent: int | None, stufe: int = 1000, fehlt: str = OFFEN) -> str:
    """Cents rounded to steps of ``stufe`` whole euros: ``54601234`` → ``546.000 €``."""
    if cent is None:
        return fehlt
    return f"{group(divide_half_up(cent, stufe * 100) * stufe)}{NBSP}€"


def permille(zaehler: int | None, nenner: int | None) -> int | None:
    """A share in tenths of a percent, rounded half up; missing if a part is missing or the whole is 0."""
    if zaehler is None or nenner is None or nenner == 0:
        return None
    return divide_half_up(zaehler * 1000, nenner)


def prozent(promille: int | None, fehlt: str = OFFEN) -> str:
    """Tenths of a percent as text: ``833`` → ``83,3 %``."""
    if promille is None:
        return fehlt
    return f"{MINUS if promille < 0 else ''}{group(abs(promille) // 10)},{abs(promille) % 10}{NBSP}%"


def prozent_genau(hundertstel: int) -> str:
    """Hundredths of a percent as text without idle zeros: ``275`` → ``2,75 %``, ``9000`` → ``90 %``."""
    rest = f"{abs(hundertstel) % 100:02d}".rstrip("0")
    whole = group(abs(hundertstel) // 100)
    return f"{MINUS if hundertstel < 0 else ''}{whole}{',' if rest else ''}{rest}{NBSP}%"


def stellenzahl(zehntausendstel: int | None, fehlt: str = OFFEN) -> str:
    """Full-time equivalents in ten-thousandths as text without idle zeros: ``15000`` → ``1,5``."""
    if zehntausendstel is None:
        return fehlt
    rest = f"{abs(zehntausendstel) % 10_000:04d}".rstrip("0")
    whole = group(abs(zehntausendstel) // 10_000)
    return f"{MINUS if zehntausendstel < 0 else ''}{whole}{',' if rest else ''}{rest}"


def parse_euro(text: str) -> int | None:
    """The cents of a text that ``euro`` made; nothing for any other text."""
    return _parsed(text, f",{NBSP}€", euro)


def parse_prozent(text: str) -> int | None:
    """The tenths of a percent of a text that ``prozent`` made; nothing for any other text."""
    return _parsed(text, f",{NBSP}%", prozent)


def parse_anzahl(text: str) -> int | None:
    """The whole number of a text that ``group`` made; nothing for any other text."""
    return _parsed(text, "", group)


def _parsed(text: str, zeichen: str, schreibe: Callable[[int], str]) -> int | None:
    """The number whose digits ``text`` shows, if writing that number gives ``text`` again."""
    digits = "".join(c for c in text if c not in f".{MINUS}{zeichen}")
    if not re.fullmatch("[0-9]{1,18}", digits):
        return None
    wert = -int(digits) if text.startswith(MINUS) else int(digits)
    return wert if schreibe(wert) == text else None


def anzahl(n: int, einzahl: str, mehrzahl: str) -> str:
    """``1, "Maßnahme", "Maßnahmen"`` → ``1 Maßnahme``."""
    return f"{group(n)} {einzahl if n == 1 else mehrzahl}"


def aufzaehlung(teile: Iterable[str]) -> str:
    """``a``, ``a und b``, ``a, b und c``."""
    teile = list(teile)
    return teile[0] if len(teile) == 1 else ", ".join(teile[:-1]) + (" und " + teile[-1] if teile else "")


def jahre_text(jahre: Iterable[int]) -> str:
    """Sorted years, runs of three or more as ``2016 bis 2020``: ``2016 bis 2018 und 2021``."""
    runs: list[list[int]] = []
    for jahr in jahre:
        if runs and jahr == runs[-1][-1] + 1:
            runs[-1].append(jahr)
        else:
            runs.append([jahr])
    teile = [f"{r[0]} bis {r[-1]}" for r in runs if len(r) > 2]
    kurz = [str(jahr) for r in runs if len(r) <= 2 for jahr in r]
    return aufzaehlung(sorted([*teile, *kurz]))
