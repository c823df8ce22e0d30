"""What is wrong in a request is told in plain words: the field, the mistake, and what would be right there."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversations import CONVERSATIONS
from handlers.api.endpoint import Endpoint
from handlers.api.request_body import BadEnvelope, BadJson, read_body, read_values
from handlers.api.routes import LIST_MESSAGES, MAKE_INVITE, SHOW_MESSAGE, TELL_EVENT, ApiRoute
from tests.cases import each
from tests.handlers.api.conftest import OTHER, Rig

WHOLE = 'send a JSON object: {"id": …, "type": …, "occurred_at": …, "data": …}; /api/docs has examples to copy'
ALL_MISSING = (
    'id is missing (as in "id": "evt_1"); type is missing (as in "type": "cart.updated"); occurred_at is missing '
    '(as in "occurred_at": "2026-03-02T15:04:05Z"); data is missing (as in "data": {"cart_id": "c1", …})'
)
TYPES = f'type is none of {", ".join(CONVERSATIONS.told)} (as in "type": "cart.updated")'
EVENT = {"id": "e1", "type": "order.paid", "occurred_at": "2026-03-02T15:04:05Z", "data": {}}
CONSENT = {"source": "cart page", "text": "Remind me"}


def described(route: ApiRoute) -> Endpoint[Any]:
    return next(endpoint for endpoint in CONVERSATIONS.endpoints if endpoint.route == route)


TOLD: dict[str, tuple[ApiRoute, object, str, str]] = {
    "a list": (TELL_EVENT, [], "", f"the body is a list, not an object; {WHOLE}"),
    "text": (TELL_EVENT, "cart", "", f"the body is text, not an object; {WHOLE}"),
    "null": (TELL_EVENT, None, "", f"the body is null, not an object; {WHOLE}"),
    "a number": (TELL_EVENT, 1, "", f"the body is a number, not an object; {WHOLE}"),
    "true": (TELL_EVENT, True, "", f"the body is true or false, not an object; {WHOLE}"),
    "nothing in it": (TELL_EVENT, {}, "id", ALL_MISSING),
    "an unknown type": (TELL_EVENT, EVENT | {"type": "cart.lost"}, "type", TYPES),
    "an id that is a number": (TELL_EVENT, EVENT | {"id": 7}, "id", 'id is not text (as in "id": "evt_1")'),
    "an empty id": (TELL_EVENT, EVENT | {"id": ""}, "id", 'id is empty (as in "id": "evt_1")'),
    "a long id": (
        TELL_EVENT,
        EVENT | {"id": "x" * 201},
        "id",
        'id is longer than 200 characters (as in "id": "evt_1")',
    ),
    "a time in seconds": (
        TELL_EVENT,
        EVENT | {"occurred_at": 1},
        "occurred_at",
        'occurred_at is not text (as in "occurred_at": "2026-03-02T15:04:05Z")',
    ),
    "a local time": (
        TELL_EVENT,
        EVENT | {"occurred_at": "2026-03-02T15:04:05"},
        "occurred_at",
        'occurred_at has no offset from UTC (as in "occurred_at": "2026-03-02T15:04:05Z")',
    ),
    "data that is a list": (
        TELL_EVENT,
        EVENT | {"data": []},
        "data",
        'data is not an object (as in "data": {"cart_id": "c1", …})',
    ),
    "a part that is missing": (
        MAKE_INVITE,
        {"channel": "sms", "consent": {"text": "Remind me"}},
        "consent.source",
        'consent.source is missing (as in "source": "cart page")',
    ),
    "a part that is blank": (
        MAKE_INVITE,
        {"channel": "sms", "consent": CONSENT | {"source": " "}},
        "consent.source",
        'consent.source is blank (as in "source": "cart page")',
    ),
    "what no example has": (
        MAKE_INVITE,
        {"channel": "sms", "consent": CONSENT | {"programme": "spam"}},
        "consent.programme",
        "consent.programme is none of reminders, offers, partner_offers",
    ),
    "no address": (
        LIST_MESSAGES,
        {"address": "+1314"},
        "address",
        "address is no address, as sms:+12055550110, whatsapp:+12055550110, telegram:99 or email:ann@example.com "
        '(as in "address": "sms:+12055550110")',
    ),
    "no number": (LIST_MESSAGES, {"limit": "many"}, "limit", "limit is not a whole number"),
    "too few": (LIST_MESSAGES, {"limit": "0"}, "limit", "limit is less than 1"),
    "too many": (LIST_MESSAGES, {"limit": "201"}, "limit", "limit is more than 200"),
    "no id": (
        SHOW_MESSAGE,
        {"id": "7"},
        "id",
        "id is not an id, 36 characters like 019cd3a6-5c1e-7f1a-9d5e-2b8f3c6a7d10",
    ),
}


def read(route: ApiRoute, content: object) -> object:
    endpoint = described(route)
    if endpoint.route.in_body:
        return read_body(endpoint.takes, json.dumps(content).encode(), endpoint.example)
    assert isinstance(content, dict)
    return read_values(endpoint.takes, content, endpoint.example)


@each(("route", "content", "field", "message"), TOLD.values(), ids=TOLD)
def test_a_mistake_is_told_with_what_is_right(route: ApiRoute, content: object, field: str, message: str) -> None:
    with pytest.raises(BadEnvelope) as raised:
        read(route, content)
    assert (raised.value.field, raised.value.message) == (field, message)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param(b"", f"the body is empty; {WHOLE}", id="empty"),
        pytest.param(b"id=1&type=cart.updated", f"the body is not JSON; {WHOLE}", id="a form"),
    ],
)
def test_what_is_no_json_is_told_what_to_send(body: bytes, message: str) -> None:
    endpoint = described(TELL_EVENT)
    with pytest.raises(BadJson) as raised:
        read_body(endpoint.takes, body, endpoint.example)
    assert str(raised.value) == message


async def test_they_come_in_the_form_of_every_refusal(rig: Rig) -> None:
    status, answer = await rig.post(TELL_EVENT.path, {})
    assert (status, answer) == (422, {"error": {"code": "invalid", "message": ALL_MISSING, "field": "id"}})
    status, answer = await rig.get("/api/v1/messages/7", OTHER)
    assert (status, answer["error"]["code"], answer["error"]["field"]) == (404, "not_found", "id")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
FIELDS = ["channel", "consent", "customer", "cart", "id", "type", "occurred_at", "data"]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([TELL_EVENT, MAKE_INVITE]), st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=4) | JSON)
def test_nobody_is_told_in_the_words_of_a_library(route: ApiRoute, content: object) -> None:
    words = complaint(route, content)
    assert not [strange for strange in ("nput should", "cannot be used: ", "instance") if strange in words]


def complaint(route: ApiRoute, content: object) -> str:
    """What is said of it; nothing where it is right."""
    try:
        read(route, content)
    except BadEnvelope as wrong:
        return wrong.message
    return ""
