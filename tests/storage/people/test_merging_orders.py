"""Two who turn out to be one person: their orders and what they wait for are the one's, each once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from handlers.engine.turn import Turn
from storage.people.people import Identity
from storage.sourcing.reservations import Reservations
from storage.sourcing.waitlist_people import WaitingPeople, WaitingPerson
from tests.sourced import NOOR, Souvenirs

MONDAY = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
CHAT = Identity("telegram", "7101")
WHATSAPP = Identity("whatsapp", NOOR.whatsapp or "")
LATER = MONDAY + timedelta(hours=1)


async def _noor(turn: Turn) -> UUID:
    return await turn.unit.people.resolve([WHATSAPP], turn.now)


async def test_an_order_is_theirs_whoever_they_became(house: Souvenirs) -> None:
    order = await house.reserve("1234")

    async def merge(turn: Turn) -> tuple[UUID, UUID | None]:
        await _noor(turn)
        chat = await turn.unit.people.resolve([CHAT], turn.now)
        assert await turn.unit.people.prove([CHAT, WHATSAPP], turn.now) == chat
        found = await turn.unit.of(Reservations).get(order)
        return chat, found.contact if found else None

    chat, theirs = await house.act(merge)
    assert theirs == chat


@pytest.mark.parametrize(
    ("told_first", "told_second", "since"),
    [
        pytest.param(False, False, MONDAY, id="both wait: from when the first began to"),
        pytest.param(True, False, LATER, id="the first was told, the second still waits"),
        pytest.param(False, True, MONDAY, id="the second was told, the first still waits"),
        pytest.param(True, True, None, id="both were told"),
    ],
)
async def test_what_both_wait_for_is_one_row(
    house: Souvenirs, *, told_first: bool, told_second: bool, since: datetime | None
) -> None:
    async def merge(turn: Turn) -> tuple[UUID, list[WaitingPerson], list[WaitingPerson]]:
        (shorts, mug) = sorted(await turn.unit.products.all(), key=lambda one: one.sku, reverse=True)
        chat, noor = await turn.unit.people.resolve([CHAT], turn.now), await _noor(turn)
        waiting = turn.unit.of(WaitingPeople)
        for who, at, told in ((noor, MONDAY, told_first), (chat, LATER, told_second)):
            await waiting.add(shorts.id, "L", who, None, at)
            assert not told or await waiting.tell(WaitingPerson(shorts.id, "L", who, at), at)
        await waiting.add(mug.id, "", noor, None, MONDAY)
        assert await turn.unit.people.prove([CHAT, WHATSAPP], turn.now) == chat
        return chat, await waiting.list_people(shorts.id, "L", 9), await waiting.list_people(mug.id, "", 9)

    chat, shorts, mug = await house.act(merge)
    assert [(one.contact, one.since) for one in shorts] == ([(chat, since)] if since else [])
    assert [(one.contact, one.since) for one in mug] == [(chat, MONDAY)]
