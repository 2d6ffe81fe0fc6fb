"""Bytes as text: a character set that is proven or named, never one that merely raises no error."""

from __future__ import annotations

import codecs
import re

import numpy as np
import numpy.typing as npt

from komman.errors import DateiFehler, Ort, shorten
from komman.oktette import Oktette

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

# cp1252 has a character for nearly every byte, so decoding proves nothing. Each pattern admits what stands in German
# office text and leaves out what the umlauts of cp850, Mac Roman and cp1250 turn into: á (ß), š Š (Ü, ä), è (č), ê (ę),
# ™ Ž (Ö, Ä). An apostrophe or dash between letters may stand: no German letter of those sets has its byte.
_LETTER = r"A-Za-zÀ-ÖØ-öø-ÿ"
_ADMITTED = re.compile(
    r"(?:[\x00-\x7f\u00a0äöüÄÖÜßéÉçëóíô’´–—]"
    rf"|(?<![{_LETTER}])à(?![{_LETTER}])"
    rf"|(?<![{_LETTER}])„(?=[^\r\n]*[“”])"  # cp850 ä; an opening quote is closed in its line
    rf"|(?<=[^\s])[“”](?![{_LETTER}])"
    rf"|(?<![{_LETTER}])“(?=[{_LETTER}0-9])"
    rf"|(?<![{_LETTER}])‚(?=[^\r\n]*[‘’])"  # cp850 é
    rf"|‘(?![{_LETTER}])"
    rf"|[€…](?![{_LETTER}])"  # Mac Roman Ä, Ö
    rf"|(?<![{_LETTER}])§(?![a-z])"  # Mac Roman ß
    rf"|(?<![{_LETTER}])½(?![{_LETTER}])"
    r"|°(?![a-z])|(?<=m)[²³]|(?<=[0-9])½|×(?=[ 0-9])|[•·±µ](?![a-zA-Z]))"
)
_DOUBLED = re.compile(r"([äöüÄÖÜß])\1")
_TWICE_ENCODED = re.compile(r"Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â‚¬|â€[“”žœ™]")


def decode(data: bytes, datei: str, zeichensatz: str | None = None) -> tuple[str, str]:
    """The text and its character set: UTF-8, UTF-16 with BOM, provable cp1252, or the one named in quellen.yaml."""
    text, encoding = _declared(data, datei, zeichensatz) if zeichensatz else _detected(data, datei)
    lost = re.search("[\x00\ufffd]", text)
    if lost:
        what = "ein NUL-Zeichen" if lost.group() == "\x00" else "das Ersatzzeichen „\ufffd“ statt eines Buchstabens"
        raise _undecodable(
            text[: lost.start()],
            encoding,
            datei,
            f"Der Text enthält {what}.",
            "Datei im Ursprungsprogramm neu als „CSV UTF-8“ ausgeben.",
        )
    return text, encoding


# Bytes of cp1252 that ``_ADMITTED`` admits wherever they stand, but no umlaut twice and € and … not before a letter.
_UMLAUTS = "äöüÄÖÜß".encode("cp1252")
_ANYWHERE = "äöüÄÖÜßéÉçëóíô\u00a0’´–—€…".encode("cp1252")
_LETTERS = bytes(b for b in range(256) if re.match(f"[{_LETTER}]", bytes([b]).decode("cp1252", "replace")))


def plainly(look: Oktette) -> str | None:
    """The character set of bytes that leave no doubt, without decoding a large file; None: ask ``decode``."""
    data, octets = look.daten, look.bytes
    if look.nul:
        return None
    if not look.fremd.size:
        return "utf-8"
    if _table(_ANYWHERE)[octets[look.fremd]].all():
        return "cp1252" if _is_office_text(octets, look.fremd) and not _is_utf8(data) else None
    doubtful = any(mark in data for mark in (b"\xef\xbf\xbd", b"\xc3\x83", b"\xc3\xa2"))
    return None if doubtful or not _is_utf8(data) else "utf-8"


