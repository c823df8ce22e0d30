"""Reading messages: the documented form, newest first, page by page, and of one's own business alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from bot.sandbox_guard import CODE as FENCED
from flows.delivery import MessageStatus
from flows.policy.departure_facts import Kind, Programme, Purpose
from flows.policy.verdict import Outcome, RuleRef, Verdict
from handlers.api.message_endpoints import MessageShown
from handlers.api.message_view import message_view
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.turn import Turn
from storage.people.people import Identity
from storage.sending.message import Message
from storage.sending.verdicts import Judged
from tests.cases import each
from tests.handlers.api.conftest import OTHER, TELL, Rig
from tests.single import mark

NOOR, OMAR = Identity("sms", "+12055550110"), Identity("telegram", "99")
SUNDAY = RuleRef("US-AL", "hours", "none on Sundays", "the law of Alabama", date(2020, 1, 1))
SUNDAY_SHOWN = {
    "jurisdiction": "US-AL",
    "rule": "hours",
    "says": "none on Sundays",
    "source": "the law of Alabama",
    "effective_from": "2020-01-01",
}
OPENS = datetime(2026, 3, 2, 16, tzinfo=UTC)
QUIET = Verdict(Outcome.WAIT, "quiet-hours.AL", "Alabama is asleep.", OPENS, (SUNDAY,))
SENT = Verdict(Outcome.SEND, "ok", "Every rule allowed it then.")
PATH = "/api/v1/messages"


async def plan(rig: Rig, identity: Identity, key: str) -> UUID:
    """A queued reminder to somebody that had to wait once."""

    async def work(turn: Turn) -> UUID:
        await turn.unit.people.resolve([identity], turn.now)
        address = await turn.unit.people.address(identity.channel, identity.value)
        assert address is not None
        letter = OutboundMessage(
            key=key,
            kind=Kind.MESSAGE,
            template="cart_reminder",
            purpose=Purpose.MARKETING,
            programme=Programme.REMINDERS,
            expires_after=timedelta(hours=4),
            latest=turn.now + timedelta(hours=48),
        )
        message = await post(turn, address, letter)
        assert message is not None
        await turn.unit.verdicts.add(message, QUIET, turn.now)
        return message

    return await rig.turns.act("tiger", work)


async def test_a_message_is_shown_with_its_whole_life(rig: Rig) -> None:
    message = await plan(rig, NOOR, "one")

    async def leave(turn: Turn) -> None:
        buttons = [{"id": "cart", "text": "See my cart"}]
        await mark(turn.unit, message, "Your cart waits.", turn.now, buttons, elapsed=turn.elapsed)
        price = {"provider_id": "SM1", "price": 7_900, "price_currency": "USD"}
        await turn.unit.messages.reach(message, MessageStatus.DELIVERED, turn.now, **price)

    rig.clock.push(rig.clock.now() + timedelta(hours=1, microseconds=5))
    await rig.turns.act("tiger", leave)
    created, left = "2026-03-02T15:00:00Z", "2026-03-02T16:00:00.000005Z"
    expected = {
        "id": str(message),
        "business": "tiger",
        "direction": "out",
        "channel": "sms",
        "address": "sms:+12055550110",
        "purpose": "marketing",
        "programme": "reminders",
        "template": "cart_reminder",
        "text": "Your cart waits.",
        "buttons": [{"id": "cart", "text": "See my cart"}],
        "media": [],
        "status": "delivered",
        "status_at": left,
        "due_at": created,
        "created_at": created,
        "sent_at": left,
        "delivered_at": left,
        "read_at": None,
        "edited_at": None,
        "expires_at": "2026-03-02T19:00:00Z",
        "provider_id": "SM1",
        "price": "0.0079",
        "code": None,
        "verdicts": [
            {
                "at": created,
                "outcome": "wait",
                "rule": "quiet-hours.AL",
                "reason": "Alabama is asleep.",
                "until": "2026-03-02T16:00:00Z",
                "rules": [SUNDAY_SHOWN],
            },
            {
                "at": left,
                "outcome": "send",
                "rule": "ok",
                "reason": "Every rule allowed it then.",
                "until": None,
                "rules": [],
            },
        ],
    }
    assert await rig.get(f"{PATH}/{message}") == (200, expected)
    assert await rig.get(PATH) == (200, {"items": [expected], "next": None})
    assert list(MessageShown.model_fields) == list(expected)


INBOUND = Message(
    id=UUID(int=1),
    direction="in",
    key="sms:SM9",
    channel="sms",
    address=UUID(int=2),
    contact=UUID(int=3),
    sender=None,
    purpose=Purpose.TRANSACTIONAL,
    programme=None,
    kind=Kind.MESSAGE,
    template=None,
    locale=None,
    data={},
    text="where is my order",
    buttons=[],
    media=[{"kind": "image", "url": "https://media.example/1", "content_type": "image/jpeg"}],
    status=MessageStatus.RECEIVED,
    status_at=QUIET.until or datetime.max.replace(tzinfo=UTC),
    due_at=None,
    created_at=datetime(2026, 3, 2, 21, tzinfo=UTC),
    left_at=None,
    sent_at=None,
    delivered_at=None,
    read_at=None,
    expires_after=None,
    latest=None,
    provider_id="SM9",
    price=None,
    price_currency=None,
    code=None,
    run=None,
    step=None,
    subject=None,
    reply_to=None,
    about=None,
    fallback_of=None,
    attempted_at=None,
    asked=0,
)
DUE = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
EXPIRIES = {
    "inbound": (INBOUND, None),
    "its lateness": (replace(INBOUND, due_at=DUE, expires_after=HOUR), "2026-03-02T13:00:00Z"),
    "its last moment": (replace(INBOUND, due_at=DUE, latest=DUE + HOUR), "2026-03-02T13:00:00Z"),
    "whichever is first": (
        replace(INBOUND, due_at=DUE, expires_after=2 * HOUR, latest=DUE + HOUR),
        "2026-03-02T13:00:00Z",
    ),
}


@pytest.mark.parametrize(("message", "expected"), EXPIRIES.values(), ids=EXPIRIES)
def test_when_it_is_too_late(message: Message, expected: str | None) -> None:
    assert message_view("tiger", message, "sms:+12055550110", [])["expires_at"] == expected


def test_verdicts_stand_in_order_of_time() -> None:
    refused = replace(QUIET, outcome=Outcome.REFUSE, until=None)
    judged = [Judged(DUE, QUIET), Judged(DUE + HOUR, SENT), Judged(DUE + 2 * HOUR, refused)]
    shown = message_view("tiger", replace(INBOUND, left_at=DUE + HOUR), "sms:+12055550110", judged)
    assert [one["outcome"] for one in shown["verdicts"]] == ["wait", "send", "refuse"]
    assert shown["verdicts"][0]["rules"] == [SUNDAY_SHOWN]
    MessageShown.model_validate(shown)


BROKEN = {
    "a provider's code": (
        MessageStatus.FAILED,
        "30007",
        "It failed afterwards: the provider gave up with code 30007.",
    ),
    "one of ours": (
        MessageStatus.FAILED,
        FENCED,
        "It failed afterwards: this channel uses an outside provider, and a sandbox sends nothing there.",
    ),
    "not known": (
        MessageStatus.UNKNOWN,
        None,
        "Its outcome is unknown: the provider has not said whether it arrived.",
    ),
}


@pytest.mark.parametrize(("status", "code", "told"), BROKEN.values(), ids=BROKEN)
def test_what_did_not_come_says_why(status: MessageStatus, code: str | None, told: str) -> None:
    message = replace(INBOUND, direction="out", left_at=DUE, status=status, code=code)
    shown = message_view("tiger", message, "sms:+12055550110", [Judged(DUE, SENT)])
    assert shown["code"] == code
    assert shown["verdicts"][-1]["reason"] == f"Every rule allowed it then. {told}"


def test_what_came_in_the_end_shows_no_code() -> None:
    message = replace(INBOUND, direction="out", left_at=DUE, status=MessageStatus.DELIVERED, code="timeout")
    assert message_view("tiger", message, "sms:+12055550110", [])["code"] is None


async def test_pages_go_back_in_time_and_miss_nothing(rig: Rig) -> None:
    planned = [await plan(rig, NOOR, f"m{number}") for number in range(5)]
    await plan(rig, OMAR, "another")
    found, cursor = [], ""
    for size in (2, 2, 1):
        status, page = await rig.get(f"{PATH}?address=sms:%2B12055550110&limit=2&cursor={cursor}")
        assert (status, len(page["items"])) == (200, size)
        found += [item["id"] for item in page["items"]]
        cursor = page["next"]
    assert cursor is None
    assert found == [str(message) for message in reversed(planned)]


async def test_a_cursor_holds_while_more_is_said(rig: Rig) -> None:
    older, newer = await plan(rig, NOOR, "older"), await plan(rig, NOOR, "newer")
    _, page = await rig.get(f"{PATH}?limit=1")
    await plan(rig, NOOR, "newest")
    _, following = await rig.get(f"{PATH}?limit=1&cursor={page['next']}")
    assert [page["items"][0]["id"], following["items"][0]["id"]] == [str(newer), str(older)]


@pytest.mark.parametrize("address", ["sms:+12055550110", "sms:%2B12055550110", "sms%3A%2B12055550110"])
async def test_the_plus_sign_need_not_be_encoded(rig: Rig, address: str) -> None:
    message = await plan(rig, NOOR, "one")
    status, page = await rig.get(f"{PATH}?address={address}")
    assert (status, [item["id"] for item in page["items"]]) == (200, [str(message)])


NOBODY = {
    "a stranger": "sms:%2B12055550199",
    "another channel": "whatsapp:%2B12055550110",
    "another chat": "telegram:7",
}


@pytest.mark.parametrize("address", NOBODY.values(), ids=NOBODY)
async def test_an_address_nobody_has_gives_nothing(rig: Rig, address: str) -> None:
    await plan(rig, NOOR, "one")
    assert await rig.get(f"{PATH}?address={address}") == (200, {"items": [], "next": None})


WRONG = {
    "a channel of none": ("address=fax:1", "address"),
    "no channel": ("address=%2B12055550110", "address"),
    "no value": ("address=sms:", "address"),
    "a NUL": ("address=sms:%00", "address"),
    "no text": ("address=sms:%ff", "address"),
    "a cursor of nothing": ("cursor=abc", "cursor"),
    "a cursor with more": ("cursor=AAAAAAAAAAAAAAAAAAAAAB", "cursor"),
    "a cursor that is not ASCII": ("cursor=%C3%A9", "cursor"),
    "none at all": ("limit=0", "limit"),
    "too many": ("limit=201", "limit"),
    "no number": ("limit=ten", "limit"),
}


@each(("query", "field"), WRONG.values(), ids=WRONG)
async def test_a_wrong_question_names_the_field(rig: Rig, query: str, field: str) -> None:
    status, answer = await rig.get(f"{PATH}?{query}")
    assert (status, answer["error"]["code"], answer["error"]["field"]) == (422, "invalid", field)


MISSING = {"unknown": str(UUID(int=5)), "no id": "abc", "a NUL": "%00", "too long": "x" * 500}


@each("name", MISSING.values(), ids=MISSING)
async def test_there_is_no_such_message(rig: Rig, name: str) -> None:
    status, answer = await rig.get(f"{PATH}/{name}")
    assert (status, answer["error"]["code"]) == (404, "not_found")


async def test_another_business_sees_nothing(rig: Rig) -> None:
    message = await plan(rig, NOOR, "one")
    assert (await rig.get(f"{PATH}/{message}", OTHER))[0] == 404
    assert await rig.get(PATH, OTHER) == (200, {"items": [], "next": None})


@pytest.mark.parametrize("path", [PATH, f"{PATH}/{UUID(int=1)}", "/api/v1/reports/recovery"])
async def test_reading_takes_the_scope_read(rig: Rig, path: str) -> None:
    assert (await rig.get(path, TELL))[0] == 403
    assert (await rig.get(path, {}))[0] == 401
