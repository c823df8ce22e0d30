"""Nobody changes the audit log unseen: entries are chained, and each kind of tampering is found."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from flows.actor import COMMAND_LINE
from storage.businesses import audit_chain, audit_verification
from storage.businesses.access import COMMANDED
from storage.businesses.audit_chain import MOST, AuditChain, ChainBroken, SealedBatch, list_unsealed
from storage.businesses.audit_verification import (
    CHANGED,
    INSERTED,
    MISSING,
    MOVED,
    ChainReport,
    verify_chain,
)
from storage.database.stores import Database
from storage.schema import audit, audit_checkpoints
from storage.unit import Unit
from tests.storage.world import NOW, OTHER_SHOP, SHOP, after, do

KEY, WRONG_KEY = b"k" * 16, b"w" * 16


async def write(store: Database, many: int, action: str = "paused", at: float = 0, business: str = SHOP) -> None:
    async def work(unit: Unit) -> None:
        for number in range(many):
            await unit.access.log(COMMAND_LINE, action, after(at + number), None, amount=number, name="Ünï")

    await do(store, work, business)


async def seal(store: Database, at: float = 100, business: str = SHOP) -> SealedBatch | None:
    return await do(store, lambda unit: unit.of(AuditChain).seal(KEY, after(at)), business)


async def retire(store: Database, before: float) -> int:
    return await do(store, lambda unit: unit.of(AuditChain).forget_commands(KEY, after(before), after(200)))


async def check(store: Database, key: bytes = KEY, known: tuple[int, str] | None = None) -> ChainReport:
    return await store.read(SHOP, lambda unit: verify_chain(unit, key, known))


async def fault(store: Database) -> tuple[int, str] | None:
    broken = (await check(store)).broken
    return None if broken is None else (broken.number, broken.what)


@pytest.fixture
async def chain(store: Database) -> Database:
    """Ten sealed entries of a minute each."""
    await write(store, 10)
    await seal(store)
    return store


async def test_entries_are_sealed_in_batches_and_match(store: Database) -> None:
    await write(store, MOST + 3)
    await write(store, 1, business=OTHER_SHOP)
    assert await store.read("", list_unsealed) == [SHOP, OTHER_SHOP]
    assert [found.many for _ in range(2) if (found := await seal(store))] == [MOST, 3]
    assert await seal(store) is None
    assert await store.read("", list_unsealed) == [OTHER_SHOP]
    await write(store, 2, at=200)
    report = await check(store)
    assert (report.checked, report.number, report.unsealed, report.broken) == (MOST + 3, MOST + 3, 2, None)
    assert report.began_at == after(100)


async def test_a_late_commit_is_sealed_behind(chain: Database) -> None:
    await write(chain, 1, at=5)
    sealed = await seal(chain)
    assert sealed is not None
    assert (sealed.number, await fault(chain)) == (11, None)


async def test_pages_of_a_check_join(chain: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_verification, "PAGE", 3)
    assert (await check(chain)).checked == 10


async def test_nothing_written_is_whole(store: Database) -> None:
    assert await check(store) == ChainReport()


async def _set(unit: Unit, number: int, /, **values: Any) -> None:
    await unit.run(update(audit).where(unit.owns(audit), audit.c.number == number).values(**values))


async def _row(unit: Unit, number: int) -> dict[str, Any]:
    found = await unit.fetch_one(select(audit).where(unit.owns(audit), audit.c.number == number))
    return dict(found._mapping)


async def _delete(unit: Unit, *numbers: int) -> None:
    await unit.run(delete(audit).where(unit.owns(audit), audit.c.number.in_(numbers)))


async def _swap(unit: Unit) -> None:
    for old, new in ((5, 99), (6, 5), (99, 6)):
        await _set(unit, old, number=new)


async def _swap_content(unit: Unit) -> None:
    first, second = await _row(unit, 5), await _row(unit, 6)
    await _set(unit, 5, figures=second["figures"])
    await _set(unit, 6, figures=first["figures"])


async def _insert(unit: Unit) -> None:
    for number in range(10, 4, -1):
        await _set(unit, number, number=number + 1)
    await unit.run(insert(audit).values({**await _row(unit, 4), "id": unit.ids.make(), "number": 5}))


async def _insert_behind(unit: Unit) -> None:
    await unit.run(insert(audit).values({**await _row(unit, 4), "id": unit.ids.make(), "number": 11}))


async def _cut_head(unit: Unit) -> None:
    await _delete(unit, 9, 10)
    last = await _row(unit, 8)
    await unit.change_all(audit_checkpoints, last=8, hash=last["hash"])


async def _feign_retention(unit: Unit) -> None:
    head = await unit.fetch_one(select(audit_checkpoints).where(unit.owns(audit_checkpoints)))
    gone = await _row(unit, 5)
    await _delete(unit, 5)
    forged = {**head._mapping, "number": 5, "last": 5, "hash": gone["hash"]}
    await unit.run(insert(audit_checkpoints).values(forged))


Tampering = Callable[[Unit], Awaitable[None]]
TAMPERINGS: dict[str, tuple[Tampering, tuple[int, str]]] = {
    "figures": (lambda unit: _set(unit, 5, figures='{"amount": 9}'), (5, CHANGED)),
    "actor": (lambda unit: _set(unit, 5, actor="somebody"), (5, CHANGED)),
    "action": (lambda unit: _set(unit, 5, action="resumed"), (5, CHANGED)),
    "subject": (lambda unit: _set(unit, 5, about_kind="order", about="1"), (5, CHANGED)),
    "moment": (lambda unit: _set(unit, 5, at=after(4.00001)), (5, CHANGED)),
    "hash": (lambda unit: _set(unit, 5, hash="0" * 64), (5, CHANGED)),
    "no hash": (lambda unit: _set(unit, 5, hash=None), (5, CHANGED)),
    "first": (lambda unit: _set(unit, 1, actor="somebody"), (1, CHANGED)),
    "newest": (lambda unit: _set(unit, 10, actor="somebody"), (10, CHANGED)),
    "deleted": (lambda unit: _delete(unit, 5), (5, MISSING)),
    "oldest deleted": (lambda unit: _delete(unit, 1, 2), (1, MISSING)),
    "newest deleted": (lambda unit: _delete(unit, 9, 10), (9, MISSING)),
    "all deleted": (lambda unit: _delete(unit, *range(1, 11)), (1, MISSING)),
    "unsealed anew": (lambda unit: _set(unit, 10, number=None), (10, MISSING)),
    "moved": (_swap, (5, MOVED)),
    "content moved": (_swap_content, (5, CHANGED)),
    "inserted": (_insert, (5, INSERTED)),
    "inserted behind": (_insert_behind, (11, INSERTED)),
    "head changed": (_cut_head, (0, "the head of the chain is changed")),
    "head deleted": (lambda unit: _remove_all(unit), (0, "the head of the chain is missing")),
    "feigned retention": (_feign_retention, (5, "a checkpoint is changed")),
}


async def _remove_all(unit: Unit) -> None:
    await unit.remove(audit_checkpoints)


@pytest.mark.parametrize("name", TAMPERINGS)
async def test_tampering_is_found(chain: Database, name: str) -> None:
    tamper, expected = TAMPERINGS[name]
    await do(chain, tamper)
    assert await fault(chain) == expected


async def test_tampering_stays_found_when_more_is_sealed(chain: Database) -> None:
    await do(chain, lambda unit: _delete(unit, 9, 10))
    await write(chain, 3, at=20)
    await seal(chain)
    assert await fault(chain) == (9, MISSING)


@pytest.mark.parametrize("name", ["head changed", "head deleted"])
async def test_a_chain_with_a_wrong_head_is_not_continued(chain: Database, name: str) -> None:
    await do(chain, TAMPERINGS[name][0])
    await write(chain, 1, at=20)
    with pytest.raises(ChainBroken):
        await seal(chain)


async def test_a_clock_that_was_a_day_ahead_is_a_warning(chain: Database) -> None:
    await write(chain, 2, at=timedelta(days=2) / timedelta(minutes=1))
    await seal(chain)
    await write(chain, 3, at=20)
    await seal(chain)
    report = await check(chain)
    assert (report.broken, report.checked, report.backdated, report.first_backdated) == (None, 15, 3, 13)
    await do(chain, lambda unit: _set(unit, 13, actor="somebody"))
    assert await fault(chain) == (13, CHANGED)


async def test_another_key_matches_nothing(chain: Database) -> None:
    assert (await check(chain, WRONG_KEY)).broken is not None


async def test_an_older_head_put_back_is_refused_by_who_knows_better(chain: Database) -> None:
    with pytest.raises(ChainBroken, match="was 11 and is now 10"):
        await do(chain, lambda unit: unit.of(AuditChain).seal(KEY, NOW, 11))


async def _start_anew(unit: Unit) -> None:
    await _remove_all(unit)
    await unit.change_all(audit, number=None, hash=None)
    await _delete_first(unit)


async def _delete_first(unit: Unit) -> None:
    first = select(audit.c.id).where(unit.owns(audit)).order_by(audit.c.id).limit(1)
    await unit.run(delete(audit).where(unit.owns(audit), audit.c.id.in_(first)))


async def test_a_chain_made_anew_differs_from_a_noted_hash(chain: Database) -> None:
    known = await check(chain)
    noted = (known.number, known.hash)
    await write(chain, 5, at=20)
    await seal(chain)
    assert (await check(chain, known=noted)).broken is None
    await do(chain, _start_anew)
    assert (await check(chain, known=noted)).broken is not None, "an empty chain does not reach it"
    await seal(chain, at=500)
    report = await check(chain)
    assert (report.broken, report.began_at) == (None, after(500)), "whole by itself, since today"
    assert (await check(chain, known=noted)).broken is not None


async def test_two_sealers_at_once_make_one_chain(store: Database) -> None:
    await write(store, 2 * MOST)
    await asyncio.gather(*(seal(store) for _ in range(4)))
    while await seal(store):
        pass
    report = await check(store)
    assert (report.checked, report.broken) == (2 * MOST, None)


async def test_a_sealer_that_dies_leaves_nothing_half_sealed(chain: Database) -> None:
    class _Killed(Exception):
        pass

    async def die(unit: Unit) -> None:
        await unit.of(AuditChain).seal(KEY, after(100))
        raise _Killed

    await write(chain, 3, at=20)
    with pytest.raises(_Killed):
        await do(chain, die)
    report = await check(chain)
    assert (report.checked, report.unsealed, report.broken) == (10, 3, None)
    await seal(chain)
    assert (await check(chain)).checked == 13


async def test_retention_deletes_commands_and_leaves_a_whole_chain(store: Database) -> None:
    for number in range(3):  # two commands and two deeds, by turns
        await write(store, 2, COMMANDED, at=10 * number)
        await write(store, 2, "paused", at=10 * number + 5)
    await seal(store)
    await write(store, 1, COMMANDED, at=16)  # not sealed: it stays
    for before, removed, left in ((12, 4, 8), (12, 4, 8), (60, 6, 6)):
        await retire(store, before)
        report = await check(store)
        assert (report.removed, report.checked, report.unsealed, report.broken) == (removed, left, 1, None)
    await write(store, 1, at=70)
    await seal(store)
    assert (await check(store)).broken is None


async def test_a_night_deletes_only_so_many(store: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_chain, "MOST_FORGOTTEN", 3)
    for number in range(5):  # commands and deeds, by turns
        await write(store, 1, COMMANDED, at=10 * number)
        await write(store, 1, at=10 * number + 5)
    await seal(store)
    assert [await retire(store, 60) for _ in range(3)] == [3, 2, 0]
    report = await check(store)
    assert (report.removed, report.checked, report.broken) == (5, 5, None)


async def test_all_that_retention_deleted_is_a_whole_chain(store: Database) -> None:
    await write(store, 4, COMMANDED)
    await seal(store)
    known = await check(store)
    await retire(store, 60)
    report = await check(store, known=(known.number, known.hash))
    assert (report.removed, report.checked, report.number, report.broken) == (4, 0, 4, None)


async def test_a_command_deleted_by_hand_is_not_taken_for_retention(store: Database) -> None:
    await write(store, 6, COMMANDED)
    await seal(store)
    await retire(store, 2.5)
    await do(store, lambda unit: _delete(unit, 4))
    assert await fault(store) == (4, MISSING)
