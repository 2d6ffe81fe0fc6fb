"""The rooms of the design hold: modules and functions stay short, and no module imports one further down the flow."""

from __future__ import annotations

import ast
from fnmatch import fnmatchcase
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.repo import ROOT

MAX_MODULE, MAX_FUNCTION = 300, 40

# In the order of the flow; a module may import from its own room and from those above it.
ROOMS = {
    "Grundlagen": "__init__ _start errors text formats tables spreadsheet",
    "Lesen": "spelling amounts dates contacts oktette charset workbook* ole biff odfcell opendocument files folders "
    "yamlfile felder",
    "Regelwissen": "einheiten regelmodell rules bausteine ereignisse verteilung gemeinden",
    "Einstellungen": "kreis regeln geprueft scenario config settings ortsnamen places zellen tafel textspalten "
    "textdatei grid sources aussagen",
    "Förderliste": "columns teilspalten kopfsuche header rows values betragsspalten bulk satz canonical corrections "
    "totals balance bereinigung titelsumme eigensumme summenlage ausserhalb pruefzeilen zurueck reihen assemble "
    "foerderjahr breit zusammen sheets stacked blattwahl erwartung zeilenbild ledger vorschlagspalten vorschlag",
    "Freigabe": "datenschutz pools microaggregate antraege hints leaks side_tables release",
    "Ergebnisse": "outcomes outcomes_* nachweis staffing staffing_* projection faktencheck",
    "Prüfung": "checks checks_* kandidaten korrekturentwurf pruefung",
    "Blöcke": "svg block document charts charts_*",
    "Projekt": "project vorlage prepare lage scenario_schutz stellenliste stellen",
    "Ansichten": "views.* questions questions_* scenario_plan",
    "Ausgabe": "render.*",
    "Lauf": "parameters execute order run workers manifest publish run_set",
    "Beispieldaten": "sample*",
    "Neues Jahr": "start neu neu_blaetter",
    "Befehle": "datamodel regelbuch quellenbeispiele quellenbuch clihelp commands commands_frage commands_pruefe "
    "commands_start commands_szenario commands_vorlage cli __main__",
}
PACKAGE = ROOT / "komman"
SOURCES = {
    path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", "."): path.read_text(encoding="utf-8")
    for path in sorted(PACKAGE.rglob("*.py"))
}


def rooms_of(module: str) -> list[int]:
    """Places of the rooms that name the module; it should be exactly one."""
    return [i for i, names in enumerate(ROOMS.values()) if any(fnmatchcase(module, name) for name in names.split())]


def imports(module: str, source: str, known: set[str]) -> set[str]:
    """Modules of komman that a source imports anywhere: at the top, in a function, for the type checker."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {_module(alias.name, known) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ["komman", *module.split(".")][: -node.level] if node.level else []
            start = ".".join([*base, *([node.module] if node.module else [])])
            found |= {_module(f"{start}.{alias.name}", known) for alias in node.names}
    return found - {"", module}


def _module(dotted: str, known: set[str]) -> str:
    """The module that ``komman.a.b`` lies in: ``a.b``, else ``a``, else ``__init__``; "" for another package."""
    top, *parts = dotted.split(".")
    if top != "komman":
        return ""
    while parts:
        for name in (".".join(parts), ".".join([*parts, "__init__"])):
            if name in known:
                return name
        parts.pop()
    return "__init__"


def graph(sources: dict[str, str]) -> dict[str, set[str]]:
    return {module: imports(module, source, set(sources)) for module, source in sources.items()}


def against_the_flow(edges: dict[str, set[str]]) -> list[str]:
    return [
        f"{module} -> {other}"
        for module, others in edges.items()
        for other in sorted(others)
        if max(rooms_of(other)) > min(rooms_of(module))
    ]


def too_long(sources: dict[str, str]) -> list[str]:
    """Modules and functions over their limit, with their length; a decorator counts to neither."""
    found = []
    for module, source in sources.items():
        lines = len(source.splitlines())
        found += [f"{module}: {lines}"] if lines > MAX_MODULE else []
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                found += [f"{module}.{node.name}: {lines}"] if lines > MAX_FUNCTION else []
    return found


def test_modules_and_functions_are_short() -> None:
    assert len(SOURCES) > 50
    assert too_long(SOURCES) == []


@pytest.mark.parametrize("kind", ["def", "async def"])
def test_what_is_too_long_is_found(kind: str) -> None:
    body = "    pass\n"
    assert too_long({"m": f"{kind} f():\n" + body * 39}) == []
    assert too_long({"m": f"{kind} f():\n" + body * 40}) == ["m.f: 41"]
    assert too_long({"m": "class A:\n    " + f"{kind} f(self):\n" + ("    " + body) * 40}) == ["m.f: 41"]
    assert too_long({"m": "x = 1\n" * 300}) == []
    assert too_long({"m": "x = 1\n" * 301}) == ["m: 301"]


def test_every_module_has_one_room() -> None:
    assert {module: rooms_of(module) for module in SOURCES if len(rooms_of(module)) != 1} == {}
    assert rooms_of("gibt_es_nicht") == []


def test_every_room_names_modules_that_exist() -> None:
    named = {name for names in ROOMS.values() for name in names.split()}
    assert [name for name in sorted(named) if not any(fnmatchcase(module, name) for module in SOURCES)] == []


def test_no_module_imports_one_further_down_the_flow() -> None:
    edges = graph(SOURCES)
    assert "release" in edges["prepare"]
    assert "commands" in edges["cli"], "imports inside functions count"
    assert against_the_flow(edges) == []


def test_no_two_modules_need_each_other() -> None:
    TopologicalSorter(graph(SOURCES)).prepare()
    with pytest.raises(CycleError):
        TopologicalSorter(graph({"rows": "import komman.header", "header": "from komman import rows"})).prepare()


@pytest.mark.parametrize("source", [
    "from komman.run import make_reports", "import komman.run", "from komman import errors, run", "from .run import x",
    "from . import run", "def f():\n    from komman.run import x", "if TYPE_CHECKING:\n    from komman.run import x",
])  # fmt: skip
def test_an_import_against_the_flow_is_found(source: str) -> None:
    edges = graph({"release": source, "run": "", "errors": ""})
    assert against_the_flow(edges) == ["release -> run"]
    assert against_the_flow(graph({"run": "from komman.release import x", "release": ""})) == []


def test_imports_of_packages_inside_komman_are_understood() -> None:
    known = {"__init__", "views.__init__", "views.common", "lage"}
    assert imports("lage", "from komman.views import common", known) == {"views.common"}
    assert imports("lage", "from komman import __version__", known) == {"__init__"}
    assert imports("lage", "import komman.views", known) == {"views.__init__"}
    assert imports("views.common", "from ..lage import x", known) == {"lage"}
    assert imports("views.common", "import pandas\nfrom kommandant import x", known) == set()
