"""Which cases a run leaves out, and the order of the rest."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.arranging import mixed, on_one

ROOT = Path("/parley")
BOTH = ("sqlite", "postgres")
ALL = (*BOTH, "system_postgres")


def _test(file: str, name: str = "test", *, case: str = "", on: str | None = None) -> Any:
    words = [word for word in (on, case) if word]
    given = SimpleNamespace(id="-".join(words), params={"server": on} if on else {})
    path = ROOT / "tests" / file
    return SimpleNamespace(path=path, cls=None, originalname=name, callspec=given if words else None)


def _said(items: list[Any]) -> list[str]:
    return [item.callspec.id for item in items]


def test_each_case_runs_on_one_kind_by_turns() -> None:
    items = [_test("handlers/test_a.py", case=case, on=kind) for kind in BOTH for case in ("a", "b-c", "d")]
    assert _said(on_one(items, ROOT)) == ["sqlite-a", "sqlite-d", "postgres-b-c"]


def test_what_has_no_other_case_or_was_chosen_alone_stays() -> None:
    single = [_test("handlers/test_a.py", on=kind) for kind in BOTH]
    chosen = [_test("bot/test_b.py", case=case, on="postgres") for case in "abc"]
    plain = [_test("bot/test_b.py", "test_plain", case=case) for case in "abc"]
    assert on_one([*single, *chosen, *plain], ROOT) == [*single, *chosen, *plain]


def test_where_the_kinds_differ_every_case_runs_on_both() -> None:
    files = ("transcripts/test_transcripts.py", "delivery/test_crash.py", "chaos/test_wall.py")
    items = [_test(file, case=case, on=kind) for file in files for kind in BOTH for case in "abc"]
    assert on_one(items, ROOT) == items


def test_in_storage_the_releases_of_postgresql_take_turns_beside_sqlite() -> None:
    items = [_test("storage/test_a.py", case=case, on=kind) for kind in ALL for case in "abc"]
    kept = ["sqlite-a", "sqlite-b", "sqlite-c", "postgres-a", "postgres-c", "system_postgres-b"]
    assert _said(on_one(items, ROOT)) == kept
    single = [_test("storage/test_a.py", on=kind) for kind in ALL]
    assert on_one(single, ROOT) == single


def test_files_that_wait_are_spread_among_the_others_each_in_its_order() -> None:
    waiting = [_test(f"bot/test_{number}.py") for number in range(2)]
    others = [_test(f"flows/test_{number // 2}.py", str(number)) for number in range(8)]
    order = mixed([*waiting, *others], ROOT)
    assert order == [waiting[0], *others[:4], waiting[1], *others[4:]]
    assert mixed([], ROOT) == []
