"""The command line speaks German, refuses wrong calls with exit code 2, and never shows a traceback."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from komman import cli
from komman.__main__ import main
from komman.commands import Protokoll
from komman.project import Projekt

ENGLISH = re.compile(r"\b(Usage|Options|Commands|required|default|Display|Error|Unknown|Invalid|Missing)\b")


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    code = main(argv)
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize(
    "argv",
    [
        ["--hilfe"],
        ["-h"],
        [],
        ["bericht", "--hilfe"],
        ["bereinige", "--hilfe"],
        ["pruefe", "--hilfe"],
        ["beispiel", "--help"],
        ["start", "--hilfe"],
        ["neu", "--hilfe"],
    ],
)
def test_help_is_german(capsys: pytest.CaptureFixture[str], argv: list[str]) -> None:
    code, out, err = run(capsys, *argv)
    assert code == 0 and err == ""
    assert out.startswith("Aufruf: komman")
    assert not ENGLISH.search(out)


def test_every_command_and_parameter_has_a_help_text() -> None:
    for name in cli.app:
        assert cli.app[name].help or cli.app[name].default_command.__doc__  # type: ignore[union-attr]
        if not name.startswith("-"):
            assert all(a.parameter.help for a in cli.app[name].assemble_argument_collection())


@pytest.mark.parametrize(
    ("argv", "first"),
    [
        (["berich"], "Den Befehl „berich“ gibt es nicht."),
        (["bericht"], "Zu „komman bericht“ fehlt die Angabe JAHR."),
        (["bericht", "2021", "--freigab", "intern"], "Die Angabe „--freigab“ gibt es nicht."),
        (["bericht", "2021", "--freigabe"], "Zu „komman bericht“ fehlt die Angabe --freigabe."),
        (["bericht", "2021", "--freigabe", "a", "--freigabe", "b"], "Eine Angabe steht zweimal da."),
        (["bericht", "2021", "2022"], "Der Aufruf ist nicht verständlich: 2022"),
        (["bericht", "21"], "„21“ ist kein Förderjahr."),
        (["bericht", "2021", "--freigabe", "geheim"], "Die Freigabe „geheim“ gibt es nicht."),
        (["bericht", "2021", "--format", "docx"], "Das Format „docx“ gibt es nicht."),
        (["bericht", "2021", "--format", ","], "Es ist kein Format genannt."),
        (["bericht", "2021", "--nur", "99"], "Das Notebook „99“ gibt es nicht."),
        (["bericht", "2021", "-p", "jahr"], "„jahr“ ist kein Parameter."),
        (["bericht", "2021", "--gleichzeitig", "0"], "„0“ ist keine Anzahl."),
        (["bericht", "2021", "--gleichzeitig", "1000"], "„1000“ ist keine Anzahl."),
        (["bericht", "2021", "--nur", "08"], "Das Notebook „08“ gehört nicht zu den Berichten eines Jahres."),
        (["bericht", "2021", "-p", "jahr=2020"], "„jahr“ wird nicht mit --parameter gesetzt."),
        (
            ["bericht", "2021", "--nur", "02", "-p", "agss=05974040"],
            "Den Parameter „agss“ kennt das Notebook 02_jahresergebnis nicht.",
        ),
        (["beispiel", "ziel", "--jahre", "x-2020"], "„x“ ist kein Förderjahr."),
        (["neu"], "Zu „komman neu“ fehlt die Angabe JAHR."),
        (["neu", "2022/23"], "„2022/23“ ist kein Förderjahr."),
        (["start", "--schluessel", "5974"], "„5974“ ist kein Kreisschlüssel."),
    ],
)
def test_a_wrong_call_is_exit_2_in_at_most_six_german_lines(
    capsys: pytest.CaptureFixture[str], argv: list[str], first: str
) -> None:
    code, out, err = run(capsys, *argv)
    lines = err.splitlines()
    assert (code, out, lines[0]) == (2, "", first)
    assert len(lines) <= 6 and lines[-1].startswith("Abhilfe: ")
    assert not ENGLISH.search(err)


def test_our_own_fault_is_exit_70_without_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(text: str) -> int:
        raise RuntimeError("kaputt")

    monkeypatch.setattr(cli, "parse_year", broken)
    code, out, err = run(capsys, "bericht", "2021")
    assert code == 70 and "Traceback" not in out + err
    log = re.search(r"stehen in (.+)\.$", err, re.M)
    assert log is not None
    with open(log[1], encoding="utf-8") as f:  # noqa: PTH123
        assert "RuntimeError: kaputt" in f.read()


def test_an_interrupted_run_says_so(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(text: str) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "parse_year", interrupted)
    assert run(capsys, "bericht", "2021") == (130, "", "Abgebrochen.\n")


def test_a_terminal_shows_what_is_being_worked_on_and_a_log_does_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    melde = Protokoll(tmp_path / "neu" / "lauf.log")
    with melde.working("[1/1] 02 …"):
        melde("[1/1] 02: fertig")
    assert capsys.readouterr().out == "[1/1] 02: fertig\n"
    monkeypatch.setenv("FORCE_COLOR", "1")
    with melde.working("[1/1] 03 …"):
        melde("[1/1] 03: fertig")
    assert "03 …" in capsys.readouterr().out
    melde.save()
    assert (tmp_path / "neu" / "lauf.log").read_bytes() == b"[1/1] 02: fertig\n[1/1] 03: fertig\n"


@pytest.mark.parametrize(
    ("fault", "first"),
    [
        (PermissionError(13, "Permission denied", "geheim/ordner"), "Eine Datei oder ein Ordner ist nicht zugänglich."),
        (OSError(28, "No space left on device"), "Der Datenträger ist voll."),
    ],
)
def test_a_folder_or_disk_that_refuses_is_exit_3(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, fault: OSError, first: str
) -> None:
    def refuses(text: str) -> int:
        raise fault

    monkeypatch.setattr(cli, "parse_year", refuses)
    code, _, err = run(capsys, "bericht", "2021")
    assert (code, err.splitlines()[0]) == (3, first)
    assert not ENGLISH.search(err) and "denied" not in err and "device" not in err


def test_a_reader_that_goes_away_is_no_fault(prepared: Projekt) -> None:
    argv = [sys.executable, "-m", "komman", "pruefe", "--projekt", str(prepared.daten.parent)]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as p:
        assert p.stdout is not None and p.stderr is not None
        p.stdout.close()
        assert p.stderr.read() == b""
    assert p.returncode in (0, 1)
