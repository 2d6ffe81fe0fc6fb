"""Old workbooks: read by their stored values, and refused where they are encrypted, damaged or out of all measure."""

from __future__ import annotations

import base64
import struct
import zlib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from komman import biff
from komman.errors import DateiFehler
from komman.grid import Blatt, read_sheets
from komman.ole import packed
from komman.workbook_xml import Befund
from tests.biffs import (
    BUILTIN,
    DATE,
    END,
    PERCENT,
    QUOTED,
    begin,
    boolean,
    cells,
    dimensions,
    formula,
    label,
    mulrk,
    number,
    record,
    rk,
    stream,
    xls_bytes,
)

EMPTY_TEXT = b"\3\0\0\0\0\0\xff\xff"
PLAIN = cells([["Kommune", "ausgezahlt"], ["Möhnesee", Decimal("1234.56")]])
# Written by another program (xlwt 1.3.0): amounts, a percentage, a date, a formula without result, an error value,
# Polish letters, merged cells, a hidden sheet.
XLWT = (
    "c-rk)O-NKx6#njeZ=4zPXEY5om_*3RM2t3VbTTF-Vnl1v4@Hg5BgOfNaVE+|SvHFnLC`8`V_49}YSVvWty%;|ErKA>qE)M?q=ouA_q;cg+5`@y"
    "pu98ObMHC#+;i?d=iHxpZ^la|hVEBRVgWQk#jN2*-W;Bw;!YDDP`_cwX1aD!F>F{-;C4|U^Bj0u_}VFBDC0c|1^2WUgn>^~j^Gs9Vo|+n8DSUC"
    "At>Y=8ihu=r{D&aB2@6aN*SMEyq57@mVL%}Cv&baZY0?WaTw#iw%Q$59v@Vyxvz+@z(XGMfjQeyj#n~|&tDa$tOL#Q?qGPeba=G_41;3bsz>#>"
    "q}{j$4QQxu*yz=YaU1!7-(MdH)E^?4Kp7>)Fn$_Uz>oCqAFHzY%gYxa{;&Cb=Rf!^ifA^zn}WNLe@&s-_ro|Y<W@-0W*XFF&l<E$#Y1{L+})ed"
    "Q$+4@$}CdR98OH*C|?A!5O;4Z5=lmNN}FJ^_oUtz><T9wKu0o`(5dzZ6UhkG`;(D~PIp9Lsw=AZ>N;)eX7L>%^a)aQT90=oqai&?>3Sw#D(92Q"
    "Gw)<7<o#MeID}$um+-Fj(2}R`e0v+{Z1){wPCws9=AE@sE)fPU$PqNSh<h9vT+1W2GQP-K*K@m)aT&=_UDIA}HChH(<`VbTke%%e?|hr)v^P^b"
    "^|j-XH}%=Kh1w&nlYM0)?|nn4CbxxXy!;KIPSlCP>k=OO(zUQow~ve~{yOPgipQF}VO`9{n321dpoFnWN$-dZrC7c)DU~QSLuo{5mS&MfvtZ5A"
    "SLc*`o;i)a?1W0blqYj(I-PuGze+Q``9z_ZZ6HdsY{}PwDd&ctl#F>5IHXA>i%Eq|%Ah}IcSw^j3+2I|$BS_&F2ZsdwZd#`yj-bIWr_LvRMsam"
    "X_UgDTF#Nu+5+iOlGa#SN_>I2AdMZ`q?F=;oElv*e_%P%Rb=o=O;?dMUFEvjtH|b68*H$_1{-X!VF^I+;|Kga(yaGzp82fj?>aM7X6?@;s}}Yl"
    "M!y98Dcp@H)p4B7DSy_%A=0|UBFCh^7fLul*5l|wC(olN=lrFor<l8*MGy4+zb%xj{n=dRxy1H=16`&sMg"
)


def sheets(tmp_path: Path, data: bytes) -> list[Blatt]:
    (tmp_path / "liste.xls").write_bytes(data)
    return read_sheets(tmp_path / "liste.xls")


def refusal(data: bytes) -> str:
    with pytest.raises(DateiFehler) as caught:
        biff.inspect(data, "liste.xls")
    assert len(caught.value.lines()) <= 6 and caught.value.exit_code == 3
    assert "Datei liste.xls" in str(caught.value)
    return str(caught.value)


