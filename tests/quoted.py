"""Where the product's modules name something in quotes that a table names."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "flows", "handlers", "storage", "templates")


def named_in(path: Path, names: Collection[str]) -> Iterator[int]:
    """The lines of a module on which a name stands in quotes, by itself, in SQL or among alternatives."""
    either = "|".join(names)
    alternatives = re.compile(rf"\b({either})\|({either})\b")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found = [name for name in names if name == node.value or f"'{name}'" in node.value]
            if found or alternatives.search(node.value):
                yield node.lineno


def places(names: Collection[str], exempt: Collection[str]) -> list[str]:
    """Every place of the product that names one of them, but in the modules and folders that are exempt."""
    modules = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    assert len(modules) > 500, "the modules are looked for where they are not"
    read = [path for path in modules if not any(path.is_relative_to(ROOT / one) for one in exempt)]
    return [f"{path.relative_to(ROOT)}:{line}" for path in read for line in named_in(path, names)]


def sentences(pattern: re.Pattern[str]) -> list[str]:
    """Every string of the product that is no docstring and in which the pattern is found."""
    found = []
    for path in (path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        strings = [one for one in ast.walk(tree) if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if told := [one for one in strings if pattern.search(str(one.value))]:
            docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            found += [f"{path.relative_to(ROOT)}:{one.lineno}" for one in told if id(one) not in docstrings]
    return found


def unneeded(names: Collection[str], exempt: Collection[str]) -> list[str]:
    """What is exempt and names none of them."""
    folders = {one: ROOT / one for one in exempt}
    modules = {one: [path] if path.is_file() else [*path.rglob("*.py")] for one, path in folders.items()}
    return [one for one, paths in modules.items() if not any(list(named_in(path, names)) for path in paths)]
