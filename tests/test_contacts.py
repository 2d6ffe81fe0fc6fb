"""Contact data found and masked; what only looks like it left alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komman import contacts
from komman.contacts import contact_kind, mask


@pytest.mark.parametrize(
    ("text", "kind", "masked"),
    [
        ("Verein, a.b@c-d.de", "E-Mail", "Verein, [E-Mail]"),
        ("info(at)verein.de", "E-Mail", "[E-Mail]"),
        ("info [at] verein.de", "E-Mail", "[E-Mail]"),
        ("DE02 1203 0000 0000 2020 51", "IBAN", "[IBAN]"),
        ("IBAN: de02120300000000202051", "IBAN", "IBAN: [IBAN]"),
        ("DE99 1234 5678 9012 3456 7", "IBAN", "[IBAN]"),
        ("GB82 WEST 1234 5698 7654 32", "IBAN", "[IBAN]"),
        ("Tel.: 02921 30-0", "Telefon", "[Telefon]"),
        ("mobil 0171/1234567", "Telefon", "[Telefon]"),
    ],
)
def test_contact_data(text: str, kind: str, masked: str) -> None:
    assert (contact_kind(text), mask(text)) == (kind, masked)


@pytest.mark.parametrize(
    "text",
    [
        "Förderverein Möhnesee e. V.",
        "KI-2019-036",
        "36.01.02-2019-0012",
        "Treff @ Home",
        "Kultur@Soest e. V.",
        "1.234,50",
        "02921/30-1234",
        "GB82 WEST 1234 5698 7654 33",
        "Mobile Beratung 2019",
        "Telefonseelsorge",
        "A2 2019 1234 5678 9012 3456",
    ],
)
def test_no_contact_data(text: str) -> None:
    assert (contact_kind(text), mask(text)) == ("", text)


def test_bare_phone_numbers_only_where_asked() -> None:
    assert contact_kind("Verein 02921/30-1234", telefon=True) == "Telefon"
    assert mask("Verein +49 2921 301234", telefon=True) == "Verein [Telefon]"
    assert contact_kind("Verein von 1912", telefon=True) == contact_kind("Gruppe 2016-2020", telefon=True) == ""


@pytest.mark.parametrize(
    ("text", "kind", "masked"),
    [
        ("V, Konto 1234567890, BLZ 41450075", "Konto", "V, [Konto], [Konto]"),
        ("V, Kto.-Nr. 123 456 789", "Konto", "V, [Konto]"),
        ("V, a(at)b.de", "E-Mail", "V, [E-Mail]"),
        ("Konto Kultur 2019", "", "Konto Kultur 2019"),
    ],
)
def test_accounts_and_hidden_addresses(text: str, kind: str, masked: str) -> None:
    assert (contact_kind(text), mask(text)) == (kind, masked)


@given(st.lists(st.sampled_from([*"aZ0159 -/().:@ät[{,", "DE", "tel", "konto", "(at)", "IBAN", "02"]), max_size=30))
def test_the_quick_look_changes_no_answer(parts: list[str]) -> None:
    """Most texts are let through by one short pattern; whatever the long ones find, it must let them look at."""
    text = "".join(parts)
    quick = [(contact_kind(text, telefon), mask(text, telefon)) for telefon in (True, False)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(contacts, "_HINT", re.compile(""))
        patch.setattr(contacts, "_SHORTEST", 0)
        assert quick == [(contact_kind(text, telefon), mask(text, telefon)) for telefon in (True, False)]
