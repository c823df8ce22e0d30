"""What a run of many tests leaves out as said already, and the order of the rest.

Rooms above storage say to both kinds of database the same things, which storage is tested to do alike. There a case
that is written for both runs on PostgreSQL every eighth day, where it takes twice to three times as long, and on SQLite
on the others. Of the cases of one test each eighth is on PostgreSQL, and so is an eighth of the tests that have one
case. Of a play everything that comes in comes once on PostgreSQL, and twice on SQLite. Where processes are killed, each
case is on one kind a day and on the other the day after. Where they race, the databases differ, and every case runs on
both. In storage every case runs on SQLite, and on two days of four on PostgreSQL, one for each of two releases.

Where each case takes long and is of a matter of its own, the test is marked ``turns(days)``: a case runs on one of so
many days, on the kinds of database in turn. A test of one case that is marked so runs on one of so many days as well,
where a run is of a thousand tests or more: a file or a room that is chosen runs whole. What is marked
``turns(2, whole=True)``, as plays are, takes turns in a run of all tests alone.

``--both`` runs every case on all, ``--both-in transcripts`` those of a room, and TEST_DAY=7 what is due on the seventh
day. A case whose twin was not chosen runs.

Tests that wait for processes, browsers and real time are spread among those that only compute: workers of a run that
all wait leave the processors idle, and workers that all compute leave the waiting for the end. Plays take long, and are
spread among all of them one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

BY_TURNS = ("bot", "delivery", "handlers", "lives", "transcripts")
STORAGE = "storage"
_TURNS = (0, 0, 0, 0, 0, 0, 0, 1)  # which of the twins above storage runs, by days: SQLite's, or PostgreSQL's
_CRASH = "crash"  # in the names of files where processes are killed: each of the twins in its turn
_APART = ("crowded", "parallel", "race", "restore")  # and of those where the kinds of database differ
PLAYS = "transcripts"
WAITING = ("bot", "browser", "chaos", "delivery", "lives", "processes")
_MANY = 1000  # tests, of which some of one case may have their turn on another day
_WHOLE = 10_000  # tests, which are a run of all rooms
_SERVER = "server"  # the parameter that says on which database a test runs, and how it is called there
_KINDS = ("sqlite", "postgres", "system_postgres")


def on_one(items: Sequence[Any], root: Path, day: int, both_in: Collection[str] = ()) -> list[Any]:
    """Of the cases that are there for several databases the one whose turn it is on a day, and all other tests. In the
    rooms of ``both_in`` every case runs.

    Where a test begins comes of its name: what else was chosen does not change it.
    """
    asked = [item for item in items if _room(item, root) not in both_in]
    left_out = {id(item) for item in _not_due(asked, day)}
    twins = _by_case(item for item in asked if id(item) not in left_out and _goes_by_turns(item, root))
    stored = (item for item in asked if _has_server(item) and _room(item, root) == STORAGE)
    on_sqlite = _by_case(item for item in stored if item.callspec.params[_SERVER] == "sqlite")
    for (path, cls, name, days), cases in twins.items():
        begins = crc32(f"{path.relative_to(root).as_posix()}::{name}".encode()) + day // days
        rarely = days > 1 and not _in_whole_runs(next(iter(cases.values()))[0])
        turns = _turns(path, root, rarely=rarely)
        left_out |= {id(item) for item in _twins(cases.values(), begins, turns)}
        left_out |= {id(item) for item in _at_rest(cases, begins, on_sqlite.get((path, cls, name, days), ()))}
    return [item for item in items if id(item) not in left_out]


def _turns(path: Path, root: Path, *, rarely: bool) -> Sequence[int] | None:
    """Which of the twins runs, by days; None for each in its turn, as those that run ``rarely`` even in a room."""
    return _TURNS if path.parts[len(root.parts) + 1] != STORAGE and _CRASH not in path.stem and not rarely else None


def _at_rest(cases: Mapping[str, Sequence[Any]], begins: int, on_sqlite: Collection[str]) -> Iterator[Any]:
    """Of the cases of a test of storage, on PostgreSQL, those that run on SQLite alone this day and the next."""
    for number, (case, twins) in enumerate(cases.items(), begins):
        if number // 2 % 2 and case in on_sqlite:
            yield from twins


def _by_case(items: Iterable[Any]) -> Mapping[tuple[Path, Any, str, int], Mapping[str, Sequence[Any]]]:
    """By test, and on one of how many days each of its cases runs, the cases, on whatever database."""
    tests: dict[tuple[Path, Any, str, int], dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        spec = getattr(item, "callspec", None)
        case = "-".join(word for word in spec.id.split("-") if word not in _KINDS) if spec else ""
        tests[item.path, item.cls, item.originalname, _days(item)][case].append(item)
    return tests


def _days(item: Any) -> int:
    marked = item.get_closest_marker("turns")
    return int(marked.args[0]) if marked else 1


def _in_whole_runs(item: Any) -> bool:
    """Whether a test takes turns in runs of all tests alone."""
    return bool(item.get_closest_marker("turns").kwargs.get("whole"))


def _not_due(items: Iterable[Any], day: int) -> Iterator[Any]:
    """The cases of tests marked ``turns`` whose day is another."""
    every = list(items)
    for (path, _, name, days), cases in _by_case(item for item in every if _days(item) > 1).items():
        first = 0 if len(cases) > 1 else crc32(f"{path.stem}::{name}".encode())
        least = _WHOLE if _in_whole_runs(next(iter(cases.values()))[0]) else _MANY if len(cases) == 1 else 0
        for number, case in enumerate(cases.values(), first):
            if len(every) >= least and (number + day) % days:
                yield from case


def mixed(items: Sequence[pytest.Item], root: Path) -> list[pytest.Item]:
    """File by file, those that wait spread evenly among the others, and so are plays, one by one: as the last file they
    would be an end at which all compute. Each kind in order, what is marked last behind."""
    rooms = [_room(item, root) for item in items]
    waiting = [item for item, room in zip(items, rooms, strict=True) if room in WAITING]
    plays = [item for item, room in zip(items, rooms, strict=True) if room == PLAYS]
    others = [item for item, room in zip(items, rooms, strict=True) if room not in WAITING and room != PLAYS]
    placed = [*_placed(waiting), *_placed(others), *((place / len(plays), [play]) for place, play in enumerate(plays))]
    arranged = [item for _, file in sorted(placed, key=lambda one: one[0]) for item in file]
    return sorted(arranged, key=lambda item: item.get_closest_marker("last") is not None)


def _placed(items: Sequence[pytest.Item]) -> Iterator[tuple[float, list[pytest.Item]]]:
    """Each file's tests, and how far from the first of all tests to the last it begins."""
    begins = 0
    for _, file in groupby(items, lambda item: item.path):
        tests = list(file)
        yield begins / len(items), tests
        begins += len(tests)


def _twins(cases: Iterable[Sequence[Any]], begins: int, turns: Sequence[int] | None) -> Iterator[Any]:
    """What is left out: of every case all but one, a different one from case to case and from day to day."""
    for number, twins in enumerate(cases, begins):
        days = turns if turns and len(twins) > 1 else range(len(twins))
        turn = days[number % len(days)]
        yield from (twin for place, twin in enumerate(twins) if place != turn)


def _has_server(item: Any) -> bool:
    callspec = getattr(item, "callspec", None)
    return callspec is not None and _SERVER in callspec.params


def _goes_by_turns(item: Any, root: Path) -> bool:
    if not _has_server(item):
        return False
    if _room(item, root) == STORAGE:
        return bool(item.callspec.params[_SERVER] != "sqlite")
    return _room(item, root) in BY_TURNS and not any(word in item.path.stem for word in _APART)


def _room(item: pytest.Item, root: Path) -> str:
    return item.path.parts[len(root.parts) + 1]  # below tests; one that asks item by item has no time for relative_to
