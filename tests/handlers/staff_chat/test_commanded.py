"""The staff's chat: answers to customers, commands in natural words, and what must never happen by a misreading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from flows.delivery import MessageStatus
from flows.events import MessageReceived
from flows.policy.departure_facts import AddressState, Kind, Purpose
from handlers.conversation import Written
from handlers.staff_chat import staff_chat
from storage.businesses.access import COMMANDED, Member
from storage.database.stores import Database
from storage.people.people import Address
from storage.schema import audit
from storage.sending.message import Message
from storage.sending.outbox import OutboxEntry, Priority
from tests.handlers.sourcing.staff.rows import DAY, HOUR, MINUTE, START, TIGER, Shop, blank, play

NOW = START + 6 * HOUR
LONGEST = 700


@dataclass
class Chat:
    """Asha's chat with the bot."""

    shop: Shop
    member: Member
    address: Address
    now: datetime = NOW
    texts: list[str] = field(default_factory=list)

    @classmethod
    async def open(cls, shop: Shop, role: str = "owner") -> Chat:
        address = await shop.person("9001", "Asha", "telegram")
        member, _ = await shop.unit.access.put_member("Asha", role, shop.now)
        await shop.unit.access.link(member.id, address.contact, shop.now)
        return cls(shop, replace(member, contact=address.contact), address)

    async def write(self, text: str, reply_to: Message | None = None, **more: Any) -> list[Message]:
        """What the bot queues for anybody because of what Asha wrote."""
        unit = self.shop.unit
        said = await self._received(text, reply_to)
        event = replace(MessageReceived("telegram", "9001", "tigertees_bot", said.key, text, self.now), **more)
        tenant = await unit.businesses.get()
        assert tenant is not None
        turn = replace(self.shop.turn(self.now), tenant=tenant)
        await staff_chat.obey_member(turn, Written(self.address, said, event, member=self.member))
        page = await unit.messages.page(None, None, None, 20)
        return [one for one in reversed(page) if one.direction == "out" and one.id > said.id]

    async def ask(self, text: str, **more: Any) -> str:
        """The one answer."""
        (answer,) = await self.write(text, **more)
        assert (answer.address, answer.kind, answer.status) == (self.address.id, Kind.STAFF, MessageStatus.QUEUED)
        assert answer.text is not None
        assert len(answer.text) <= LONGEST
        return answer.text

    async def _received(self, text: str, reply_to: Message | None) -> Message:
        self.texts.append(text)
        said = blank(self.shop, self.address, f"telegram:{len(self.texts)}", "in", text, self.now)
        said = replace(said, reply_to=reply_to.id if reply_to else None)
        assert await self.shop.unit.messages.add(said)
        return said


async def asked_by_dana(shop: Shop, chat: Chat, **state: Any) -> tuple[Address, Message]:
    """A customer, and her question as it was handed over to Asha."""
    dana = replace(await shop.person("+13145550123", "Dana P."), **state)
    alert = blank(shop, chat.address, "handover:1", "out", "Dana P. asks", NOW)
    alert = replace(alert, about=dana.id, kind=Kind.STAFF)
    assert await shop.unit.messages.add(alert)
    return dana, alert


