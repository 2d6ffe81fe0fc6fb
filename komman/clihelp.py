"""German help pages and German messages for wrong calls, on top of cyclopts."""

from __future__ import annotations

import difflib
from typing import Any

from cyclopts import CycloptsError
from cyclopts.exceptions import MissingArgumentError, RepeatArgumentError, UnknownCommandError, UnknownOptionError
from rich.console import Console, ConsoleOptions
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from komman.errors import AufrufFehler

_USAGE = {"COMMAND": "BEFEHL", "[OPTIONS]": "[ANGABEN]", "[ARGS]": "", "[ARGS...]": ""}


class GermanHelp:
    """A help formatter: usage line, description, and one two-column list per panel, all in German."""

    show_metavar = False

    def __call__(self, console: Console, options: ConsoleOptions, panel: Any) -> None:
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column(no_wrap=True, style="cyan")
        table.add_column()
        for entry in panel.entries:
            names = [entry.positional_label] if entry.positional_label else [*entry.names, *entry.shorts]
            table.add_row(Text(", ".join(names)), entry.description)
        if panel.entries:
            console.print(Text(f"{panel.title}:", style="bold"))
            console.print(Padding(table, (0, 0, 1, 2)))

    def render_usage(self, console: Console, options: ConsoleOptions, usage: Any) -> None:
        words = [_USAGE.get(word, word) for word in str(usage).split()]
        console.print(Text("Aufruf: " + " ".join(w for w in words if w)))
        console.print()

    def render_description(self, console: Console, options: ConsoleOptions, description: Any) -> None:
        if description:
            console.print(description)
            console.print()


def translate(error: CycloptsError) -> AufrufFehler:
    """A wrong call as cyclopts reports it, said in German with a remedy."""
    chain = " ".join(["komman", *(error.command_chain or ())])
    hilfe = f"„{chain} --hilfe“ zeigt, was möglich ist."
    if isinstance(error, UnknownCommandError):
        token = (error.unused_tokens or ["?"])[0]
        known = [n for n in (error.app or []) if not n.startswith("-")]
        near = difflib.get_close_matches(token, known, n=1, cutoff=0.5)
        mehr = [f"Meinten Sie „{near[0]}“?"] if near else []
        return AufrufFehler(f"Den Befehl „{token}“ gibt es nicht.", mehr=mehr, abhilfe=hilfe)
    if isinstance(error, UnknownOptionError):
        token = error.token.keyword or error.token.value
        known = [n for a in error.argument_collection for n in a.names if n.startswith("--")]
        near = difflib.get_close_matches(token, known, n=1, cutoff=0.5)
        mehr = [f"Meinten Sie „{near[0]}“?"] if near else []
        return AufrufFehler(f"Die Angabe „{token}“ gibt es nicht.", mehr=mehr, abhilfe=hilfe)
    if isinstance(error, MissingArgumentError) and error.argument is not None:
        positional = error.argument.index is not None
        name = error.argument.name.lstrip("-").upper() if positional and not error.keyword else error.argument.name
        return AufrufFehler(f"Zu „{chain}“ fehlt die Angabe {name}.", abhilfe=hilfe)
    if isinstance(error, RepeatArgumentError):
        return AufrufFehler("Eine Angabe steht zweimal da.", abhilfe=hilfe)
    tokens = " ".join(error.unused_tokens or error.root_input_tokens or [])
    return AufrufFehler(f"Der Aufruf ist nicht verständlich: {tokens}", abhilfe=hilfe)
