"""The files that weights are learned from, and one digest of all that they hold."""

from __future__ import annotations

import ast
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
_BEGIN = "tests.understanding.learning"
_DATA = ("handlers/replies", "handlers/sourcing/replies", "tests/handlers/replies", "tests/understanding")
"""Folders whose lines, phrases and lists of words the modules read."""


def digest_files() -> str:
    """Return a digest of the interpreter, the installed packages, the modules that learning imports, and their data.

    Calculating the signs of all texts takes half a minute; while this digest is the same, so are they.
    """
    told = hashlib.sha256(sys.version.encode())
    for file in sorted(list_files()):
        told.update(f"\n{file.relative_to(ROOT)}\n".encode())
        told.update(file.read_bytes())
    return told.hexdigest()


def list_files() -> set[Path]:
    """Return the files that the digest covers."""
    return {ROOT / "requirements-dev.lock", *_list_modules(), *_list_data()}


def _list_data() -> Iterator[Path]:
    for folder in _DATA:
        yield from (file for file in (ROOT / folder).rglob("*") if file.is_file() and "__pycache__" not in file.parts)


def _list_modules() -> set[Path]:
    """Return the files of the module of lessons and of all of ours that it imports, directly or not."""
    found, waiting = set[Path](), [_BEGIN]
    while waiting:
        module = waiting.pop()
        file = _find(module)
        if file is not None and file not in found:
            found.add(file)
            waiting += [module.rpartition(".")[0], *_list_imports(file)]
    return found


def _find(module: str) -> Path | None:
    if not module:
        return None
    path = ROOT.joinpath(*module.split("."))
    return next((one for one in (path.with_suffix(".py"), path / "__init__.py") if one.is_file()), None)


def _list_imports(file: Path) -> Iterator[str]:
    """Yield the names of modules that a file imports, and of each name that may be one."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)
