"""Telegram's updates: whose they are, and what they say."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.channel import ChannelRequest, Unproven, Unreadable
from bot.channels.telegram import Telegram, telegram_updates
from flows.events import AddressChanged, Media, MessageReceived
from tests.bot.channels import rig
from tests.cases import each

ME = telegram_updates.Me("7000000001", "parley_dev_bot")
AT = datetime(2026, 1, 1, 0, 0, 11, tzinfo=UTC)
DATE = int(AT.timestamp())
ASHA = {"id": 99, "is_bot": False, "first_name": "Asha", "language_code": "en"}
PRIVATE = {"id": 99, "type": "private"}
GROUP = {"id": -1001, "type": "supergroup"}
BOT = {"id": 7000000001, "is_bot": True, "first_name": "Parley"}
BLOCK = {"chat": PRIVATE, "from": ASHA, "date": DATE, "old_chat_member": {"status": "member"}}


def read(update: dict[str, Any]) -> Any:
    return telegram_updates.read(json.dumps({"update_id": 1} | update).encode(), ME, rig.NOW)


def test_another_bots_messages_have_other_names() -> None:
    """Each counts the messages of a chat from the first."""
    bots = (ME, replace(ME, id="7000000002"))
    body = json.dumps({"update_id": 1} | said(text="STOP", reply_to_message={"message_id": 5})).encode()
    first, second = (telegram_updates.read(body, bot, rig.NOW)[0] for bot in bots)
    assert isinstance(first, MessageReceived)
    assert isinstance(second, MessageReceived)
    assert (first.key, second.key) == ("telegram:7000000001:99:11", "telegram:7000000002:99:11")
    assert (first.reply_to, second.reply_to) == ("7000000001:99:5", "7000000002:99:5")


def said(**fields: Any) -> dict[str, Any]:
    return {"message": {"message_id": 11, "from": ASHA, "chat": PRIVATE, "date": DATE} | fields}


def message(**fields: Any) -> MessageReceived:
    plain = MessageReceived("telegram", "99", "7000000001", "7000000001:99:11", "hi", AT, name="Asha", locale="en")
    return replace(plain, **fields)


@each(
    ("update", "expected"),
    [
        pytest.param(said(text="hi"), message(), id="text"),
        pytest.param(said(text="a\0b\ud83d"), message(text="ab?"), id="what cannot be stored"),
        pytest.param(said(text="hi", date=4_000_000_000), message(occurred_at=rig.NOW), id="from the future"),
        pytest.param(said(text="/start"), message(text="/start", start=""), id="bare start"),
        pytest.param(
            said(text="/start b3F7xQ_9k-2"), message(text="/start b3F7xQ_9k-2", start="b3F7xQ_9k-2"), id="start"
        ),
        pytest.param(said(text="/start ' OR 1=1"), message(text="/start ' OR 1=1", start=""), id="start with no token"),
        pytest.param(said(text="/started"), message(text="/started"), id="no start"),
        pytest.param(
            said(text="2", reply_to_message={"message_id": 5, "chat": PRIVATE}),
            message(text="2", reply_to="7000000001:99:5"),
            id="reply",
        ),
        pytest.param(
            {"edited_message": said(text="stop", edit_date=DATE + 9)["message"]},
            message(
                text="stop",
                provider_id=f"7000000001:99:11:{DATE + 9}",
                occurred_at=datetime(2026, 1, 1, 0, 0, 20, tzinfo=UTC),
                edited=True,
            ),
            id="edited",
        ),
        pytest.param(said(text="hi", forward_origin={"type": "hidden_user"}), message(forwarded=True), id="forwarded"),
        pytest.param(said(text="hi", forward_date=1), message(forwarded=True), id="forwarded, older form"),
        pytest.param(
            said(caption="this?", photo=[{"file_id": "s"}, {"file_id": "x"}]),
            message(text="this?", media=(Media("image", "telegram:x", "image/jpeg"),)),
            id="photo",
        ),
        pytest.param(
            said(animation={"file_id": "a"}, document={"file_id": "a", "mime_type": "video/mp4"}),
            message(text="", media=(Media("video", "telegram:a", "video/mp4"),)),
            id="animation, once",
        ),
        pytest.param(
            said(contact={"phone_number": "13145550142", "user_id": 99}),
            message(text="", phone="+13145550142", media=(Media("contact", "tel:13145550142"),)),
            id="own number",
        ),
        pytest.param(
            said(contact={"phone_number": "+13145550199"}),
            message(text="", media=(Media("contact", "tel:+13145550199"),)),
            id="another's number",
        ),
        pytest.param(
            said(location={"latitude": 28.6139, "longitude": 77.209}),
            message(text="", media=(Media("location", "geo:28.6139,77.209"),)),
            id="location",
        ),
        pytest.param(said(dice={"value": 2}), message(text="", media=(Media("dice", ""),)), id="dice"),
        pytest.param(
            said(chat=GROUP, text="/stats@Parley_dev_bot today"),
            message(text="/stats today", chat="-1001", provider_id="7000000001:-1001:11"),
            id="group command to us",
        ),
        pytest.param(
            said(chat=GROUP, text="/stats"),
            message(text="/stats", chat="-1001", provider_id="7000000001:-1001:11"),
            id="bare",
        ),
        pytest.param(
            said(chat=GROUP, text="done", reply_to_message={"message_id": 5, "from": BOT}),
            message(text="done", chat="-1001", provider_id="7000000001:-1001:11", reply_to="7000000001:-1001:5"),
            id="answer to us in a group",
        ),
        pytest.param(
            {
                "message_reaction": {
                    "chat": PRIVATE,
                    "message_id": 5,
                    "user": ASHA,
                    "date": DATE,
                    "old_reaction": [],
                    "new_reaction": [{"type": "emoji", "emoji": "👍"}],
                }
            },
            message(
                text="👍",
                reply_to="7000000001:99:5",
                provider_id=f"7000000001:99:5:reaction:{DATE}",
                reaction=True,
            ),
            id="reaction",
        ),
        pytest.param(
            {
                "callback_query": {
                    "id": "c1",
                    "from": ASHA,
                    "data": "yes:1",
                    "message": {"message_id": 5, "chat": PRIVATE},
                }
            },
            message(
                text="",
                button="yes:1",
                callback="c1",
                reply_to="7000000001:99:5",
                provider_id="7000000001:callback:c1",
                occurred_at=rig.NOW,
            ),
            id="press",
        ),
        pytest.param(
            {"my_chat_member": BLOCK | {"new_chat_member": {"status": "kicked"}}},
            AddressChanged("telegram", "99", "blocked", AT),
            id="blocked",
        ),
        pytest.param(
            {"my_chat_member": BLOCK | {"new_chat_member": {"status": "member"}}},
            AddressChanged("telegram", "99", "usable", AT),
            id="let in again",
        ),
    ],
)
def test_update(update: dict[str, Any], expected: object) -> None:
    assert read(update) == (expected,)


@each(
    "update",
    [
        pytest.param(said(text="hi", **{"from": BOT}), id="from a bot"),
        pytest.param({"message": {"message_id": 1, "chat": GROUP, "date": DATE, "text": "/x"}}, id="from nobody"),
        pytest.param(said(chat=GROUP, text="hello all"), id="group talk"),
        pytest.param(said(chat=GROUP, text="/stats@other_bot"), id="another bot's command"),
        pytest.param(
            said(chat=GROUP, text="ok", reply_to_message={"message_id": 5, "from": ASHA}), id="answer to another"
        ),
        pytest.param(said(pinned_message={"message_id": 3}), id="service message"),
        pytest.param(
            {"my_chat_member": BLOCK | {"chat": GROUP, "new_chat_member": {"status": "kicked"}}}, id="left a group"
        ),
        pytest.param({"callback_query": {"id": "c1", "from": ASHA, "game_short_name": "x"}}, id="game"),
        pytest.param({"channel_post": {"message_id": 1, "chat": GROUP, "date": DATE, "text": "x"}}, id="channel post"),
        pytest.param({"something_new": {}}, id="a kind of update we do not know"),
    ],
)
def test_none_of_our_business(update: dict[str, Any]) -> None:
    assert read(update) == ()


@each(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        b'{"update_id": "1"}',
        b'{"update_id": 1, "message": 5}',
        b'{"update_id": 1, "message": {"from": {"id": 1}}}',
        json.dumps({"update_id": 1} | said(text=5)).encode(),
        json.dumps({"update_id": 1} | said(text="x", date=10**18)).encode(),
        json.dumps({"update_id": 1} | said(text="x", date=10**30)).encode(),
        json.dumps({"update_id": 1} | said(text="x", chat={"id": "y", "type": "private"})).encode(),
        b'{"update_id": 1, "my_chat_member": {"chat": {}}}',
    ],
)
def test_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        telegram_updates.read(body, ME, rig.NOW)


_NAMES = ("message_id", "from", "chat", "date", "text", "photo", "contact", "data", "id", "type", "reply_to_message")
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_NAMES), inner, max_size=6),
    max_leaves=12,
)


@given(name=st.sampled_from(sorted(telegram_updates._READERS)), noun=_JSON)
def test_anything_may_come(name: str, noun: object) -> None:
    with suppress(Unreadable):
        telegram_updates.read(json.dumps({"update_id": 1, name: noun}).encode(), ME, rig.NOW)


@pytest.mark.parametrize(
    ("secret", "proven"),
    [
        pytest.param("hook-secret_1", True, id="ours"),
        pytest.param("hook-secret_2", False, id="wrong"),
        pytest.param(None, False, id="missing"),
        pytest.param("", False, id="empty"),
        pytest.param("é", False, id="not ascii"),
        pytest.param("\udcff", False, id="undecodable"),
    ],
)
def test_proof(secret: str | None, proven: bool) -> None:
    bot = Telegram("7000000001:AAx", "hook-secret_1")
    headers = {} if secret is None else {"x-telegram-bot-api-secret-token": secret}
    if proven:
        bot.prove(ChannelRequest("", headers, b""))
        return
    with pytest.raises(Unproven):
        bot.prove(ChannelRequest("", headers, b""))


def test_nothing_is_proven_without_a_secret() -> None:
    with pytest.raises(Unproven):
        Telegram("7000000001:AAx", "").prove(ChannelRequest("", {"X-Telegram-Bot-Api-Secret-Token": ""}, b""))


@each("name", rig.names("telegram"))
def test_every_captured_update_is_read(name: str) -> None:
    assert len(telegram_updates.read(rig.payload(f"telegram/{name}"), ME, rig.NOW)) in (0, 1)


@each(
    ("name", "expected"),
    [
        ("start_payload", {"start": "b3F7xQ_9k-2", "address": "99"}),
        ("start_plain", {"start": ""}),
        ("callback_query", {"button": "stock:yes:wait_7f3a", "text": "Yes", "reply_to": "7000000001:99:501"}),
        ("callback_query_inaccessible", {"button": "campaign:launch:c_19", "reply_to": "7000000001:99:77"}),
        ("edited_message", {"text": "haan 1 hai", "provider_id": "7000000001:99:11:1767225700"}),
        ("group_command", {"text": "/report today", "chat": "-1001234567890", "address": "99"}),
        ("message_contact_own", {"phone": "+13145550142", "reply_to": "7000000001:99:502"}),
        ("message_contact_other", {"phone": None}),
        ("message_forwarded_spam", {"forwarded": True}),
        ("message_forward_reply", {"forwarded": True, "text": "Bold and italics"}),
        ("message_reply_to_bot", {"text": "2", "reply_to": "7000000001:99:501"}),
        ("my_chat_member_blocked", {"state": "blocked", "address": "99"}),
        ("my_chat_member_unblocked", {"state": "usable"}),
    ],
)
def test_captured_update(name: str, expected: dict[str, object]) -> None:
    (event,) = telegram_updates.read(rig.payload(f"telegram/{name}.json"), ME, rig.NOW)
    assert {key: getattr(event, key) for key in expected} == expected


@each(
    "name",
    [
        "channel_post",
        "group_message_anonymous_admin",
        "group_migrated",
        "message_from_bot",
        "my_chat_member_added_to_group",
        "teloxide_dice_works",
        "teloxide_pinned_message_works",
        "teloxide_message_reaction_updated",
    ],
)
def test_captured_update_is_none_of_our_business(name: str) -> None:
    assert telegram_updates.read(rig.payload(f"telegram/{name}.json"), ME, rig.NOW) == ()
