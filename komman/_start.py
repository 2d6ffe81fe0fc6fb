"""Import jsonschema without a module that costs over a second per process and that no notebook needs.

``nbformat`` imports ``jsonschema``, which imports ``rfc3987_syntax`` if JupyterLab brought it along; that module
compiles some 35 parsers at import (python-jsonschema/jsonschema#1428). No notebook schema uses the formats it
checks, and jsonschema treats its absence as normal.
"""

from __future__ import annotations

import sys

if "jsonschema" not in sys.modules and "rfc3987_syntax" not in sys.modules:
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    try:
        import jsonschema  # noqa: F401
    finally:
        del sys.modules["rfc3987_syntax"]
