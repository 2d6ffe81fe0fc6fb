"""The pages say what is true: links resolve, commands exist, examples load, words are the agreed ones."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
import yaml
from cyclopts import CycloptsError

from komman.__main__ import INTERRUPTED, OWN_FAULT
from komman.cli import app
from komman.columns import canonical_name
from komman.config import KorrekturListe, QuellenListe, TraegerListe
from komman.datenschutz import Datenschutz, load_policy
from komman.errors import DateiFehler, KommanFehler
from komman.geprueft import GeprueftListe
from komman.kreis import Kreis
from komman.ledger import clean
from komman.regeln import RegelListe
from komman.tables import names
from komman.yamlfile import load_yaml
from tests.repo import ROOT, committed_texts, marked, pages

README = (ROOT / "README.md").read_text(encoding="utf-8")
HANDBUCH = (ROOT / "docs" / "handbuch.md").read_text(encoding="utf-8")
PAGES = pages()


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- links ---


def anchors(text: str) -> set[str]:
    """Anchors of the headings, formed as code hosts do."""
    heads = re.findall(r"^#{1,6} (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", unicodedata.normalize("NFC", head.lower())).replace(" ", "-") for head in heads}


def broken(page: Path, text: str) -> list[str]:
    """Internal links of a page that lead nowhere."""
    found = []
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        goal = (page.parent / name).resolve() if name else page
        if not goal.exists() or (anchor and anchor not in anchors(goal.read_text(encoding="utf-8"))):
            found.append(target)
    return found


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page):
    assert broken(page, page.read_text(encoding="utf-8")) == []


def test_broken_links_are_found():
    page = ROOT / "README.md"
    text = "[a](docs/fehlt.md) [b](docs/handbuch.md#99-gibt-es-nicht) [c](docs/handbuch.md) [d](https://example.org/x)"
    assert broken(page, text) == ["docs/fehlt.md", "docs/handbuch.md#99-gibt-es-nicht"]


# --- commands ---


def shown_commands(text: str) -> set[str]:
    """Every ``komman …`` in a code block or code span."""
    code = re.findall(r"```(?:sh|powershell)\n(.*?)```", text, re.DOTALL) + re.findall(r"`([^`\n]+)`", text)
    found = set()
    for part in re.split(r"&&|;|\n", "\n".join(code)):
        if hit := re.search(r"(?:^|[\\/]|\s)komman (?=[a-z-])(.+)", part.strip()):
            found.add(hit.group(1).strip())
    return found


PLACEHOLDER = {"JAHR": "2021", "ZIEL": "ordner", "DATEI": "szenario.yaml"}


def understood(command: str) -> bool:
    """Whether the command line parses, or is a command's bare name; nothing is run."""
    words = [PLACEHOLDER.get(word, word) for word in shlex.split(command)]
    if words[0] not in app or words[1:] in ([], ["--hilfe"]):
        return words[0] in app
    try:
        app.parse_args(words, exit_on_error=False, print_error=False)
    except CycloptsError:
        return False
    return True


@pytest.mark.parametrize("page", [p for p in PAGES if shown_commands(p.read_text(encoding="utf-8"))], ids=named)
def test_shown_commands_exist(page):
    assert [c for c in sorted(shown_commands(page.read_text(encoding="utf-8"))) if not understood(c)] == []


def test_unknown_commands_are_found():
    assert shown_commands("`komman berichte 2021` und `.venv/bin/komman pruefe`") == {"berichte 2021", "pruefe"}
    assert not understood("berichte 2021")
    assert not understood("bericht 2021 --freigeben intern")
    assert not understood("bericht 2021 2022")
    assert understood("bericht JAHR --freigabe intern")


def named_in_messages(source: str) -> set[str]:
    """Commands that a message tells the reader to use: „komman …“ or Weiter: komman …"""
    return set(re.findall(r"(?:„|Weiter: )komman ([a-z]+)", source))


def test_messages_name_only_commands_that_exist():
    used = {
        (name, command) for name, text in committed_texts() if name.startswith(("komman/", "notebooks/"))
        for command in named_in_messages(spoken(name, text))
    }  # fmt: skip
    assert [pair for pair in sorted(used) if pair[1] not in app] == []
    assert named_in_messages("Abhilfe: „komman starte“ ausführen") == {"starte"}


