"""A character set is proven or named: wrong umlauts are never read in silence."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from komman.charset import decode, plainly
from komman.errors import DateiFehler
from komman.oktette import look_at

UMLAUT_WORDS = [
    "Möhnesee",
    "Anröchte",
    "Rüthen",
    "Straße",
    "Gruß",
    "Ärzte",
    "Öffentlichkeit",
    "Übung",
    "ähnlich",
    "öffnen",
    "über",
    "Büro",
    "größer",
    "Maßnahme",
    "Träger",
    "GRÜN",
    "Nähe;Öl",
    "zurückgezahlt",
]
PLAIN_WORDS = ["Werl", "Verein", "e. V.", "2.400,00", ";", "\r\n", '"Hilfe"', "(A2)", "5", "-"]


def refusal(data: bytes, zeichensatz: str | None = None) -> str:
    with pytest.raises(DateiFehler) as caught:
        decode(data, "liste.csv", zeichensatz)
    assert len(caught.value.lines()) <= 6
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (codecs.BOM_UTF8 + "Möhnesee".encode(), "Möhnesee", "utf-8-sig"),
        ("Möhnesee".encode(), "Möhnesee", "utf-8"),
        (b"Werl", "Werl", "utf-8"),
        ("Möhnesee".encode("utf-16"), "Möhnesee", "utf-16"),
        (codecs.BOM_UTF16_BE + "Möhnesee".encode("utf-16-be"), "Möhnesee", "utf-16"),
        ("Möhnesee; 5 €".encode("cp1252"), "Möhnesee; 5 €", "cp1252"),
    ],
)
def test_proven_character_sets(data: bytes, text: str, encoding: str) -> None:
    assert decode(data, "liste.csv") == (text, encoding)


@pytest.mark.parametrize(
    "text",
    [
        "Verein „Hilfe“ e. V.",
        "‚einfach‘",
        "geht’s",
        "Soest–Lippstadt – Werl",
        "1.000,00 €",
        "12 m² und 3 m³",
        "Café",
        "§ 5",
        "20 °C",
        "4 × 4",
        "5 à 44",
        "mehr…",
        "10\u00a0EUR",
        "Größe ÄÖÜäöüß",
        "Citroën",
        "Rock´n",
        "„Ärzte“",
        "„eins“, “zwei”",
    ],
)
def test_german_office_text_is_cp1252(text: str) -> None:
    assert decode(text.encode("cp1252"), "liste.csv") == (text, "cp1252")


@pytest.mark.parametrize("text", ["Michał", "Kovač", "Dąbrowska", "Ružić", "Şahin", "Yıldız"])
def test_other_languages_are_not_taken_for_cp1252(text: str) -> None:
    encoding = "cp1250" if text[0] in "MKDR" else "cp1254"
    assert "Zeichensatz der Datei ist nicht sicher" in refusal(text.encode(encoding))


def test_cp850_is_refused_with_place_and_remedy() -> None:
    message = refusal("Kommune;Betrag\r\nWerl;1,00\r\nMöhnesee;2,00\r\n".encode("cp850"))
    assert "Zeile 3, Byte 29 (0x94)" in message
    assert "M”hnesee" in message
    assert "„zeichensatz“ in quellen.yaml" in message


def test_a_byte_cp1252_does_not_know_is_refused_at_its_place() -> None:
    assert "Zeile 2, Byte 4 (0x81)" in refusal("a\r\nüb".encode("cp850"))


def test_the_first_foreign_character_counts_even_before_an_unknown_byte() -> None:
    assert "Byte 2 (0x94)" in refusal("Möhne über".encode("cp850"))


@given(
    st.lists(st.sampled_from(UMLAUT_WORDS), min_size=1),
    st.lists(st.sampled_from(PLAIN_WORDS)),
    st.sampled_from(["cp850", "cp437", "mac-roman"]),
    st.randoms(use_true_random=False),
)
def test_no_german_words_of_another_set_are_misread(
    words: list[str], plain: list[str], encoding: str, order: object
) -> None:
    parts = words + plain
    order.shuffle(parts)  # type: ignore[attr-defined]
    with pytest.raises(DateiFehler):
        decode(" ".join(parts).encode(encoding), "liste.csv")


@given(st.lists(st.sampled_from(UMLAUT_WORDS + PLAIN_WORDS)))
def test_the_same_words_in_cp1252_are_read(parts: list[str]) -> None:
    text = " ".join(parts)
    assert decode(text.encode("cp1252"), "liste.csv")[0] == text


@pytest.mark.parametrize("encoding", ["cp850", "mac-roman", "utf-16-le", "iso8859-15"])
def test_a_named_character_set_is_used(encoding: str) -> None:
    assert decode("Möhnesee".encode(encoding), "liste.csv", encoding) == ("Möhnesee", encoding)


def test_a_wrongly_named_character_set_is_refused() -> None:
    assert "Zeile 2, Byte 4" in refusal("a\r\nö".encode("cp1252"), "utf-8")
    assert "utf-16" in refusal("\ufeffabc".encode("utf-16-le")[:-1], "utf-16")


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"a;b\n1;\x002", "Zeile 2, Byte 7"),
        ("Möhnesee".encode("utf-16-le"), "NUL-Bytes"),
        ("a\nM\ufffdhnesee".encode(), "Ersatzzeichen"),
        ("MÃ¶hnesee".encode(), "doppelt umgewandelt"),
        ("5 â‚¬".encode(), "doppelt umgewandelt"),
        (codecs.BOM_UTF16_LE + "a\x00b".encode("utf-16-le"), "NUL-Zeichen"),
        (codecs.BOM_UTF8 + b"\xff", "utf-8-sig"),
    ],
)
def test_spoilt_text_is_refused(data: bytes, part: str) -> None:
    assert part in refusal(data)


@pytest.mark.parametrize("text", ["„offen", "Malm”", "Gru§", "ÄÄÄ", "€rzte", "Micha³", "Straáe"])
def test_a_character_out_of_place_is_refused(text: str) -> None:
    refusal(text.encode("cp1252"))


@settings(max_examples=500, deadline=None)
@given(st.text("aZ \n;äöüß€…’é“šÃâ1,", max_size=12), st.sampled_from(["utf-8", "cp1252", "cp850", "utf-16-le"]))
def test_what_is_plain_is_what_the_careful_look_finds(text: str, encoding: str) -> None:
    data = text.encode(encoding, "ignore")
    plain = plainly(look_at(data))
    if plain is not None:
        assert decode(data, "liste.csv") == (data.decode(plain), plain)
