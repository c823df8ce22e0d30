"""What counts as written by hand: by a customer, and by the staff, who may press a button of ours."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from flows.delivery import MessageStatus
from flows.events import Media, MessageReceived
from flows.policy.departure_facts import AddressState
from handlers.conversation import Written
from handlers.customer_talk.answered_message import Answerable
from handlers.customer_talk.understood_message import UnderstoodMessage
from handlers.replies.customer_intents import Intent, ReplyReading
from storage.people.people import Address
from storage.sending.message import Message

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
WHO = Address(UUID(int=1), UUID(int=2), "whatsapp", "+919811111111", AddressState.USABLE, NOW)
TEXT = MessageReceived("whatsapp", "+919811111111", "+911140000000", "M1", "2 shorts in L", NOW)
KEPT = Message(
    id=UUID(int=3),
    direction="in",
    key="M1",
    channel="whatsapp",
    address=WHO.id,
    contact=WHO.contact,
    status=MessageStatus.RECEIVED,
    status_at=NOW,
    created_at=NOW,
)
PHOTO = Media("image", "https://media.example/1")


@pytest.mark.parametrize(
    ("sent", "by_hand", "alone"),
    [
        pytest.param({}, True, True, id="words"),
        pytest.param({"media": (PHOTO,)}, True, False, id="words under a photo"),
        pytest.param({"edited": True}, True, True, id="words that were changed"),
        pytest.param({"forwarded": True}, False, False, id="someone else's words"),
        pytest.param({"button": "yes"}, False, False, id="a button"),
    ],
)
def test_what_a_customer_writes_by_hand(sent: dict[str, Any], by_hand: bool, alone: bool) -> None:
    said = UnderstoodMessage(WHO, KEPT, replace(TEXT, **sent), Answerable(), ReplyReading(Intent.UNCLEAR, 1.0))
    assert (said.is_by_hand, said.is_words_alone) == (by_hand, alone)


@pytest.mark.parametrize(
    ("sent", "as_sent", "alone"),
    [
        pytest.param({}, True, True, id="words"),
        pytest.param({"button": "/do_1234"}, True, True, id="a button of ours"),
        pytest.param({"media": (PHOTO,)}, True, False, id="words under a photo"),
        pytest.param({"edited": True}, False, False, id="words that were changed"),
        pytest.param({"forwarded": True}, False, False, id="someone else's words"),
    ],
)
def test_what_the_staff_say_as_it_was_sent(sent: dict[str, Any], as_sent: bool, alone: bool) -> None:
    written = Written(WHO, KEPT, replace(TEXT, **sent))
    assert (written.is_as_sent, written.is_sent_alone) == (as_sent, alone)