def test_every_command_is_in_the_readme():
    known = {name for name in app if not name.startswith("-")}
    assert known == {c.split()[0] for c in shown_commands(README) if not c.startswith("-")}


# --- exit codes, and what the sample sets aside ---


def table_below(text: str, head: str) -> list[list[str]]:
    """Cells of the rows of the table whose head begins with ``head``."""
    lines = text.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(f"| {head} |")) + 2
    end = next(i for i in range(start, len(lines) + 1) if i == len(lines) or not lines[i].startswith("|"))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[start:end]]


def known_codes() -> list[int]:
    kinds = [KommanFehler]
    for kind in kinds:
        kinds += kind.__subclasses__()
    return sorted({0, OWN_FAULT, INTERRUPTED} | {kind.exit_code for kind in kinds})


@pytest.mark.parametrize(("text", "head"), [(README, "exit code"), (HANDBUCH, "Rückgabe")], ids=["README", "Handbuch"])
def test_every_exit_code_is_explained(text, head):
    assert [int(row[0]) for row in table_below(text, head)] == known_codes()


def test_rows_set_aside_are_those_of_the_sample():
    rows = clean(ROOT / "data" / "raw").zurueckgestellt
    real = [
        [f"`{r.datei}`", str(r.zeile), f"„{r.wert}“", r.grund[:1].upper() + r.grund[1:]]
        for r in rows.itertuples(index=False)
    ]
    assert real and table_below(HANDBUCH, "Datei") == real


def test_a_table_is_read_as_it_stands():
    assert table_below("a\n| x | y |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |", "x") == [["1", "2"], ["3", "4"]]
    assert table_below("| x | y |\n|---|---|\n| 1 | 2 |\n\n| 3 | 4 |", "x") == [["1", "2"]]


# --- the two commands ---

CI_SCRIPT = ROOT / ".ci" / "run"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows kennt kein Ausführungsrecht.")


def executable(path: Path) -> bool:
    return bool(path.stat().st_mode & 0o100)


@POSIX
def test_ci_script_can_be_run(tmp_path):
    assert executable(CI_SCRIPT)
    copy = tmp_path / "run"
    copy.write_bytes(CI_SCRIPT.read_bytes())
    copy.chmod(0o644)
    assert not executable(copy)


@POSIX
@pytest.mark.parametrize("name", ["bericht", "test"])
def test_ci_runs_the_command_of_the_readme(name):
    lines = marked(README, f"ci:{name}")
    assert len(lines) == 1
    bash = shutil.which("bash")
    assert bash, "bash fehlt"
    script = CI_SCRIPT.read_text(encoding="utf-8")
    function = re.search(r"^befehl\(\) .*$", script, re.MULTILINE)
    assert function
    assert re.findall(r"^frisch (\w+)$", script, re.MULTILINE) == ["bericht", "test"]
    run = subprocess.run([bash, "-c", f"{function.group()}\nbefehl {name}"], cwd=ROOT, capture_output=True, check=True)
    assert run.stdout.decode("utf-8").splitlines() == lines


def workflow_job():
    text = (ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)["jobs"]["test"]


@pytest.mark.parametrize("name", ["bericht", "test", "bericht-windows", "test-windows"])
def test_workflow_runs_the_command_of_the_readme(name):
    steps = [step.get("run") for step in workflow_job()["steps"]]
    assert marked(README, f"ci:{name}")[0] in steps


def test_workflow_uses_the_python_of_its_matrix_on_windows_too():
    job = workflow_job()
    version = "${{ matrix.python }}"
    assert job["env"]["PY_PYTHON"] == version
    assert [s["with"]["python-version"] for s in job["steps"] if "setup-python" in s.get("uses", "")] == [version]
    assert all(isinstance(v, str) for v in job["strategy"]["matrix"]["python"])


def test_first_screen_shows_both_commands():
    screen = README.splitlines()[:20]
    for name in ("bericht", "test"):
        assert marked(README, f"ci:{name}")[0] in screen


# --- the YAML examples of the Handbuch ---

