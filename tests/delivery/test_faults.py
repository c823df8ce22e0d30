"""A command of the staff that fails by a fault of ours is answered once, parked, and holds back nothing behind it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.consumer import Consumer
from bot.conversations import CONVERSATIONS
from bot.open_turns import OpenTurns
from flows.phrase import Text, phrase
from handlers.conversation import Conversation, Conversations
from handlers.conversation import conversation_facets as facets
from handlers.staff_chat.staff_command import Command, IssuedCommand
from storage.events.parked_work import count_parked
from tests.delivery.house import House
from tests.delivery.shop import OWNER

FAILED = "That failed because of an error on our side. Nothing was done.\nNext: /help"


async def _unsaid(_asked: IssuedCommand) -> Text:
    return phrase("audience_unread")  # without the value that it has to have


async def _wrong(_asked: IssuedCommand) -> Text:
    raise KeyError("what nobody thought of")


BROKEN = Conversation(
    name="broken",
    staff=facets.StaffTalk(commands=(Command(name="undoable", run=_unsaid), Command(name="unthought", run=_wrong))),
)


@pytest.mark.parametrize("text", ["/undoable", "/unthought"])
async def test_a_command_that_fails(house: House, text: str) -> None:
    turns = house.service.turns
    tools = replace(turns.tools, conversations=Conversations((*CONVERSATIONS.all, BROKEN)))
    house.consumer = Consumer(OpenTurns(turns.store, turns.clock, tools))
    await house.telegram.say(OWNER, text)
    await house.telegram.say(OWNER, "/stats")
    await house.settle()
    failed, figures = house.alerts()
    assert failed == FAILED
    assert figures.startswith("Last 7 days: ")
    assert (await house.act(lambda turn: count_parked(turn.unit))).events == 1
