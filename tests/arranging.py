"""Choose the database of each case, and the order of a run.

Most rooms call storage the same way on SQLite and on PostgreSQL, and the tests of storage hold both databases to the
same results. So every case runs once in every run, on one database. The hash of its node id chooses that database, so a
run repeats the choice of the last one. A PostgreSQL case takes two to three times as long as a SQLite case;
``_ON_POSTGRES`` sets the share for each room.

Files in which processes race or restore run every case on both databases, because locks differ there.
``--both`` runs every case on all databases, and ``--both-in storage`` every case of one room. A case with only one
database always runs.

Tests that wait for processes, browsers and real time are spread among those that only compute. Workers that all wait
leave the processors idle, and workers that all compute leave the waiting for the end. Plays take long, and are spread
among all tests one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

PLAYS = "transcripts"
WAITING = ("bot", "processes", "lives", "browser", "chaos", "delivery")  # in this order: long tests are not at the end
_ON_POSTGRES = {"storage": 3, "chaos": 2, "upgrades": 2}  # one case of so many
_ELSEWHERE = 8
_APART = frozenset({"crowded", "parallel", "race", "races", "restore"})  # words of file names that need both databases
_SERVER = "server"  # the parameter that names the database
_KINDS = ("sqlite", "postgres", "system_postgres")


def on_one(items: Sequence[Any], root: Path, both_in: Collection[str] = ()) -> list[Any]:
    """Return the items without the cases that another database runs; rooms of ``both_in`` keep all cases.

    The choice depends on the node id alone, not on what else was selected.
    """
    left_out: set[int] = set()
    for (path, name), cases in _by_case(item for item in items if _runs_once(item, root, both_in)).items():
        chosen = _choose(cases, crc32(f"{path.relative_to(root).as_posix()}::{name}".encode()), _room(cases[0], root))
        left_out |= {id(item) for item in cases if item is not chosen}
    return [item for item in items if id(item) not in left_out]


def _by_case(items: Iterable[Any]) -> dict[tuple[Path, str], list[Any]]:
    """Group items that differ only in their database, by file and by class, test and parameters."""
    cases: dict[tuple[Path, str], list[Any]] = defaultdict(list)
    for item in items:
        words = "-".join(word for word in item.callspec.id.split("-") if word not in _KINDS)
        cases[item.path, f"{item.cls.__name__ if item.cls else ''}::{item.originalname}[{words}]"].append(item)
    return cases


def _choose(cases: Sequence[Any], number: int, room: str) -> Any:
    """Return the case that runs: one of so many on PostgreSQL, the others on SQLite."""
    postgres = [item for item in cases if item.callspec.params[_SERVER] != "sqlite"]
    sqlite = [item for item in cases if item.callspec.params[_SERVER] == "sqlite"]
    turn, rest = divmod(number, _ON_POSTGRES.get(room, _ELSEWHERE))
    chosen = postgres if postgres and (rest == 0 or not sqlite) else sqlite
    return chosen[turn % len(chosen)]


def _runs_once(item: Any, root: Path, both_in: Collection[str]) -> bool:
    """Return True for a case with a database that needs only one."""
    callspec = getattr(item, "callspec", None)
    if callspec is None or _SERVER not in callspec.params:
        return False
    return _room(item, root) not in both_in and _APART.isdisjoint(item.path.stem.split("_"))


def mixed(items: Sequence[pytest.Item], root: Path) -> list[pytest.Item]:
    """Spread the files that wait, and the plays one by one, evenly among the others; tests marked ``last`` end."""
    rooms = [_room(item, root) for item in items]
    waiting = [item for name in WAITING for item, room in zip(items, rooms, strict=True) if room == name]
    plays = [item for item, room in zip(items, rooms, strict=True) if room == PLAYS]
    others = [item for item, room in zip(items, rooms, strict=True) if room not in WAITING and room != PLAYS]
    placed = [*_placed(waiting), *_placed(others), *((place / len(plays), [play]) for place, play in enumerate(plays))]
    arranged = [item for _, file in sorted(placed, key=lambda one: one[0]) for item in file]
    return sorted(arranged, key=lambda item: item.get_closest_marker("last") is not None)


def _placed(items: Sequence[pytest.Item]) -> Iterator[tuple[float, list[pytest.Item]]]:
    """Yield each file's tests with its place among all of them, between 0 and 1."""
    begins = 0
    for _, file in groupby(items, lambda item: item.path):
        tests = list(file)
        yield begins / len(items), tests
        begins += len(tests)


def _room(item: pytest.Item, root: Path) -> str:
    return item.path.parts[len(root.parts) + 1]  # below tests; relative_to takes too long item by item