# First key of the file -> what it is loaded as; datenschutz.yaml begins with "oeffentlich".
MODELS = {
    "kreis": Kreis, "traeger": TraegerListe, "quellen": QuellenListe, "korrekturen": KorrekturListe,
    "oeffentlich": Datenschutz, "regeln": RegelListe, "geprueft": GeprueftListe,
}  # fmt: skip
EXAMPLES = re.findall(r"```yaml\n(.*?)```", HANDBUCH, re.DOTALL)


def test_each_kind_of_file_has_an_example():
    assert sorted(example.split(":")[0] for example in EXAMPLES) == sorted(MODELS)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.split(":")[0])
def test_example_loads(example, tmp_path):
    path = tmp_path / "beispiel.yaml"
    path.write_text(example, encoding="utf-8", newline="\n")
    loaded = load_yaml(path, MODELS[example.split(":")[0]])
    for quelle in getattr(loaded, "quellen", ()):
        known = set(names(quelle.tabelle)) if quelle.tabelle else set()
        # An amount may be called without its unit.
        assert {canonical_name(f, quelle.tabelle) for f in (*quelle.spalten.values(), *quelle.konstanten)} <= known
    path.write_text(example + "unbekannt: 1\n", encoding="utf-8", newline="\n")
    with pytest.raises(DateiFehler):
        load_yaml(path, MODELS[example.split(":")[0]])


def test_policy_of_the_handbuch_is_accepted(tmp_path):
    shown = next(e for e in EXAMPLES if e.startswith("oeffentlich"))
    path = tmp_path / "datenschutz.yaml"
    path.write_text(shown, encoding="utf-8", newline="\n")
    policy = load_policy(tmp_path)
    assert (policy.oeffentlich.grenzen, policy.nichtoeffentlich.grenzen) == ((5, 15), (3, 10))
    for good, bad in [("mindest_einheiten: 5", "mindest_einheiten: 2"), ('  am: "2022-05-30"\n', "")]:
        assert good in shown
        path.write_text(shown.replace(good, bad, 1), encoding="utf-8", newline="\n")
        with pytest.raises(DateiFehler):
            load_policy(tmp_path)


def test_correction_of_the_handbuch_is_the_one_of_the_sample():
    shown = yaml.safe_load(next(e for e in EXAMPLES if e.startswith("korrekturen")))["korrekturen"][0]
    sample = yaml.safe_load((ROOT / "data" / "raw" / "beispiel_korrekturen.yaml").read_text(encoding="utf-8"))[
        "korrekturen"
    ]
    assert shown in sample


# --- the glossary ---

GLOSSAR = ROOT / "docs" / "glossar.md"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in GLOSSAR.read_text(encoding="utf-8").splitlines()
    if line.startswith("|") and not line.startswith(("|---", "| Begriff"))
]
FORBIDDEN = {variant.strip(): row[0] for row in ROWS for variant in row[3].split(";") if variant.strip()}


def misspelt(text: str) -> list[str]:
    """Words that the glossary rules out, as written or capitalised."""
    return [v for v in FORBIDDEN if re.search(rf"(?<!\w){re.escape(v)}(?!\w)", text)]


def test_glossary_is_sorted_and_complete():
    terms = [row[0] for row in ROWS]
    assert terms == sorted(terms, key=lambda t: unicodedata.normalize("NFD", t).casefold())
    assert all(len(row) == 4 and all(row) for row in ROWS)
    assert not set(FORBIDDEN) & set(terms)


def spoken(name: str, text: str) -> str:
    """What a reader can meet: of a module its string literals, else the whole text."""
    if not name.endswith(".py"):
        return text
    constants = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)]
    return "\n".join(value for value in constants if isinstance(value, str))


def test_only_the_agreed_words_are_used():
    checked = [
        (name, spoken(name, text)) for name, text in committed_texts()
        if name.startswith(("docs/", "notebooks/", "komman/", "README", "CHANGELOG")) and name != "docs/glossar.md"
    ]  # fmt: skip
    assert len(checked) > 20
    assert {name: misspelt(text) for name, text in checked if misspelt(text)} == {}


def test_ruled_out_words_are_found():
    assert misspelt("Die Massnahme eines Projektträgers und eines Projektträger.") == ["Massnahme", "Projektträger"]
    assert misspelt(spoken("a.py", "Massnahme = 1\nx = f'{y} Massnahme'")) == ["Massnahme"]
    assert misspelt(spoken("a.py", "Massnahme = 1")) == []
