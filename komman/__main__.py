"""Entry point: turns every failure into German lines and a documented exit code."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from komman.errors import KommanFehler

INTERRUPTED = 130
OWN_FAULT = 70


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code (0, 1, 2, 3, 4, 70, or 130 when interrupted)."""
    from cyclopts import CycloptsError

    from komman.cli import app
    from komman.clihelp import translate
    from komman.errors import KommanFehler

    _utf8()
    try:
        result = app(
            list(sys.argv[1:] if argv is None else argv),
            exit_on_error=False,
            print_error=False,
            result_action="return_value",
        )
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except CycloptsError as e:
        return _say(translate(e))
    except KommanFehler as e:
        return _say(e)
    except BrokenPipeError:
        # The reader of our output went away (“| head”). What is still buffered must go somewhere, or Python complains.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as e:
        return _say(_no_access(e))
    except KeyboardInterrupt:
        print("Abgebrochen.", file=sys.stderr)
        return INTERRUPTED
    except Exception:
        return _own_fault()


def _utf8() -> None:
    # A Windows console may use cp1252 or cp850; an unprintable character must not end a run.
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]


def _say(error: KommanFehler) -> int:
    print("\n".join(error.lines()), file=sys.stderr)
    return error.exit_code


def _no_access(e: OSError) -> KommanFehler:
    from komman.errors import DateiFehler

    full = e.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None))
    return DateiFehler(
        "Der Datenträger ist voll." if full else "Eine Datei oder ein Ordner ist nicht zugänglich.",
        ort=str(e.filename) if e.filename else None,
        abhilfe="Platz schaffen."
        if full
        else "Prüfen, ob es die Datei gibt, ob Sie sie lesen und schreiben dürfen "
        "und ob ein anderes Programm sie geöffnet hat.",
    )


def _own_fault() -> int:
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", prefix="komman-fehler-", suffix=".log", delete=False
        ) as f:
            f.write(traceback.format_exc())
        where = f"Technische Einzelheiten stehen in {f.name}."
    except OSError:
        where = "Technische Einzelheiten konnten nicht gespeichert werden."
    print("Das Programm hat einen eigenen Fehler; die Quelldateien sind unverändert.", file=sys.stderr)
    print(where, file=sys.stderr)
    print("Abhilfe: den Befehl und diese Datei an die Betreuung des Programms geben.", file=sys.stderr)
    return OWN_FAULT


if __name__ == "__main__":
    sys.exit(main())
