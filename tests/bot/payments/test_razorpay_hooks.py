"""Who may tell us that somebody paid, and what Razorpay's webhooks say."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.channel import ChannelRequest, Unproven, Unreadable
from bot.payments.razorpay import Razorpay
from bot.payments.razorpay_webhook import EVENTS
from flows.events import LinkEnded, PaymentArrived, RefundMoved
from flows.money import Money
from tests.bot.channels import rig
from tests.bot.payments.asked import NOW, REFERENCE, REFUND
from tests.cases import each
from tests.providers.razorpay import KEY_ID, WEBHOOK_SECRET, RazorpayStand, webhook_headers

AT = datetime.fromtimestamp(1767369900, UTC)
LATER = NOW + timedelta(days=1)


def account(secret: str = WEBHOOK_SECRET) -> Razorpay:
    """An account that makes no call by being built."""
    return Razorpay(KEY_ID, "", secret)


def request(body: bytes, secret: str = WEBHOOK_SECRET, **headers: str) -> ChannelRequest:
    """One delivery, signed."""
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return ChannelRequest("https://t.example/hook", webhook_headers(body, secret) | more, body)


def read(body: bytes, now: datetime = LATER) -> object:
    """The one event of a webhook, None for none."""
    readings = account().read(ChannelRequest("", {}, body), now)
    return readings[0].event if readings else None


@pytest.mark.parametrize("sample", rig.samples("razorpay"), ids=lambda sample: sample["file"])
def test_a_signature_that_another_made_is_proven_and_one_byte_more_is_not(sample: dict[str, str]) -> None:
    body, headers = rig.payload(sample["file"]), {sample["header"]: sample["value"]}
    account(sample["secret"]).prove(ChannelRequest("", headers, body))
    with pytest.raises(Unproven):
        account(sample["secret"]).prove(ChannelRequest("", headers, body + b" "))


WRONG = {
    "missing": "",
    "of another body": "c1b1c72ba72253017c5170d0625f2c0f80f9daf1e4c1f8eae473bd1a34ba99d3",
    "not hexadecimal": "%%%",
    "not ASCII": "½é\u0939",
    "half a surrogate pair": "\udcff",
}


@pytest.mark.parametrize("signature", WRONG.values(), ids=WRONG)
def test_what_is_not_proven_is_refused(signature: str) -> None:
    with pytest.raises(Unproven):
        account().prove(request(b"{}", X_Razorpay_Signature=signature))


def test_an_empty_secret_proves_nothing() -> None:
    with pytest.raises(Unproven):
        account("").prove(request(b"{}", ""))


PLINK, PAYMENT, RFND = "plink_Dev000000001", "pay_Dev0000000001", "rfnd_Dev0000000001"
WHOLE, PART = Money.parse("2500", "INR"), Money.parse("1000", "INR")
CAPTURED: dict[str, object] = {
    "payment_link_paid": PaymentArrived("razorpay", "order_1040", PLINK, PAYMENT, WHOLE, AT),
    "payment_link_partially_paid": PaymentArrived("razorpay", "order_1040", PLINK, PAYMENT, PART, AT),
    "payment_link_expired": LinkEnded("razorpay", "order_1040", PLINK, "expired", AT),
    "payment_link_cancelled": LinkEnded("razorpay", "order_1040", PLINK, "cancelled", AT),
    "refund_created": RefundMoved("razorpay", "", RFND, PAYMENT, "pending", PART, AT),
    "refund_processed": RefundMoved("razorpay", "", RFND, PAYMENT, "processed", PART, AT),
    "refund_failed": RefundMoved("razorpay", "", RFND, PAYMENT, "failed", PART, AT),
    "order_paid": None,
    "payment_captured": None,
    "payment_failed": None,
    "payment_authorized_sample": None,
}


@each(("name", "event"), CAPTURED.items(), ids=CAPTURED)
def test_what_each_payload_says(name: str, event: object) -> None:
    assert read(rig.payload(f"razorpay/{name}.json")) == event


def test_every_payload_that_is_at_hand_is_tried() -> None:
    assert set(rig.names("razorpay")) <= {f"{name}.json" for name in CAPTURED} | {"absent"}


def stand() -> RazorpayStand:
    """A Razorpay that is not started: its webhooks alone are wanted."""
    made = RazorpayStand(clock=lambda: NOW)
    made._add_link({"amount": 89900, "reference_id": REFERENCE})
    return made


def test_what_the_stand_in_tells_is_read() -> None:
    razorpay = stand()
    (name,) = razorpay.links
    amount = Money.parse("899", "INR")
    arrived = PaymentArrived("razorpay", REFERENCE, name, "pay_00000000000001", amount, NOW)
    assert read(razorpay.pay(name).body) == arrived
    refund = razorpay._add_refund(
        razorpay.payments["pay_00000000000001"], {"amount": 44950, "notes": {"parley": REFUND}}
    )
    half = Money.parse("449.50", "INR")
    for event, state in (("created", "pending"), ("processed", "processed"), ("failed", "failed")):
        moved = RefundMoved("razorpay", REFUND, refund["id"], "pay_00000000000001", state, half, NOW)
        assert read(razorpay.move(refund["id"], event).body) == moved


def test_a_redelivery_is_the_same_and_other_news_are_not() -> None:
    """The event's own id stands in a header that nobody signed: it must make no difference."""
    razorpay = stand()
    (name,) = razorpay.links
    hooks = [razorpay.pay(name), razorpay.expire(name), razorpay.cancelled(name)]
    refund = razorpay._add_refund(razorpay.payments["pay_00000000000001"], {"amount": 100})["id"]
    hooks += [razorpay.move(refund, state) for state in ("created", "processed", "failed")]
    found = [account().read(request(hook.body), LATER)[0].external_id for hook in hooks]
    again = [account().read(request(hook.body, X_Razorpay_Event_Id="x"), LATER)[0].external_id for hook in hooks]
    assert found == again
    assert len(set(found)) == len(hooks)