async def test_a_reply_to_a_question_goes_to_the_customer(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        chat = await Chat.open(shop, "agent")
        dana, alert = await asked_by_dana(shop, chat)
        answer, confirmed = await chat.write("Yes, true to size. Please pause there.", alert)
        assert (answer.address, answer.text, answer.kind) == (
            dana.id,
            "Tiger Tees: Yes, true to size. Please pause there.",
            Kind.ANSWER,
        )
        assert (confirmed.address, confirmed.template) == (chat.address.id, "staff_answer_sent")
        assert dict(confirmed.data) == {"who": "Dana P. (…0123)", "channel": "sms"}

    await play(store, scene)


async def test_a_command_is_never_sent_to_a_customer(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        chat = await Chat.open(shop)
        _, alert = await asked_by_dana(shop, chat)
        (answer,) = await chat.write("/stats", alert)
        assert answer.address == chat.address.id

    await play(store, scene)


@pytest.mark.parametrize(
    ("text", "state", "expected"),
    [
        pytest.param("Yes", AddressState.BLOCKED, "This was not sent to Dana P. (…0123). The person has blocked us",
                     id="blocked"),
        pytest.param("Yes", AddressState.SUPPRESSED, "(…0123). The person opted out", id="opted out"),
        pytest.param("", AddressState.USABLE, "You can only send text to Dana P. (…0123) so far.", id="a picture"),
    ],
)  # fmt: skip
async def test_an_answer_that_cannot_leave_is_told(
    store: Database, text: str, state: AddressState, expected: str
) -> None:
    async def scene(shop: Shop) -> None:
        chat = await Chat.open(shop)
        dana, alert = await asked_by_dana(shop, chat)
        await shop.unit.people.set_state(dana.id, state, "test", NOW)
        assert expected in await chat.ask(text, reply_to=alert)

    await play(store, scene)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/help", "Tiger Tees, you are the owner:"),
        ("help", "Tiger Tees, you are the owner:"),
        ("/help stats", "/stats_7d: carts left"),
        ("/why_Ravi@tigertees_bot", "Ravi (…0124): cart of $40"),
        ("/stats", "Last 7 days: 0 of 1 cart recovered, $0.\nMessaged: 1"),
        ("/Stats@tigertees_bot 30d", "Last 30 days: 0 of 1 cart"),
        ("stats last week", "Last week: quiet."),
        ("stats?", "Last 7 days: 0 of 1 cart"),
        ("satts today", "Today: 0 of 1 cart"),
        ("how r we doing today", "Today: 0 of 1 cart"),
        ("sales today?", "Today: 0 of 1 cart"),
        ("kitna kamaya is hafte", "This week: 0 of 1 cart"),
        ("cuanto vendimos ayer", "Yesterday: quiet."),
        ("stats this month", "This month: 0 of 1 cart"),
        ("/stats_last_week", "Last week: quiet."),
        ("/stats all", "All time: 0 of 1 cart"),
        ("stats blue", 'I do not know the period "blue".\nTry: /stats_30d'),
        ("/why_0124", "Ravi (…0124): cart of $40"),
        ("why ravi", "Ravi (…0124): cart of $40"),
        ("/why", "Whose message? Latest reminders, sent or not:\n1 Ravi (…0124)"),
        ("/why Dana", 'Nobody here matches "Dana". Latest reminders, sent or not:\n1 Ravi (…0124)'),
        ("bikri aaj", "Today: 0 of 1 cart"),
        ("last week stats", "Did you mean one of these? I only act on commands.\n/stats_7d - "),
        (
            "what is the weather",
            "I did not understand that. Here I can do: /stats_7d · /questions · /why_Ravi · /pause · /resume · /help",
        ),
    ],
)
async def test_commands_in_natural_words(store: Database, text: str, expected: str) -> None:
    async def scene(shop: Shop) -> None:
        chat = await Chat.open(shop)
        ravi = await shop.person("+13145550124", "Ravi")
        await shop.sent(ravi, await shop.cart(ravi, "40"))
        assert expected in await chat.ask(text)

    await play(store, scene)


@pytest.mark.parametrize("command", ["tag", "note", "send", "erase", "known", "consent", "optout", "customers"])
async def test_a_command_without_a_customer_offers_the_latest(store: Database, command: str) -> None:
    async def scene(shop: Shop) -> None:
        chat = await Chat.open(shop)
        ravi = await shop.person("+13145550124", "Ravi")
        await shop.sent(ravi, await shop.cart(ravi, "40"))
        (answer,) = await chat.write(f"/{command}")
        assert [(one["id"], one["text"]) for one in answer.buttons] == [(f"/{command}_0124", "Ravi")]
        assert "Ravi" not in (answer.text or "")  # no example erases a customer by a slip
        assert "0124" not in (answer.text or "")

    await play(store, scene)


@pytest.mark.parametrize(
    "text",
    [
        "can you pause the red one?",
        "pause the red one",
        "/pause tomorrow",
        "please pause the red one",
        "pause?",
        "/pasue",
        "/pauses",
        "did you pause",
    ],
)
async def test_pause_is_suggested_and_never_guessed(store: Database, text: str) -> None:
    async def scene(shop: Shop) -> None:
        answer = await (await Chat.open(shop)).ask(text)
        tenant = await shop.unit.businesses.get()
        assert tenant is not None
        assert tenant.paused_at is None
        assert answer.startswith(("Did you mean one of these?", "I cannot do", "Nothing was paused"))
        assert "/pause" in answer

    await play(store, scene)


