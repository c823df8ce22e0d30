"""What a run of many tests leaves out as said already, and the order of the rest.

Rooms above storage say to both kinds of database the same things, which storage is tested to do alike. There a test of
several cases runs on both, and each case on one of them, by turns: the first on SQLite, the next on PostgreSQL. Where
processes crash or race, the databases differ, and every case runs on both. In storage every case runs on SQLite, and a
test of several cases on two releases of PostgreSQL, each case on one of them.
``--both`` runs every case on all. A case whose twin was not chosen always runs.

Tests that wait for processes, browsers and real time are spread among those that only compute: workers of a run that
all wait leave the processors idle, and workers that all compute leave the waiting for the end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

BY_TURNS = ("bot", "delivery", "handlers")
STORAGE = "storage"
_APART = ("crash", "crowded", "parallel", "race", "restore")  # in names of files: where the kinds of database differ
WAITING = ("bot", "browser", "chaos", "delivery", "lives", "processes")
_SERVER = "server"  # the parameter that says on which database a test runs, and how it is called there
_KINDS = ("sqlite", "postgres", "system_postgres")


def on_one(items: Sequence[Any], root: Path) -> list[Any]:
    """Of the cases that are there for several databases the one whose turn it is; all other tests."""
    tests: dict[object, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        if _goes_by_turns(item, root):
            case = "-".join(word for word in item.callspec.id.split("-") if word not in _KINDS)
            tests[item.path, item.cls, item.originalname][case].append(item)
    left_out = {id(item) for cases in tests.values() if len(cases) > 1 for item in _twins(cases.values())}
    return [item for item in items if id(item) not in left_out]


def mixed(items: Sequence[pytest.Item], root: Path) -> list[pytest.Item]:
    """File by file, those that wait spread evenly among the others; each kind in its order."""
    waiting = [item for item in items if _room(item, root) in WAITING]
    others = [item for item in items if _room(item, root) not in WAITING]
    placed = [*_placed(waiting), *_placed(others)]
    return [item for _, file in sorted(placed, key=lambda one: one[0]) for item in file]


def _placed(items: Sequence[pytest.Item]) -> Iterator[tuple[float, list[pytest.Item]]]:
    """Each file's tests, and how far from the first of all tests to the last it begins."""
    begins = 0
    for _, file in groupby(items, lambda item: item.path):
        tests = list(file)
        yield begins / len(items), tests
        begins += len(tests)


def _twins(cases: Iterable[list[Any]]) -> Iterator[Any]:
    """What is left out: of every case all but one, a different one from case to case."""
    for number, twins in enumerate(cases):
        turn = number % len(twins)
        yield from (twin for place, twin in enumerate(twins) if place != turn)


def _goes_by_turns(item: Any, root: Path) -> bool:
    callspec = getattr(item, "callspec", None)
    if callspec is None or _SERVER not in callspec.params:
        return False
    if _room(item, root) == STORAGE:
        return bool(callspec.params[_SERVER] != "sqlite")
    return _room(item, root) in BY_TURNS and not any(word in item.path.stem for word in _APART)


def _room(item: pytest.Item, root: Path) -> str:
    return item.path.relative_to(root / "tests").parts[0]