def test_news_from_the_future_are_of_now() -> None:
    razorpay = stand()
    event = read(razorpay.pay("plink_00000000000001").body, NOW - timedelta(hours=1))
    assert isinstance(event, PaymentArrived)
    assert event.occurred_at == NOW - timedelta(hours=1)


def _document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(stand().pay("plink_00000000000001").body)
    return document


def _without(*path: str) -> bytes:
    document = _document()
    inner = document
    for name in path[:-1]:
        inner = inner[name]
    del inner[path[-1]]
    return json.dumps(document).encode()


UNREADABLE = {
    "no JSON": b"payment_link.paid",
    "a list": b"[]",
    "no event": b"{}",
    "no payload": _without("payload"),
    "no link": _without("payload", "payment_link"),
    "no payment": _without("payload", "payment"),
    "no amount": _without("payload", "payment", "entity", "amount"),
    "no currency": _without("payload", "payment", "entity", "currency"),
    "a time beyond time": json.dumps({**_document(), "created_at": 10**15}).encode(),
    "half a character": json.dumps(_document()).replace(REFERENCE, "\\ud800").encode(),
}


@each("body", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read(body)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["entity", "id", "amount"]), inner),
    max_leaves=6,
)


@given(
    event=st.sampled_from(EVENTS),
    parts=st.dictionaries(st.sampled_from(["payment_link", "payment", "refund"]), _VALUES),
)
def test_no_body_does_more_than_being_unreadable(event: str, parts: dict[str, object]) -> None:
    assert refusal(json.dumps({"event": event, "payload": parts, "created_at": 1}).encode()) != ""


def refusal(body: bytes) -> str | None:
    """Why it cannot be read; None for what can."""
    try:
        read(body)
    except Unreadable as unreadable:
        return str(unreadable)
    return None
