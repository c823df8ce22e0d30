"""Which cases a run leaves out, and the order of the rest."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.arranging import BY_TURNS, mixed, on_one

ROOT = Path("/parley")
BOTH = ("sqlite", "postgres")
ALL = (*BOTH, "system_postgres")


def _test(
    file: str,
    name: str = "test",
    *,
    case: str = "",
    on: str | None = None,
    last: bool = False,
    turns: int = 0,
    whole: bool = False,
) -> Any:
    words = [word for word in (on, case) if word]
    given = SimpleNamespace(id="-".join(words), params={"server": on} if on else {})
    path = ROOT / "tests" / file
    marked = SimpleNamespace(path=path, cls=None, originalname=name, callspec=given if words else None)
    marks = {
        "last": True if last else None,
        "turns": SimpleNamespace(args=(turns,), kwargs={"whole": whole}) if turns else None,
    }
    marked.get_closest_marker = marks.get
    return marked


def _said(items: list[Any]) -> list[str]:
    return [item.callspec.id for item in items]


@pytest.mark.parametrize("room", BY_TURNS)
def test_each_case_runs_on_one_kind_a_day_and_on_postgresql_every_eighth(room: str) -> None:
    items = [_test(f"{room}/test_a.py", case=case, on=kind) for kind in BOTH for case in "abcdefgh"]
    days = [_said(on_one(items, ROOT, day)) for day in range(9)]
    assert all(sorted(one[-1] for one in day) == [*"abcdefgh"] for day in days)
    assert all(sum(one.startswith("sqlite") for one in day) == 7 for day in days)
    assert sorted(one for day in days[:8] for one in day if one.startswith("postgres")) == [
        f"postgres-{c}" for c in "abcdefgh"
    ]
    assert days[8] == days[0]


def test_where_processes_are_killed_each_case_is_on_the_other_kind_the_day_after() -> None:
    items = [_test("delivery/test_order_crash.py", case=case, on=kind) for kind in BOTH for case in ("a", "b-c", "d")]
    days = [tuple(_said(on_one(items, ROOT, day))) for day in range(3)]
    assert set(days[:2]) == {("sqlite-a", "sqlite-d", "postgres-b-c"), ("sqlite-b-c", "postgres-a", "postgres-d")}
    assert days[2] == days[0]


def test_tests_of_one_case_take_turns_by_their_names_whatever_is_chosen_beside_them() -> None:
    items = [_test("handlers/test_a.py", f"test_{number}", on=kind) for number in range(40) for kind in BOTH]
    days = [on_one(items, ROOT, day) for day in range(8)]
    assert {id(item) for day in days for item in day} == {id(item) for item in items}
    assert all(0 < _said(day).count("postgres") < 12 for day in days)
    assert on_one(items[2:], ROOT, 0) == [item for item in days[0] if item in items[2:]]


def test_what_has_no_twin_stays() -> None:
    chosen = [_test("bot/test_b.py", case=case, on="postgres") for case in "abc"]
    plain = [_test("bot/test_b.py", "test_plain", case=case) for case in "abc"]
    assert on_one([*chosen, *plain], ROOT, 0) == on_one([*chosen, *plain], ROOT, 1) == [*chosen, *plain]


def test_a_room_is_asked_for_on_both() -> None:
    items = [_test("transcripts/test_a.py", case=case, on=kind) for kind in BOTH for case in "abc"]
    assert on_one(items, ROOT, 0, ["transcripts"]) == items
    assert len(on_one(items, ROOT, 0, ["lives"])) == 3


def test_where_the_kinds_differ_every_case_runs_on_both() -> None:
    files = ("upgrades/test_upgrade.py", "delivery/test_race.py", "chaos/test_wall.py")
    items = [_test(file, case=case, on=kind) for file in files for kind in BOTH for case in "abc"]
    assert on_one(items, ROOT, 0) == on_one(items, ROOT, 1) == items


def test_a_case_of_what_takes_turns_runs_on_one_of_so_many_days_and_on_each_kind_in_time() -> None:
    items = [_test("bot/test_a.py", case=case, on=kind, turns=2) for kind in BOTH for case in "abcdefgh"]
    days = [_said(on_one(items, ROOT, day)) for day in range(8)]
    assert all(len(day) == 4 for day in days)
    assert all(sorted(one[-1] for day in days[at : at + 2] for one in day) == [*"abcdefgh"] for at in range(0, 8, 2))
    assert {one for day in days for one in day} == set(_said(items))
    plain = [_test("flows/test_a.py", case=case, turns=3) for case in "ab"]
    assert sorted(one for day in range(3) for one in _said(on_one(plain, ROOT, day))) == ["a", "b"]
    assert on_one(plain, ROOT, 0, ["flows"]) == plain
    assert all(on_one(plain[1:], ROOT, day) == plain[1:] for day in range(3))


def test_in_storage_the_releases_of_postgresql_take_turns_beside_sqlite() -> None:
    items = [_test("storage/test_a.py", case=case, on=kind) for kind in ALL for case in "abc"]
    days = [_said(on_one(items, ROOT, day)) for day in range(4)]
    on_sqlite = ["sqlite-a", "sqlite-b", "sqlite-c"]
    assert all(day[:3] == on_sqlite for day in days)
    assert sorted(one for day in days for one in day[3:]) == sorted(_said(items)[3:]), "each once in four days"
    alone = [item for item in items if item.callspec.params["server"] != "sqlite"]
    assert all(len(on_one(alone, ROOT, day)) == 3 for day in range(4)), "what is for PostgreSQL alone runs on it daily"


def test_a_test_of_one_case_takes_turns_in_a_large_run_alone() -> None:
    marked = [_test(f"browser/test_{number}.py", turns=2) for number in range(40)]
    many = [*marked, *(_test(f"flows/test_{number}.py") for number in range(1000))]
    days = [on_one(many, ROOT, day) for day in range(2)]
    assert sorted(map(id, [*days[0], *days[1]])) == sorted(map(id, [*many, *many[40:]]))
    assert 10 < len(days[0]) - 1000 < 30
    assert on_one(marked, ROOT, 0) == marked


def test_plays_take_turns_in_a_run_of_all_tests_alone() -> None:
    letters = "abcdefghijklmnop"
    plays = [
        _test("transcripts/test_a.py", case=case, on=kind, turns=2, whole=True) for kind in BOTH for case in letters
    ]
    assert len(on_one(plays, ROOT, 0)) == len(letters)
    every = [*plays, *(_test(f"flows/test_{number}.py") for number in range(10_000))]
    days = [_said(on_one(every, ROOT, day)[:-10_000]) for day in range(16)]
    assert all(len(day) == len(letters) // 2 for day in days)
    assert {one[-1] for one in [*days[0], *days[1]]} == {*letters}
    assert sorted(one[-1] for day in days for one in day if one.startswith("postgres")) == [*letters]


def test_files_that_wait_are_spread_among_the_others_each_in_its_order() -> None:
    waiting = [_test(f"bot/test_{number}.py") for number in range(2)]
    others = [_test(f"flows/test_{number // 2}.py", str(number)) for number in range(8)]
    order = mixed([*waiting, *others], ROOT)
    assert order == [waiting[0], *others[:4], waiting[1], *others[4:]]
    assert mixed([], ROOT) == []


def test_plays_are_spread_one_by_one_among_all_others() -> None:
    plays = [_test("transcripts/test_transcripts.py", name) for name in "ab"]
    others = [_test(f"flows/test_{number}.py") for number in range(4)]
    assert mixed([*others, *plays], ROOT) == [others[0], plays[0], *others[1:3], plays[1], others[3]]


def test_what_is_marked_last_runs_last() -> None:
    last, *others = (_test(f"flows/test_{number}.py", last=number == 0) for number in range(3))
    assert mixed([last, *others], ROOT) == [*others, last]
