"""What goes to a customer as the answer of the staff, and what a saved answer leaves to a person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from flows.actor import COMMAND_LINE
from flows.engine import Asks, Subject
from flows.events import MessageReceived
from flows.policy.departure_facts import Kind
from handlers.conversation import Written
from handlers.customer_talk.answered_message import Answerable
from handlers.customer_talk.understood_message import UnderstoodMessage
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.helpdesk import question_answers, saved_answer_offer
from handlers.replies.customer_intents import read
from handlers.staff_notices import handover
from storage.database.stores import Database
from storage.events.open_questions import QuestionRecord
from storage.helpdesk.saved_answers import SavedAnswer, SavedAnswers
from tests.handlers.sourcing.staff.rows import START, Shop, blank, play
from tests.handlers.staff_chat.test_commanded import Chat


async def _asked(chat: Chat, customer: Any) -> QuestionRecord:
    """Asha is asked for her answer to a customer."""
    shop, about = chat.shop, Subject("address", customer.id)
    asks = Asks(question_answers.ANSWER_TO, about, within=handover.STILL_OPEN)
    await post(shop.turn(chat.now), chat.address, OutboundMessage("asks", Kind.STAFF, text="Write it", asks=asks))
    question = await shop.unit.questions.last(chat.address.id, question_answers.ANSWER_TO)
    assert question is not None
    return question


@pytest.mark.parametrize(
    ("how", "sent"),
    [
        pytest.param({}, ["It is all cotton"], id="as they wrote it"),
        pytest.param({"edited": True}, [], id="a text that they changed later"),
        pytest.param({"forwarded": True}, [], id="someone else's words"),
    ],
)
async def test_only_their_own_words_are_the_answer(store: Database, how: dict[str, Any], sent: list[str]) -> None:
    async def scene(shop: Shop) -> list[str | None]:
        chat, noor = await Chat.open(shop), await shop.person("6000", channel="telegram", agreed=False)
        asked = blank(shop, noor, "in:1", "in", "is it cotton?", START)
        assert await shop.unit.messages.add(asked)
        await handover.ask(shop.turn(), noor, asked)
        said = blank(shop, chat.address, "telegram:1", "in", "It is all cotton", chat.now)
        assert await shop.unit.messages.add(said)
        question, text = await _asked(chat, noor), said.text or ""
        event = replace(MessageReceived("telegram", "9001", "tigertees_bot", said.key, text, chat.now), **how)
        tenant = await shop.unit.businesses.get()
        assert tenant is not None
        turn = replace(shop.turn(chat.now), tenant=tenant)
        await question_answers.take_answer(turn, Written(chat.address, said, event, question, chat.member))
        thread = await shop.unit.messages.thread(noor.id)
        return [one.text for one in thread if one.by_staff]

    assert await play(store, scene) == sent


@pytest.mark.parametrize(("forwarded", "left"), [(False, True), (True, False)])
async def test_a_forwarded_question_is_no_question_of_theirs(store: Database, forwarded: bool, left: bool) -> None:
    async def scene(shop: Shop) -> bool:
        noor = await shop.person("6000", channel="telegram", agreed=False)
        allowed = SavedAnswer("shipping", {"en": "We ship in 2 days."}, allowed=True)
        await shop.unit.of(SavedAnswers).put(allowed, COMMAND_LINE, START)
        text = "how long does shipping take?"
        asked = blank(shop, noor, "in:1", "in", text, START)
        assert await shop.unit.messages.add(asked)
        event = MessageReceived("telegram", "6000", "tigertees_bot", asked.key, text, START, forwarded=forwarded)
        said = UnderstoodMessage(noor, asked, event, Answerable(), read(text))
        return await saved_answer_offer.answer_from_saved(shop.turn(), said)

    assert await play(store, scene) is left
