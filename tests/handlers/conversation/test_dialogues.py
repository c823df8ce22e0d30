"""A dialogue of several steps with the staff: each answer is read by what was asked, and settles it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from sqlalchemy import update

from bot.conversations import CONVERSATIONS
from flows.engine import Asks
from flows.events import MessageReceived
from flows.policy.departure_facts import Kind
from handlers.conversation import Conversation, Conversations, Door, Reader, Written
from handlers.conversation import conversation_facets as facets
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.turn import Turn
from handlers.intake import router
from storage.database.stores import Database
from storage.events.event_inbox import Stored
from storage.people.people import Address
from storage.schema import messages, questions
from storage.sending.message import Message
from tests.handlers.sourcing.staff.rows import MINUTE, START, Shop, blank, play

SIZE, WHEN = "draft_size", "draft_when"


async def ask(turn: Turn, to: Address, asks: Asks) -> None:
    """The next step."""
    await post(turn, to, OutboundMessage(f"draft:{turn.now}", Kind.STAFF, text=f"{asks.expects}?", asks=asks))


async def told_size(turn: Turn, written: Written) -> bool:
    """How many it goes to; then when is asked."""
    if not written.event.text.isdigit():
        return False
    await ask(turn, written.address, Asks(WHEN, values={"size": int(written.event.text)}))
    return True


async def told_when(turn: Turn, written: Written) -> bool:
    """When it leaves: the size is known from the question."""
    assert written.question is not None
    size = written.question.data["size"]
    await post(turn, written.address, OutboundMessage("done", Kind.STAFF, text=f"{size} at {written.event.text}"))
    return True


DOORS = (Reader(Door.ASKED, told_size, SIZE), Reader(Door.ASKED, told_when, WHEN))
DRAFT = Conversation(name="draft", talk=facets.CustomerTalk(doors=DOORS))


@dataclass
class Desk:
    """Asha's chat, with the conversations of the service and that dialogue."""

    shop: Shop
    address: Address
    minutes: int = 0

    @classmethod
    async def open(cls, shop: Shop) -> Desk:
        address = await shop.person("9001", "Asha", "telegram")
        member, _ = await shop.unit.access.put_member("Asha", "owner", shop.now)
        await shop.unit.access.link(member.id, address.contact, shop.now)
        return cls(shop, address)

    def turn(self) -> Turn:
        """A minute after the one before."""
        self.minutes += 1
        turn = self.shop.turn(START + self.minutes * MINUTE)
        return replace(turn, tools=replace(turn.tools, conversations=Conversations((*CONVERSATIONS.all, DRAFT))))

    async def write(self, text: str, reply_to: Message | None = None) -> str:
        """What she gets for that; all that is queued has left by then."""
        turn, unit = self.turn(), self.shop.unit
        await unit.run(update(messages).where(messages.c.direction == "out").values(left_at=turn.now))
        event = MessageReceived("telegram", "9001", "tigertees_bot", f"{self.minutes}", text, turn.now)
        said = blank(self.shop, self.address, event.key, "in", text, turn.now)
        said = replace(said, reply_to=reply_to.id if reply_to else None)
        assert await unit.messages.add(said)
        stored = Stored("tiger", unit.ids.make(), "telegram", event.TYPE, self.address.contact, turn.now, 0, event)
        await router.route_message(turn, stored, event)
        return (await self.last()).text or ""

    async def last(self) -> Message:
        """What she was sent last."""
        return [one for one in await self.shop.unit.messages.thread(self.address.id) if one.direction == "out"][-1]


async def test_each_step_is_read_by_what_was_asked(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        desk = await Desk.open(shop)
        await ask(desk.turn(), desk.address, Asks(SIZE))
        assert await desk.write("5") == f"{WHEN}?"
        assert await desk.write("noon") == "5 at noon"
        assert {row.answered_at is not None for row in await shop.unit.rows(questions.select())} == {True}

    await play(store, scene)


async def test_what_is_no_answer_leaves_it_open_to_a_quote(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        desk = await Desk.open(shop)
        await ask(desk.turn(), desk.address, Asks(SIZE))
        asked = await desk.last()
        assert "?" not in (await desk.write("/help"))[:20]
        assert await desk.write("5") != f"{WHEN}?", "something else was said to her since"
        assert await desk.write("5", asked) == f"{WHEN}?"

    await play(store, scene)


async def test_what_nobody_reads_is_not_asked(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        desk = await Desk.open(shop)
        with pytest.raises(LookupError, match="declare a Reader"):
            await ask(desk.turn(), desk.address, Asks("unheard_of"))

    await play(store, scene)
