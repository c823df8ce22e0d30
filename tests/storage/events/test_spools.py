"""Whether marketing must wait for what came in while the database was away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.database.stores import Database
from storage.events.spools import FRESH, STALE, WAITING, SilentSpool, drop, explain_hold, list_stale, touch
from storage.unit import Unit
from tests.storage.world import NOW, do

INSTANT = timedelta(microseconds=1)
Said = tuple[str, int, timedelta]  # which spool, how many bytes wait in it, how long ago it said so


async def said(store: Database, *beats: Said) -> tuple[str | None, list[SilentSpool]]:
    """Why marketing waits at NOW after these beats, and who is silent."""

    async def tell(unit: Unit) -> None:
        for spool, size, ago in beats:
            await touch(unit, spool, size, NOW - ago)

    await do(store, tell)
    return await do(store, lambda unit: explain_hold(unit, NOW)), list(
        await do(store, lambda unit: list_stale(unit, NOW))
    )


@pytest.mark.parametrize(
    ("beats", "held", "silent"),
    [
        pytest.param([], None, [], id="nobody takes in anything"),
        pytest.param([("a", 0, timedelta(0))], None, [], id="empty and fresh"),
        pytest.param([("a", 0, FRESH)], None, [], id="just fresh"),
        pytest.param([("a", 0, FRESH + INSTANT)], "not reported", [], id="not fresh any more"),
        pytest.param([("a", 0, STALE - INSTANT)], "not reported", [], id="silent, and still counts"),
        pytest.param([("a", 0, STALE)], None, ["a"], id="stale"),
        pytest.param([("a", 90, STALE)], None, ["a"], id="stale with something in it"),
        pytest.param([("a", 1, timedelta(0))], "while the database was away", [], id="one byte waits"),
        pytest.param([("a", 0, timedelta(0)), ("b", 9, FRESH * 2)], "while the database was away", [], id="another's"),
        pytest.param([("a", 0, FRESH * 2), ("b", 0, timedelta(0))], "not reported", [], id="one of two is silent"),
        pytest.param([("a", 9, STALE), ("b", 0, timedelta(0))], None, ["a"], id="a stale one beside a good one"),
        pytest.param([("a", 9, FRESH), ("a", 0, timedelta(0))], None, [], id="what it said last counts"),
    ],
)
async def test_marketing_leaves_while_every_spool_is_empty_and_fresh(
    store: Database, beats: list[Said], held: str | None, silent: list[str]
) -> None:
    reason, listed = await said(store, *beats)
    assert (reason is None) == (held is None)
    assert (held or "") in (reason or "")
    assert [one.id for one in listed] == silent


async def test_a_spool_in_which_something_waits_is_named_before_one_that_is_silent(store: Database) -> None:
    assert (await said(store, ("a", 0, FRESH * 2), ("b", 5, timedelta(0))))[0] == WAITING


async def test_a_silent_spool_is_listed_with_what_it_said_last(store: Database) -> None:
    assert (await said(store, ("a", 70, STALE * 2)))[1] == [SilentSpool("a", 70, NOW - STALE * 2)]


async def test_a_dropped_spool_holds_nobody_and_may_be_dropped_again(store: Database) -> None:
    assert (await said(store, ("a", 5, timedelta(0))))[0] is not None
    for _ in range(2):
        await do(store, lambda unit: drop(unit, "a"))
    assert await said(store) == (None, [])
