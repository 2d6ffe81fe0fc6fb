"""``import komman`` is light, completes its names, and gives what it promises."""

from __future__ import annotations

import subprocess
import sys

import pytest

import komman
from komman.lage import Lage, load_year

HEAVY = {"pandas", "numpy", "pyarrow", "pydantic", "komman.lage"}


def modules_after(code: str) -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(run.stdout.split())


def test_the_import_is_light() -> None:
    assert not HEAVY & modules_after("import komman\ndir(komman)")
    assert modules_after("import komman\nkomman.load_year") >= HEAVY, "the check finds them"


def test_every_offered_name_is_there() -> None:
    assert dir(komman) == sorted(komman.__all__)
    for name in komman.__all__:
        assert getattr(komman, name) is not None
    assert komman.load_year is load_year and komman.Lage is Lage


def test_an_unknown_name_is_an_ordinary_attribute_error() -> None:
    with pytest.raises(AttributeError, match="load_yaer") as caught:
        komman.load_yaer  # noqa: B018
    assert (caught.value.name, caught.value.obj) == ("load_yaer", komman)


def test_a_name_that_is_offered_but_missing_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(komman._OFFERED, "fehlt", "komman.errors:Fehlt")
    with pytest.raises(AttributeError):
        komman.fehlt  # noqa: B018


def test_the_shell_of_a_notebook_completes_the_names() -> None:
    from IPython.core.completer import IPCompleter, provisionalcompleter

    completer = IPCompleter(namespace={"komman": komman})
    for text, wanted in (("komman.", set(dir(komman)) - {"__version__"}), ("komman.lo", {"load_year"})):
        with provisionalcompleter():
            found = {c.text.rpartition(".")[2] for c in completer.completions(text, len(text))}
        assert wanted <= found
