"""Of several conversations that hear an event each is told in its turn, until one says that nothing more follows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from flows.engine import Permitted
from handlers.conversation import OVER, Conversation, Conversations, Hear
from handlers.engine.own_events import SOURCE
from handlers.engine.turn import Turn
from handlers.intake import router
from storage.database.stores import Database
from storage.events.event_inbox import Arrival, Stored, event_id
from storage.schema import events
from tests.handlers.sourcing.staff.rows import Shop, play


@pytest.mark.parametrize(
    ("says", "then", "told", "status"),
    [
        pytest.param(None, None, ["first", "second"], "done", id="heard"),
        pytest.param(OVER, None, ["first"], "done", id="over"),
        pytest.param("no order of ours", None, ["first", "second"], "done", id="the second's"),
        pytest.param(None, "no order of ours", ["first", "second"], "done", id="the first's"),
        pytest.param("no order of ours", "nor here", ["first", "second"], "unreadable", id="nobody's"),
    ],
)
async def test_who_hears_an_event(
    store: Database, says: str | None, then: str | None, told: list[str], status: str
) -> None:
    heard: list[str] = []

    def hear(name: str, answer: str | None) -> Hear:
        async def hears(_turn: Turn, _stored: Stored, _event: Any) -> str | None:
            heard.append(name)
            return answer

        return hears

    first = Conversation(name="first", hears={Permitted: hear("first", says)})
    second = Conversation(name="second", hears={Permitted: hear("second", then)})

    async def scene(shop: Shop) -> None:
        turn = shop.turn()
        turn = replace(turn, tools=replace(turn.tools, conversations=Conversations((first, second))))
        which = event_id(turn.business.id, SOURCE, "news")
        await turn.unit.inbox.add(Arrival(which, SOURCE, "news", turn.now, None, Permitted(), lane=which))
        stored = await turn.unit.inbox.get(which)
        assert stored is not None
        await router.consume(turn, stored)
        assert heard == told
        (row,) = await turn.unit.rows(select(events.c.status, events.c.reason).where(events.c.id == which))
        assert row.status == status
        assert row.reason == (says if status == "unreadable" else None)

    await play(store, scene)