@pytest.mark.parametrize("text", ["/pause", "pause", "Pause.", "/pause@tigertees_bot", "PAUSE!"])
async def test_pause_and_resume(store: Database, text: str) -> None:
    async def scene(shop: Shop) -> None:
        chat = await Chat.open(shop)
        await _queue(shop)
        assert await chat.ask(text) == (
            "Paused, 1 on hold. Answers, opt-out confirmations and this chat still go out. Everything else waits, "
            "including order updates and requests to shops.\nNext: /resume"
        )
        assert await chat.ask("/pause") == "Paused already, since Mon 15:00 (Asha).\nNext: /resume"
        assert (await chat.ask("/stats")).startswith("Paused since Mon 15:00 (Asha): /resume\nLast 7 days")
        (sms, telegram) = sorted(await shop.unit.senders.all(), key=lambda sender: sender.channel)
        await shop.unit.senders.pause(sms.id, "no money", NOW)
        assert await chat.ask("resume") == (
            "Sending again, 1 in the queue; each message is checked again before it leaves. SMS is trying again.\n"
            "Next: /stats_today"
        )
        assert await chat.ask("/resume") == "Sending was not paused.\nNext: /stats_7d"
        taken = await shop.unit.outbox.claim(sms.id, NOW, NOW, MINUTE, 10)
        assert [entry.priority for entry in taken] == [Priority.SEQUENCE]
        assert await _trail(shop) == [(str(chat.member.id), "paused"), (str(chat.member.id), "resumed"),
                                      (str(chat.member.id), "resumed")]  # fmt: skip
        assert telegram.paused_at is None

    await play(store, scene)


async def _queue(shop: Shop) -> None:
    """A reminder that waits for the business to resume."""
    dana = await shop.person("+13145550123", "Dana P.")
    message = await shop.planned(dana, await shop.cart(dana))
    sender = await shop.unit.senders.find_for_channel("sms")
    assert sender is not None
    await shop.unit.outbox.add(
        OutboxEntry(message.id, "message", sender.id, Priority.SEQUENCE, None, dana.id, dana.contact, True, message.run)
    )


async def _trail(shop: Shop) -> Sequence[tuple[str, str]]:
    rows = await shop.unit.rows(select(audit.c.actor, audit.c.action).where(shop.unit.owns(audit)).order_by(audit.c.id))
    return [(row.actor, row.action) for row in rows if row.action not in {"linked", COMMANDED}]


@pytest.mark.parametrize("text", ["/pause", "/resume"])
async def test_an_agent_may_look_and_not_stop_the_shop(store: Database, text: str) -> None:
    async def scene(shop: Shop) -> None:
        chat = await Chat.open(shop, "agent")
        assert "Only an owner or a manager may" in await chat.ask(text)
        assert "/pause" not in await chat.ask("/help")
        assert "quiet" in await chat.ask("/stats")
        tenant = await shop.unit.businesses.get()
        assert tenant is not None
        assert tenant.paused_at is None

    await play(store, scene)


