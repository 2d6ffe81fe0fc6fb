"""Several notebooks at once: one process per worker, started fresh, ended with everything it started.

Processes, not threads: papermill changes the working directory of its process. Spawned, not forked: a fork would
copy the threads and locks of pandas and zmq in mid-flight.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

from komman.errors import KommanFehler, NotebookFehler, Ort
from komman.parameters import Wert
from komman.project import Projekt
from komman.tables import Freigabe

if TYPE_CHECKING:
    from komman.render.report import Bericht

GRACE_SECONDS = 10.0  # what a worker gets to end its kernel and delete its copy of the tables
POSIX = sys.platform != "win32"


@dataclass(frozen=True, slots=True)
class Aufgabe:
    """One notebook to run and to render."""

    projekt: Projekt
    notebook: Path
    parameter: dict[str, Wert]
    freigabe: Freigabe
    protokoll: Path
    formate: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fertig:
    """What came of an ``Aufgabe``: a report and its files, or the expected failure; ``absturz`` is our own fault."""

    notebook: Path
    sekunden: float
    bericht: Bericht | None = None
    dateien: dict[str, bytes] = field(default_factory=dict)
    fehler: KommanFehler | None = None
    absturz: str = ""


def work(aufgabe: Aufgabe) -> Fertig:
    """Run and render one notebook in this process."""
    from komman.run import render, run_one

    start = time.monotonic()
    a = aufgabe
    try:
        bericht = run_one(a.projekt, a.notebook, a.parameter, a.freigabe, a.protokoll)
        dateien = render(bericht, a.notebook.stem, a.formate)
    except KommanFehler as fehler:
        return Fertig(a.notebook, time.monotonic() - start, fehler=fehler)
    return Fertig(a.notebook, time.monotonic() - start, bericht, dateien)


class Arbeiter:
    """``gleichzeitig`` workers as a context manager; with one, the work is done in this process.

    They start when the block is entered, so that their imports run beside what the caller still has to prepare.
    Leaving the block in any way, Ctrl+C included, ends them and their kernels.
    """

    def __init__(self, gleichzeitig: int) -> None:
        self.anzahl = gleichzeitig if gleichzeitig > 1 else 0
        self._frei: list[_Worker] = []
        self._alle: list[_Worker] = []

    def __enter__(self) -> Arbeiter:
        try:
            for _ in range(self.anzahl):
                self._frei.append(self._start())
        except BaseException:
            self._stop(geordnet=False)
            raise
        return self

    def __exit__(self, art: object, *rest: object) -> None:
        self._stop(geordnet=art is None)

    def run(self, aufgaben: Sequence[Aufgabe]) -> Iterator[Fertig]:
        """The results in the order in which they come; a failure is a result like any other."""
        if not self.anzahl:
            yield from map(work, aufgaben)
            return
        offen, belegt = deque(aufgaben), dict[Connection, tuple[_Worker, Aufgabe]]()
        while offen or belegt:
            while offen and len(belegt) < self.anzahl:
                worker, aufgabe = self._frei.pop() if self._frei else self._start(), offen.popleft()
                worker.give(aufgabe)
                belegt[worker.conn] = worker, aufgabe
            for conn in wait(list(belegt)):
                assert isinstance(conn, Connection)
                worker, aufgabe = belegt.pop(conn)
                fertig = worker.take()
                if fertig is None:
                    yield _died(aufgabe)
                    continue
                self._frei.append(worker)
                if fertig.absturz:
                    raise RuntimeError(f"{aufgabe.notebook.name}:\n{fertig.absturz}")
                yield fertig

    def _start(self) -> _Worker:
        worker = _Worker()
        self._alle.append(worker)
        worker.start()
        return worker

    def _stop(self, geordnet: bool) -> None:
        for worker in self._alle:
            worker.dismiss(geordnet)
        until = time.monotonic() + GRACE_SECONDS
        for worker in self._alle:
            worker.end(max(0.1, until - time.monotonic()))
        self._alle.clear()
        self._frei.clear()


class _Worker:
    """The parent's side of one worker."""

    def __init__(self) -> None:
        spawn = multiprocessing.get_context("spawn")
        self.conn, self._other = spawn.Pipe()
        self._process = spawn.Process(target=_serve, args=(self._other,), daemon=True)

    def start(self) -> None:
        # Blocked until the worker has its own handlers: Ctrl+C in a terminal goes to all processes at once.
        with _interrupts_blocked():
            self._process.start()
        self._other.close()

    def give(self, aufgabe: Aufgabe) -> None:
        with contextlib.suppress(OSError):  # a worker that is gone shows when its answer is taken
            self.conn.send(aufgabe)

    def take(self) -> Fertig | None:
        """The answer; nothing if the process ended without one."""
        try:
            fertig: Fertig = self.conn.recv()
        except (EOFError, OSError):
            return None
        return fertig

    def dismiss(self, geordnet: bool) -> None:
        """Ask the process to end; ``geordnet`` says that it has nothing to clean up.

        Windows knows no such request: a busy worker there has got Ctrl+C itself, and is waited for.
        """
        self.conn.close()
        self._other.close()
        if self._process.pid is not None and (geordnet or POSIX):
            self._process.terminate()

    def end(self, sekunden: float) -> None:
        """Wait for the end, and force it after ``sekunden``."""
        if self._process.pid is None:
            return
        self._process.join(sekunden)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


@contextlib.contextmanager
def _interrupts_blocked() -> Iterator[None]:
    if not POSIX:
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(conn: Connection) -> None:
    """A worker: one task after the other until the pipe closes or it is told to stop."""
    _own_signals()
    with contextlib.suppress(KeyboardInterrupt, EOFError, OSError), conn:
        import komman.run  # noqa: F401  (the slow imports, while the parent prepares the data)

        while True:
            aufgabe = conn.recv()
            if POSIX:
                signal.signal(signal.SIGTERM, _told_to_clean_up)
            fertig = _guarded(aufgabe)
            if POSIX:
                signal.signal(signal.SIGTERM, _told_to_end)
            conn.send(fertig)


def _own_signals() -> None:
    """The parent decides: Ctrl+C means nothing here, and being told to end is no failure.

    Handlers of ours, not ``SIG_IGN``: kernels would inherit that. Windows has Ctrl+C only, and it means what it says.
    """
    if not POSIX:
        return
    signal.signal(signal.SIGTERM, _told_to_end)
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _told_to_end(*_: Any) -> None:
    """At once: between two tasks there is nothing to clean up, and an import must not be broken off with a message."""
    os._exit(0)


def _told_to_clean_up(*_: Any) -> None:
    """As Ctrl+C would: the kernel is shut down and the copy of the tables deleted on the way out."""
    signal.signal(signal.SIGTERM, lambda *_: None)
    raise KeyboardInterrupt


def _guarded(aufgabe: Aufgabe) -> Fertig:
    try:
        return work(aufgabe)
    except Exception:
        return Fertig(aufgabe.notebook, 0.0, absturz=traceback.format_exc())


def _died(aufgabe: Aufgabe) -> Fertig:
    fehler = NotebookFehler(
        f"Das Notebook {aufgabe.notebook.stem} ist fehlgeschlagen.",
        ort=Ort(aufgabe.notebook.name),
        mehr=["Grund: Der Arbeitsprozess ist abgestürzt, vielleicht reichte der Arbeitsspeicher nicht."],
        abhilfe="mit --gleichzeitig 1 wiederholen.",
    )
    return Fertig(aufgabe.notebook, 0.0, fehler=fehler)
