"""A row set aside as it stands: every heading with its cell, and nothing of a person who may not be named."""

from __future__ import annotations

from pathlib import Path

import pytest

from komman.bereinigung import Hinweis
from komman.ledger import clean
from komman.zeilenbild import LAENGE, Feld
from tests.mappen import workbook_bytes
from tests.raw_folder import NAME, cleaned, raw_folder

KOPF = "lfd. Nr.;Az.;Kommune;Träger;Baustein;ausgezahlt EUR;IBAN;Kontakt E-Mail;Bemerkung"
IBAN, MAIL = "DE02 1203 0000 0000 2020 51", "anna@verein.de"


def aside(tmp_path: Path, *zeilen: str, kopf: str = KOPF, **mehr: str) -> list[Hinweis]:
    b = cleaned(tmp_path, *zeilen, kopf=kopf, **mehr)
    return [h for h in b.hinweise if h.art == "zurueckgestellt"]


def test_the_row_as_it_stands_with_what_is_in_question(tmp_path: Path) -> None:
    (h,) = aside(tmp_path, f"7;1;Nirgendwo;Verein;A2;2.400,00;{IBAN};{MAIL};ruft an")
    assert h.inhalt == (
        Feld("lfd. Nr.", "", "7"),
        Feld("Az.", "massnahme_id", "1"),
        Feld("Kommune", "kommune", "Nirgendwo", strittig=True),
        Feld("Träger", "traeger", "Verein"),
        Feld("Baustein", "baustein", "A2"),
        Feld("ausgezahlt EUR", "ausgezahlt_cent", "2.400,00"),
        Feld("IBAN", "", "(nicht gezeigt)", ganz=False),
        Feld("Kontakt E-Mail", "", "(nicht gezeigt)", ganz=False),
        Feld("Bemerkung", "", "(nicht gezeigt)", ganz=False),
    )


@pytest.mark.parametrize(
    "text", [f"Verein, {MAIL}", f"Verein {IBAN}", "Verein, Tel. 02921 30123", "Verein 0171 1234567"]
)
def test_contact_data_in_a_column_that_is_kept_is_masked(tmp_path: Path, text: str) -> None:
    """Also in a column that is not what the row is set aside for, and in one where no contact is looked for."""
    (h,) = aside(tmp_path, f"1;{text};Nirgendwo;{text};A2;2.400,00;;;")
    shown = {f.feld: f for f in h.inhalt}
    for feld in ("massnahme_id", "traeger"):
        assert "[" in shown[feld].text and not shown[feld].ganz
    assert not any(word in repr(h) for word in (MAIL, IBAN, "30123", "1234567"))


def test_filled_down_and_corrected_cells_stand_as_in_the_file(tmp_path: Path) -> None:
    quellen = f"quellen:\n  - datei: {NAME}\n    auffuellen: [Kommune]\n"
    korrekturen = (
        f"korrekturen:\n  - aktion: setze\n    datei: {NAME}\n    zeile: 4\n    erwarte: {{Az.: '2'}}\n"
        "    setze: {traeger: Neu}\n    grund: x\n    wer: KI\n    datum: 2022-05-30\n"
    )
    rows = ("1;1;Anröchte;Verein;A2;1,00;;;", "2;2;;Alt;Z9;2,00;;;")
    (h,) = aside(tmp_path, *rows, quellen=quellen, korrekturen=korrekturen)
    assert {f.feld: f.text for f in h.inhalt if f.feld in ("kommune", "traeger")} == {"kommune": "", "traeger": "Alt"}


def test_numbers_and_days_of_a_workbook_are_german(tmp_path: Path) -> None:
    def fill(book: object) -> None:
        sheet = book.add_worksheet("Liste")  # type: ignore[attr-defined]
        sheet.write_row(0, 0, ["Kommune", "Träger", "ausgezahlt"])
        sheet.write_row(1, 0, ["Nirgendwo", "V", 1250.5])

    b = clean(raw_folder(tmp_path, {NAME: "", "liste_2019.xlsx": workbook_bytes(fill)}))
    (h,) = [h for h in b.hinweise if h.art == "zurueckgestellt"]
    assert [f.text for f in h.inhalt] == ["Nirgendwo", "V", "1250,5"]


def test_a_cell_without_end_is_cut(tmp_path: Path) -> None:
    (h,) = aside(tmp_path, f"1;1;Nirgendwo;{'x' * 5000};A2;2.400,00;;;")
    traeger = next(f for f in h.inhalt if f.feld == "traeger")
    assert traeger.text == "x" * LAENGE + "…" and not traeger.ganz
