"""KOMM-AN NRW: from a Kreis's funding ledgers to yearly outcomes and council reports.

In JupyterLab: ``import komman``, then ``lage = komman.load_year(2021)``. What ``komman`` offers is loaded when it is
first used, so that the import itself is light.
"""

import sys as _sys
from importlib import import_module as _import_module
from typing import Any as _Any

__version__ = "0.1.0"

# Public name -> where it is defined, as ``module:name``.
_OFFERED = {
    "AufrufFehler": "komman.errors:AufrufFehler",
    "DateiFehler": "komman.errors:DateiFehler",
    "DatenFehler": "komman.errors:DatenFehler",
    "KommanFehler": "komman.errors:KommanFehler",
    "Lage": "komman.lage:Lage",
    "bausteine": "komman.bausteine:bausteine",
    "clean": "komman.ledger:clean",
    "frage": "komman.questions:frage",
    "load_year": "komman.lage:load_year",
}

__all__ = ["__version__", *_OFFERED]


def __getattr__(name: str) -> _Any:
    """The public name, imported now; an unknown one is an ``AttributeError`` as for any module."""
    if name not in _OFFERED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name, obj=_sys.modules[__name__])
    module, _, attribute = _OFFERED[name].partition(":")
    found = getattr(_import_module(module), attribute)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
