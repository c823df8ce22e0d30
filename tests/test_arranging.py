"""The choice of a database for each case, and the order of a run."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests import quick
from tests.arranging import mixed, on_one

ROOT = Path("/parley")
BOTH = ("sqlite", "postgres")
ALL = (*BOTH, "system_postgres")


def _test(file: str, name: str = "test", *, case: str = "", on: str | None = None, last: bool = False) -> Any:
    words = [word for word in (on, case) if word]
    given = SimpleNamespace(id="-".join(words), params={"server": on} if on else {})
    path = ROOT / "tests" / file
    marked = SimpleNamespace(path=path, cls=None, originalname=name, callspec=given if words else None)
    marked.get_closest_marker = {"last": True if last else None}.get
    return marked


def _ids(items: list[Any]) -> list[str]:
    return [item.callspec.id for item in items]


@pytest.mark.parametrize(("room", "least", "most"), [("handlers", 60, 190), ("storage", 260, 410), ("chaos", 420, 580)])
def test_each_case_runs_on_one_database_and_a_share_on_postgresql(room: str, least: int, most: int) -> None:
    cases = [str(number) for number in range(1000)]
    chosen = _ids(on_one([_test(f"{room}/test_a.py", case=case, on=kind) for case in cases for kind in BOTH], ROOT))
    assert [one.partition("-")[2] for one in chosen] == cases
    assert least < sum(one.startswith("postgres") for one in chosen) < most


def test_the_releases_of_postgresql_share_the_cases_of_storage() -> None:
    cases = [str(number) for number in range(600)]
    chosen = _ids(on_one([_test("storage/test_a.py", case=case, on=kind) for case in cases for kind in ALL], ROOT))
    assert [one.rpartition("-")[2] for one in chosen] == cases
    assert all(sum(one.startswith(kind) for one in chosen) > 60 for kind in ALL)


def test_the_choice_does_not_depend_on_other_tests() -> None:
    items = [_test("handlers/test_a.py", f"test_{number}", on=kind) for number in range(40) for kind in BOTH]
    chosen = on_one(items, ROOT)
    assert on_one(items[2:], ROOT) == [item for item in chosen if item in items[2:]]
    assert set(_ids(chosen)) == set(BOTH)


def test_a_case_with_one_database_runs() -> None:
    chosen = [_test("bot/test_b.py", case=case, on="postgres") for case in "abc"]
    plain = [_test("bot/test_b.py", "test_plain", case=case) for case in "abc"]
    assert on_one([*chosen, *plain], ROOT) == [*chosen, *plain]


def test_a_room_runs_on_both_on_request() -> None:
    items = [_test("transcripts/test_a.py", case=case, on=kind) for kind in BOTH for case in "abc"]
    assert on_one(items, ROOT, ["transcripts"]) == items
    assert len(on_one(items, ROOT, ["lives"])) == 3


def test_races_run_on_both_databases() -> None:
    files = ("delivery/test_race.py", "delivery/test_campaign_races.py", "delivery/test_parallel.py")
    items = [_test(file, case=case, on=kind) for file in files for kind in BOTH for case in "abc"]
    assert on_one(items, ROOT) == items
    traces = [_test("storage/test_traces.py", case=case, on=kind) for kind in BOTH for case in "abc"]
    assert len(on_one(traces, ROOT)) == 3, "a word of the name counts, not a part of a word"


def test_files_that_wait_are_spread_among_the_others_each_in_its_order() -> None:
    waiting = [_test(f"bot/test_{number}.py") for number in range(2)]
    others = [_test(f"flows/test_{number // 2}.py", str(number)) for number in range(8)]
    order = mixed([*waiting, *others], ROOT)
    assert order == [waiting[0], *others[:4], waiting[1], *others[4:]]
    assert mixed([], ROOT) == []


def test_what_starts_processes_is_not_left_to_the_end() -> None:
    files = ("bot/test_a.py", "delivery/test_b.py", "lives/test_c.py", "processes/test_d.py")
    bot, delivery, lives, processes = map(_test, files)
    assert mixed([bot, delivery, lives, processes], ROOT) == [bot, processes, lives, delivery]


def test_plays_are_spread_one_by_one_among_all_others() -> None:
    plays = [_test("transcripts/test_transcripts.py", name) for name in "ab"]
    others = [_test(f"flows/test_{number}.py") for number in range(4)]
    assert mixed([*others, *plays], ROOT) == [others[0], plays[0], *others[1:3], plays[1], others[3]]


def test_what_is_marked_last_runs_last() -> None:
    last, *others = (_test(f"flows/test_{number}.py", last=number == 0) for number in range(3))
    assert mixed([last, *others], ROOT) == [*others, last]


def test_what_a_quick_run_leaves_out_is_there() -> None:
    assert [path for path in quick.SLOW if not (quick.HERE / path).exists()] == []