def _is_office_text(octets: npt.NDArray[np.uint8], at: npt.NDArray[np.int64]) -> bool:
    """Whether no umlaut stands there twice, and no € or … before a letter."""
    found = octets[at]
    twice = (np.diff(at) == 1) & (found[1:] == found[:-1]) & _table(_UMLAUTS)[found[1:]]
    before = at[_table(b"\x80\x85")[found]] + 1
    return not twice.any() and not _table(_LETTERS)[octets[before[before < len(octets)]]].any()


def _table(members: bytes) -> npt.NDArray[np.bool_]:
    """For each byte whether it is a member."""
    table = np.zeros(256, np.bool_)
    table[list(members)] = True
    return table


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _declared(data: bytes, datei: str, zeichensatz: str) -> tuple[str, str]:
    try:
        return data.decode(zeichensatz), zeichensatz
    except UnicodeDecodeError as fault:
        raise DateiFehler(
            f"Die Datei ist nicht im Zeichensatz {zeichensatz} geschrieben.",
            ort=f"{Ort(datei, zeile=_row_at(data, fault.start))}, Byte {fault.start + 1}",
            abhilfe="„zeichensatz“ in quellen.yaml berichtigen oder den Eintrag entfernen.",
        ) from None


def _detected(data: bytes, datei: str) -> tuple[str, str]:
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _declared(data, datei, encoding)
    if b"\x00" in data:
        at = data.index(b"\x00")
        raise DateiFehler(
            "Die Datei enthält NUL-Bytes und ist kein lesbarer Text.",
            ort=f"{Ort(datei, zeile=_row_at(data, at))}, Byte {at + 1}",
            abhilfe="Datei im Ursprungsprogramm neu als „CSV UTF-8“ ausgeben oder „zeichensatz“ in "
            "quellen.yaml angeben (z. B. utf-16-le).",
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _office_text(data, datei), "cp1252"
    twice = _TWICE_ENCODED.search(text)
    if twice:
        raise _undecodable(
            text[: twice.start()],
            "utf-8",
            datei,
            f"Die Umlaute sind doppelt umgewandelt („{twice.group()}“).",
            "Datei im Ursprungsprogramm neu als „CSV UTF-8“ ausgeben.",
        )
    return text, "utf-8"


def _office_text(data: bytes, datei: str) -> str:
    """``data`` as cp1252 if each character belongs into German office text; refuses at the first that does not."""
    try:
        text = data.decode("cp1252")
        at = _first_foreign(text)
    except UnicodeDecodeError as fault:
        text = data[: fault.start].decode("cp1252")
        at = _first_foreign(text)
        at = fault.start if at is None else at
    if at is None:
        return text
    around = data[max(0, at - 8) : at + 8].decode("cp1252", "replace")
    raise DateiFehler(
        "Der Zeichensatz der Datei ist nicht sicher zu erkennen.",
        ort=f"{Ort(datei, zeile=_row_at(data, at))}, Byte {at + 1} (0x{data[at]:02X}), als cp1252 „{shorten(around)}“",
        abhilfe="„zeichensatz“ in quellen.yaml angeben (z. B. cp850 oder mac-roman) oder die Datei als "
        "„CSV UTF-8“ neu speichern.",
    )


def _first_foreign(text: str) -> int | None:
    for found in re.finditer(r"[^\x00-\x7f]", text):
        at, line_start = found.start(), text.rfind("\n", 0, found.start()) + 1
        unopened = text[at] == "”" and not any(quote in text[line_start:at] for quote in "„“")  # cp850 ö ends a word
        if unopened or not _ADMITTED.match(text, at) or _DOUBLED.match(text, at):
            return at
    return None


def _row_at(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1


def _undecodable(before: str, encoding: str, datei: str, was: str, abhilfe: str) -> DateiFehler:
    at = len(before.encode(encoding))
    return DateiFehler(was, ort=f"{Ort(datei, zeile=before.count(chr(10)) + 1)}, Byte {at + 1}", abhilfe=abhilfe)