def test_a_workbook_of_another_program(tmp_path: Path) -> None:
    liste, alt = sheets(tmp_path, zlib.decompress(base64.b85decode(XLWT)))
    assert liste.zeilen == [
        ["Kommune", "ausgezahlt", "Quote", "Datum", "Summe"],
        ["Möhnesee", Decimal("1234.56"), "12,5 %", date(2022, 5, 31), None],
        ["Łódź", 880, "100 %", "#N/A", True],
        ["verbunden", None, None, None, None],
    ]
    assert (liste.blatt, liste.inhalt, liste.makros, liste.versteckt) == ("Förderliste", "xls", False, False)
    assert liste.verbunden == [(4, 1, 5, 2)] and liste.formeln_ohne_wert == {(2, 5)}
    assert (alt.blatt, alt.zeilen, alt.versteckt) == ("Alt", [["x"]], True)


def test_every_kind_of_cell(tmp_path: Path) -> None:
    body = PLAIN + number(2, 0, 0.5, PERCENT) + number(2, 1, 44712, DATE) + number(2, 2, 0.5, QUOTED)
    body += rk(3, 0, 123456) + mulrk(3, 1, 100, 250, style=BUILTIN) + rk(3, 3, -50, PERCENT)
    body += boolean(4, 0, 7, error=True) + boolean(4, 1, 1) + boolean(4, 2, 0x2B, error=True)
    (liste,) = sheets(tmp_path, packed("Workbook", stream({"Liste": body})))
    assert liste.zeilen[1:] == [
        ["Möhnesee", Decimal("1234.56"), None, None],
        ["50 %", date(2022, 5, 31), Decimal("0.5"), None],
        [Decimal("1234.56"), "100 %", "250 %", "-50 %"],
        ["#DIV/0!", True, "#FEHLER!", None],
    ]


@pytest.mark.parametrize(
    ("cell", "computed", "value", "missing"),
    [
        (formula(0, 1, 1.5), True, Decimal("1.5"), False),
        (formula(0, 1, 0.5, style=PERCENT), True, "50 %", False),
        (formula(0, 1, b"\0\0\0\0\0\0\xff\xff", then="Text"), True, "Text", False),
        (formula(0, 1, b"\2\0\x17\0\0\0\xff\xff"), True, "#REF!", False),
        (formula(0, 1, 2.5, flags=2), True, None, True),  # to be computed when the file is opened
        (formula(0, 1, EMPTY_TEXT), True, None, False),  # Excel computed an empty text
        (formula(0, 1, EMPTY_TEXT), False, None, True),  # nobody computed anything
        (formula(0, 1, 1.5), False, Decimal("1.5"), False),
    ],
)
def test_formulas(tmp_path: Path, cell: bytes, computed: bool, value: object, missing: bool) -> None:
    data = packed("Workbook", stream({"Liste": label(0, 0, "x") + cell}, computed=computed))
    (liste,) = sheets(tmp_path, data)
    assert [*liste.zeilen[0], None][1] == value
    assert (liste.formeln_ohne_wert == {(1, 2)}) is missing


def test_sheets_in_order_charts_and_macro_sheets_not(tmp_path: Path) -> None:
    raw = stream({"A": PLAIN, "B": PLAIN, "C": PLAIN}, states={"B": 1, "C": 2})
    assert [(s.blatt, s.versteckt) for s in sheets(tmp_path, packed("Workbook", raw))] == [
        ("A", False),
        ("B", True),
        ("C", True),
    ]
    at = raw.index(record(0x85)[:2], raw.index(record(0xE0)[:2])) + 4 + 5
    chart = raw[:at] + b"\x02" + raw[at + 1 :]
    assert [s.blatt for s in sheets(tmp_path, packed("Workbook", chart))] == ["B", "C"]


def test_a_chart_inside_a_sheet_is_passed_over() -> None:
    body = PLAIN + begin(0x20) + number(60000, 200, 1) + END + number(2, 0, 1)
    assert biff.inspect(packed("Workbook", stream({"L": body})), "liste.xls")[1]["L"] == Befund(False, 3, 2)


