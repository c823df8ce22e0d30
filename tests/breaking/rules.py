"""The table of rules (`rules.toml`), and where in a tree of the project each of them stands."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOMS = ("bot", "flows", "handlers", "storage", "templates")
_TABLE = Path(__file__).with_name("rules.toml")


class Lost(Exception):
    """A rule's text does not stand in a tree exactly once."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds, and by each wording of the code that makes it hold (newest first) the code that does not."""

    name: str
    wordings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A rule in a tree: the module, relative to the tree, and its source as it stands and as it is broken."""

    module: Path
    sound: str
    broken: str


def read_rules() -> tuple[Rule, ...]:
    """Every rule of the table."""
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    return tuple(
        Rule(row["name"], tuple(zip(_each(row["text"]), _each(row["broken"]), strict=True))) for row in table["rule"]
    )


def read_modules(tree: Path) -> dict[Path, str]:
    """The source of every production module of a tree, by its path in it."""
    files = (file for room in ROOMS for file in sorted((tree / room).rglob("*.py")))
    return {file.relative_to(tree): file.read_text(encoding="utf-8") for file in files}


def place_of(rule: Rule, modules: dict[Path, str]) -> Place:
    """Where a rule stands: found by its text, so that a module may move. Raises Lost."""
    found = list(_places(rule, modules))
    if len(found) != 1:
        where = ", ".join(str(place.module) for place in found) or "no module"
        raise Lost(
            f"{rule.name}: its text stands in {where}; give tests/breaking/rules.toml the wording that it has now"
        )
    return found[0]


def _places(rule: Rule, modules: dict[Path, str]) -> Iterator[Place]:
    for text, broken in rule.wordings:
        for module, source in modules.items():
            for _ in range(source.count(text)):
                yield Place(module, source, source.replace(text, broken, 1))


def _each(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