async def test_an_automatic_reply_is_not_answered_for_ever(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        chat = await Chat.open(shop)
        answers = [len(await chat.write("I am on holiday until the 9th.")) for _ in range(5)]
        assert answers == [1, 1, 1, 1, 0]
        assert "quiet" in await chat.ask("/stats")
        chat.now += 2 * HOUR
        assert len(await chat.write("I am on holiday until the 9th.")) == 1

    await play(store, scene)


async def test_a_button_is_answered(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        chat = await Chat.open(shop)
        assert "quiet" in await chat.ask("Yesterday", button="/stats_yesterday")

    await play(store, scene)


async def test_figures_come_first_and_are_told_in_words(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        chat = await Chat.open(shop)
        people = [await shop.person(f"+131455501{number:02}") for number in range(10)]
        carts = [await shop.cart(who, "78.25") for who in people[:6]]
        for who, cart in zip(people[:6], carts, strict=True):
            await shop.drawn(who)
            message = await shop.sent(who, cart)
            await shop.order(who, "78.25", START + HOUR, cart, message)
        for who in people[6:8]:
            await shop.drawn(who, 0.1)
            await shop.refused(who, await shop.cart(who), "holdout")
        for who, rule in zip(people[8:], ("consent.revoked", "address.suppressed"), strict=True):
            await shop.refused(who, await shop.cart(who), rule)
        for number, rule in enumerate(("consent.none", "cap.FL", "brand-new", "expired")):
            who = await shop.person(f"+131455502{number:02}")
            await shop.refused(who, await shop.cart(who), rule)
        await shop.refused(people[0], carts[0], "one-sms-per-cart", step=2)
        kept = await shop.unit.orders.ensure("api", "order1", START)
        await shop.unit.orders.refund(kept.id, "r", kept.total, START + 2 * HOUR)  # type: ignore[arg-type]
        assert (await chat.ask("/stats")).splitlines() == [
            "Last 7 days: 6 of 14 carts recovered, $391.25.",
            "Messaged: 6",
        ]
        assert (await chat.ask("/stats_7d_more")).splitlines() == [
            "Last 7 days: 14 carts, 14 reachable, 6 messaged, 0 clicked, 6 recovered, $391.25.",
            "Reminders cost $0.05; $78.25 refunded is taken off.",
            "Whether reminders bring back more than silence does: too early to tell.",
            "Ordered: 6 of 6 reminded, 0 of 2 in the control group; too few people yet to be sure.",
            "Not sent: 2 in the control group, 2 opted out, 1 brand-new, 1 FL cap, 2 for other reasons.",
            "Of carts that were messaged, other reminders not sent: 1 one-per-cart rule.",
        ]

    await play(store, scene)


async def test_wordings_are_told_apart_where_there_are_several(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        chat = await Chat.open(shop)
        dana, ravi = await shop.person("+13145550123"), await shop.person("+13145550124")
        cart = await shop.cart(dana, "78.25")
        message = await shop.sent(dana, cart, variant=0)
        await shop.order(dana, "78.25", START + HOUR, cart, message)
        assert "Wording" not in await chat.ask("/stats more")
        await shop.sent(ravi, await shop.cart(ravi), variant=1)
        assert [line for line in (await chat.ask("/stats more")).splitlines() if line.startswith("Wording")] == [
            "Wording 1: 1 sent, 0 clicked, 1 recovered ($78.25).",
            "Wording 2: 1 sent, 0 clicked, 0 recovered ($0).",
        ]

    await play(store, scene)


async def test_an_interval_around_zero_is_not_sold_as_a_result(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        chat = await Chat.open(shop)
        dana, ravi = await shop.person("+13145550123"), await shop.person("+13145550124")
        await shop.drawn(dana)
        await shop.sent(dana, await shop.cart(dana), purpose=Purpose.MARKETING)
        await shop.drawn(ravi, 0.1)
        await shop.refused(ravi, await shop.cart(ravi), "holdout")
        told = await chat.ask("/stats more")
        assert "too early to tell" in told
        assert "too few people yet to be sure" in told

    await play(store, scene)


async def test_only_ones_own_shop_is_told_of(store: Database) -> None:
    async def other(shop: Shop) -> None:
        dana = await shop.person("+13145550123", "Dana P.")
        await shop.sent(dana, await shop.cart(dana, at=START + DAY))

    async def scene(shop: Shop) -> None:
        chat = await Chat.open(shop)
        assert "quiet" in await chat.ask("/stats")
        assert "Nobody here" in await chat.ask("/why Dana")

    await play(store, other, replace(TIGER, id="lion"))
    await play(store, scene)


async def test_whoever_erased_somebody_is_shown_no_orders_where_none_are_sourced(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        chat = await Chat.open(shop)
        await shop.person("+13145550123", "Dana P.")
        (question,) = await chat.write("/erase Dana")
        said = await chat.ask("delete", button=question.buttons[0]["id"])
        assert said.startswith("Deleted. Parley keeps nothing that names them.")
        assert said.endswith("\nNext: /help")

    await play(store, scene)