def old(codepage: int) -> bytes:
    """A workbook of Excel 95: texts in bytes of a code page."""
    head = record(0x809, struct.pack("<HHHH", 0x500, 5, 0, 0)) + record(0x42, struct.pack("<H", codepage))
    head += record(0x41E, struct.pack("<HB", 164, 4) + b"0.0%")
    head += b"".join(record(0xE0, struct.pack("<HH", 0, n) + bytes(12)) for n in (0, 164))
    name = "Förderliste".encode("cp1252")
    head += record(0x85, struct.pack("<LBBB", len(head) + 15 + len(name), 0, 0, len(name)) + name) + END
    body = record(0x809, struct.pack("<HHHH", 0x500, 0x10, 0, 0)) + record(0x200, struct.pack("<5H", 0, 2, 0, 3, 0))
    for row, text in enumerate(["Kommune", "Möhnesee"]):
        body += record(0x204, struct.pack("<HHHH", row, 0, 0, len(text)) + text.encode("cp1252"))
    return packed("Book", head + body + number(1, 1, 0.5, 1) + number(1, 2, 1234.56) + END)


def test_excel_95(tmp_path: Path) -> None:
    (liste,) = sheets(tmp_path, old(1252))
    assert liste.zeilen == [["Kommune", None, None], ["Möhnesee", "50 %", Decimal("1234.56")]]
    assert "älter ist als Excel 97" in refusal(old(850))


def test_a_password_is_named() -> None:
    assert "mit einem Kennwort" in refusal(packed("Workbook", stream({"L": PLAIN}, record(0x2F, bytes(54)))))
    assert "mit einem Kennwort" in refusal(packed("Workbook", stream({"L": record(0x2F, bytes(54)) + PLAIN})))
    with pytest.raises(DateiFehler, match="mit einem Kennwort"):
        biff.refuse_encrypted(packed("EncryptedPackage", b"x"), "liste.xlsx")


@pytest.mark.parametrize(
    ("version", "substream", "part"),
    [(0x400, 5, "älter ist"), (0x600, 0x10, "älter ist"), (0x200, 5, "älter ist")],
)
def test_other_versions(version: int, substream: int, part: str) -> None:
    raw = stream({"L": PLAIN}, version=version)
    assert part in refusal(packed("Workbook", raw[:6] + struct.pack("<H", substream) + raw[8:]))


def test_macros_are_named() -> None:
    container = packed("Workbook", stream({"L": PLAIN}))
    assert not biff.inspect(container, "liste.xls")[1]["L"].makros
    at = container.index("Workbook".encode("utf-16-le")) + 128
    entry = "_VBA_PROJECT".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HBB", 26, 2, 1) + bytes(60)
    assert biff.inspect(container[:at] + entry + container[at + 128 :], "liste.xls")[1]["L"].makros


def test_another_office_document_is_named() -> None:
    assert "keine Excel-Arbeitsmappe" in refusal(packed("WordDocument", b"x"))


@pytest.mark.parametrize(
    ("body", "part"),
    [
        (number(65535, 255, 1), "reicht bis Zeile 65536, Spalte 256"),
        (number(65535, 256, 1), "beschädigt"),
        (dimensions(4_000_000_000, 1), "beschädigt"),
        (dimensions(10, 257), "beschädigt"),
        (number(0, 0, 1)[:-2], "beschädigt"),
        (record(0x203, b"123"), "beschädigt"),
        (record(0xBD, struct.pack("<HHHLH", 0, 5, 0, 0, 2)), "beschädigt"),
        (record(0xBD, b"12345"), "beschädigt"),
        (record(0xE5, struct.pack("<H", 500)), "beschädigt"),
        (begin(0x20), "beschädigt"),
    ],
)
def test_damage_and_extent(body: bytes, part: str) -> None:
    assert part in refusal(packed("Workbook", stream({"Liste": body})))


@pytest.mark.parametrize("globals_", [record(0xFC, struct.pack("<ll", 1, n)) for n in (-1, 2**31 - 1)])
def test_a_huge_number_of_texts_is_no_reason_to_reserve_room(globals_: bytes) -> None:
    assert "beschädigt" in refusal(packed("Workbook", stream({"L": PLAIN}, globals_)))


def test_sheets_of_one_name_and_sheets_elsewhere() -> None:
    raw = stream({"L": PLAIN, "M": PLAIN})
    assert "beschädigt" in refusal(packed("Workbook", raw.replace(b"\x01\x01M\x00", b"\x01\x01L\x00")))
    at = raw.index(struct.pack("<HH", 0x85, 10)) + 4
    assert "beschädigt" in refusal(packed("Workbook", raw[:at] + b"\xff\xff\xff\x00" + raw[at + 4 :]))


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_cut_off_file_is_refused(part: float) -> None:
    data = xls_bytes({"Liste": [["Kommune", 1, 2.5]] * 200})
    assert "beschädigt" in refusal(data[: int(len(data) * part)])
