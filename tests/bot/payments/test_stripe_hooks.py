"""Who may tell us that somebody paid, when, and what Stripe's webhooks say."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.channel import ChannelRequest, Unproven, Unreadable
from bot.payments.stripe import Stripe
from bot.payments.stripe_webhook import EVENTS, INVOICES
from flows.events import LinkEnded, PaymentArrived, RefundMoved, SponsorInvoiceMoved
from flows.money import Money
from tests.bot.channels import rig
from tests.bot.payments.asked import NOW, REFERENCE, REFUND
from tests.cases import each
from tests.providers.stripe import WEBHOOK_SECRET, StripeStand, webhook_headers

AT = datetime.fromtimestamp(1767369900, UTC)
LATER = NOW + timedelta(days=1)
MINUTE = timedelta(minutes=1)
BODY = b'{"id": "evt_1"}'


def account(secret: str = WEBHOOK_SECRET) -> Stripe:
    """An account that makes no call by being built."""
    return Stripe("sk_test_1", secret)


def request(
    body: bytes = BODY, secret: str = WEBHOOK_SECRET, at: datetime = NOW, arrived: datetime = NOW
) -> ChannelRequest:
    """One delivery, signed at one moment and there at another."""
    return ChannelRequest("https://t.example/hook", webhook_headers(body, secret, at), body, arrived)


def read(body: bytes, now: datetime = LATER) -> object:
    """The one event of a webhook, None for none."""
    readings = account().read(ChannelRequest("", {}, body), now)
    return readings[0].event if readings else None


@pytest.mark.parametrize("sample", rig.samples("stripe"), ids=lambda sample: sample["file"])
def test_a_signature_that_another_made_is_proven_and_one_byte_more_is_not(sample: dict[str, str]) -> None:
    body, headers = rig.payload(sample["file"]), {sample["header"]: sample["value"]}
    account(sample["secret"]).prove(ChannelRequest("", headers, body, AT))
    with pytest.raises(Unproven):
        account(sample["secret"]).prove(ChannelRequest("", headers, body + b" ", AT))


@pytest.mark.parametrize("apart", [-5 * MINUTE, -MINUTE, 0 * MINUTE, 5 * MINUTE], ids=str)
def test_clocks_may_differ_a_little(apart: timedelta) -> None:
    account().prove(request(arrived=NOW + apart))


@pytest.mark.parametrize("apart", [-5 * MINUTE, 5 * MINUTE, timedelta(days=400)], ids=str)
def test_a_signature_of_another_time_is_refused(apart: timedelta) -> None:
    second = timedelta(seconds=1) if apart > timedelta(0) else -timedelta(seconds=1)
    with pytest.raises(Unproven, match="another time"):
        account().prove(request(arrived=NOW + apart + second))


def test_who_does_not_say_when_it_came_is_refused() -> None:
    given = request()
    with pytest.raises(Unproven, match="no time"):
        account().prove(ChannelRequest(given.url, given.headers, given.body))


def test_any_signature_will_do_while_a_secret_is_replaced() -> None:
    told = webhook_headers(BODY, "whsec_old", NOW)["Stripe-Signature"]
    ours = webhook_headers(BODY, WEBHOOK_SECRET, NOW)["Stripe-Signature"].split(",")[1]
    account().prove(ChannelRequest("", {"stripe-signature": f"{told}, {ours}"}, BODY, NOW))


def test_a_signature_of_the_time_alone_or_of_another_time_does_not_do() -> None:
    ours = webhook_headers(BODY, WEBHOOK_SECRET, NOW)["Stripe-Signature"]
    later = ours.replace(str(int(NOW.timestamp())), str(int(NOW.timestamp()) + 1))
    with pytest.raises(Unproven, match="wrong"):
        account().prove(ChannelRequest("", {"Stripe-Signature": later}, BODY, NOW))


SIGNATURE = webhook_headers(BODY, WEBHOOK_SECRET, NOW)["Stripe-Signature"]
WRONG = {
    "missing": "",
    "of another secret": webhook_headers(BODY, "whsec_other", NOW)["Stripe-Signature"],
    "without a time": SIGNATURE.partition(",")[2],
    "of another scheme": SIGNATURE.replace("v1=", "v2="),
    "not ASCII": "t=½,v1=é\u0939",
    "half a surrogate pair": "t=1,v1=\udcff",
    "an endless time": f"t={'9' * 400},v1=x",
    "commas": ",,,=,=,",
}


@each("signature", WRONG.values(), ids=WRONG)
def test_what_is_not_proven_is_refused(signature: str) -> None:
    with pytest.raises(Unproven):
        account().prove(ChannelRequest("", {"Stripe-Signature": signature}, BODY, NOW))


def test_a_time_that_is_none_is_refused_though_it_is_signed() -> None:
    signature = hmac.new(WEBHOOK_SECRET.encode(), b"soon." + BODY, hashlib.sha256).hexdigest()
    with pytest.raises(Unproven, match="no time"):
        account().prove(ChannelRequest("", {"Stripe-Signature": f"t=soon,v1={signature}"}, BODY, NOW))


def test_an_empty_secret_proves_nothing() -> None:
    with pytest.raises(Unproven):
        account("").prove(request(secret=""))


SESSION = "cs_test_a1YS1URlnyQCN5fUUduORoQ7Pw41PJqDWkIVQCpJPqkfIhd6tVY8XB1OLY"
ARRIVED = PaymentArrived("stripe", "order_1040", SESSION, "pi_3Dev0001", Money.parse("69.12", "USD"), AT)
PART = Money.parse("42.12", "USD")
CAPTURED: dict[str, object] = {
    "checkout_session_completed": ARRIVED,
    "checkout_session_completed_unpaid": None,
    "checkout_session_async_payment_succeeded": ARRIVED,
    "checkout_session_async_payment_failed": LinkEnded("stripe", "order_1040", SESSION, "failed", AT),
    "checkout_session_expired": LinkEnded("stripe", "order_1040", SESSION, "expired", AT),
    "refund_created": RefundMoved("stripe", "", "re_3Dev0001", "pi_3Dev0001", "pending", PART, AT),
    "refund_updated": RefundMoved("stripe", "", "re_3Dev0001", "pi_3Dev0001", "processed", PART, AT),
    "refund_failed": RefundMoved("stripe", "", "re_3Dev0001", "pi_3Dev0001", "failed", PART, AT),
    "charge_refunded": None,
    "charge_dispute_created": None,
    "payment_intent_succeeded": None,
    "payment_intent_payment_failed": None,
}


@each(("name", "event"), CAPTURED.items(), ids=CAPTURED)
def test_what_each_payload_says(name: str, event: object) -> None:
    assert read(rig.payload(f"stripe/{name}.json")) == event


def test_every_payload_that_is_at_hand_is_tried() -> None:
    assert set(rig.names("stripe")) <= {f"{name}.json" for name in CAPTURED} | {"absent"}


def stand() -> StripeStand:
    """A Stripe that is not started, with one session: its webhooks alone are wanted."""
    made = StripeStand(clock=lambda: NOW)
    item = "line_items[0]"
    price = {
        f"{item}[price_data][currency]": "jpy",
        f"{item}[price_data][unit_amount]": "500",
        f"{item}[quantity]": "1",
    }
    made._add_session({"mode": "payment", "expires_at": "1", "client_reference_id": REFERENCE, **price})
    return made


def test_what_the_stand_in_tells_is_read() -> None:
    stripe = stand()
    (session,) = stripe.sessions
    payment, yen = f"pi_{1:024}", Money.parse("500", "JPY")
    arrived = PaymentArrived("stripe", REFERENCE, session, payment, yen, NOW)
    assert read(stripe.pay(session, delayed=True).body) is None
    assert read(stripe.settle(session).body) == arrived
    assert read(stripe.bounce(session).body) == LinkEnded("stripe", REFERENCE, session, "failed", NOW)
    assert read(stripe.expire(session).body) == LinkEnded("stripe", REFERENCE, session, "expired", NOW)
    refund = stripe._add_refund({"payment_intent": payment, "amount": "200", "metadata[parley]": REFUND})["id"]
    for status, state in (("pending", "pending"), ("succeeded", "processed"), ("failed", "failed")):
        moved = RefundMoved("stripe", REFUND, refund, payment, state, Money.parse("200", "JPY"), NOW)
        assert read(stripe.move(refund, status).body) == moved


def test_an_event_is_known_by_its_own_id_which_is_signed() -> None:
    stripe = stand()
    (session,) = stripe.sessions
    paid, expired = stripe.pay(session), stripe.expire(session)
    found = [account().read(request(event.body), LATER)[0].external_id for event in (paid, expired, paid)]
    assert found == [f"evt_{1:024}", f"evt_{2:024}", f"evt_{1:024}"]


def test_a_subscription_is_none_of_ours() -> None:
    stripe = stand()
    (session,) = stripe.sessions
    stripe.sessions[session]["mode"] = "subscription"
    assert read(stripe.pay(session).body) is None


def _changed(**changes: Any) -> bytes:
    stripe = stand()
    (session,) = stripe.sessions
    document = json.loads(stripe.pay(session).body)
    document["data"]["object"] |= changes
    return json.dumps(document).encode()


UNREADABLE = {
    "no JSON": b"checkout.session.completed",
    "a list": b"[]",
    "no type": b'{"id": "evt_1"}',
    "no id": b'{"type": "refund.updated"}',
    "no object": b'{"id": "evt_1", "type": "checkout.session.expired"}',
    "another object": b'{"id": "evt_1", "type": "refund.updated", "data": {"object": {"object": "charge"}}}',
    "no payment": _changed(payment_intent=None),
    "no amount": _changed(amount_total=None),
    "a fraction of a yen": _changed(amount_total=1.5),
    "no currency": _changed(currency="xxx"),
    "half a character": _changed(client_reference_id="\ud800"),
}


@each("body", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read(body)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                ["id", "object", "mode", "status", "amount", "payment_intent", "metadata", "parley_invoice"]
            ),
            inner,
        )
    ),
    max_leaves=6,
)


@given(event=st.sampled_from((*EVENTS, *INVOICES)), about=_VALUES)
def test_no_body_does_more_than_being_unreadable(event: str, about: object) -> None:
    assert refusal(json.dumps({"id": "evt_1", "type": event, "data": {"object": about}}).encode()) != ""


def refusal(body: bytes) -> str | None:
    """Why it cannot be read; None for what can."""
    try:
        read(body)
    except Unreadable as unreadable:
        return str(unreadable)
    return None


OURS = UUID(int=0x190A0B0C0D0E0F00102030405060708)
TOTAL = Money.parse("403.25", "USD")


def invoice(**changes: Any) -> dict[str, Any]:
    """An invoice after Stripe's public reference: https://docs.stripe.com/api/invoices/object"""
    return {
        "id": "in_1", "object": "invoice", "status": "open", "currency": "usd", "total": 40325, "amount_due": 40325,
        "amount_paid": 0, "amount_remaining": 40325, "customer": "cus_1", "number": "A1B2C3D4-0001",
        "collection_method": "send_invoice", "due_date": 1767369900, "hosted_invoice_url": "https://invoice.stripe.com/i",
        "metadata": {"parley_invoice": OURS.hex},
    } | changes  # fmt: skip


def tell(event: str, about: dict[str, Any], **changes: Any) -> bytes:
    """A webhook of Stripe's."""
    created = int(NOW.timestamp())
    document = {"id": "evt_1", "object": "event", "type": event, "created": created, "data": {"object": about}}
    return json.dumps(document | changes).encode()


MOVED = {
    "finalized": "open",
    "paid": "paid",
    "payment_failed": "failed",
    "voided": "void",
    "marked_uncollectible": "uncollectible",
    "overdue": "overdue",
}


@each(("event", "state"), MOVED.items(), ids=MOVED)
def test_what_became_of_an_invoice_is_one_event(event: str, state: str) -> None:
    about = invoice(status="paid", amount_paid=40325) if state == "paid" else invoice()
    paid = TOTAL if state == "paid" else None
    assert read(tell(f"invoice.{event}", about)) == SponsorInvoiceMoved("in_1", OURS, state, paid, NOW)


def test_what_the_stand_in_tells_of_an_invoice_is_read() -> None:
    billing = StripeStand(clock=lambda: NOW).billing
    asked = {"customer": "cus_1", "currency": "jpy", "collection_method": "send_invoice", "days_until_due": "14"}
    name = billing.add({**asked, "metadata[parley_invoice]": OURS.hex})["id"]
    billing.invoices[name] |= {"status": "open", "total": 500}
    for made, state in (
        (billing.told(name), "open"),
        (billing.fail(name), "failed"),
        (billing.lapse(name), "overdue"),
        (billing.write_off(name), "uncollectible"),
    ):
        assert read(made.body) == SponsorInvoiceMoved(name, OURS, state, None, NOW)
    paid = Money.parse("500", "JPY")
    assert read(billing.pay(name).body) == SponsorInvoiceMoved(name, OURS, "paid", paid, NOW)


FOREIGN: dict[str, dict[str, Any]] = {
    "no metadata": {"metadata": None},
    "none of ours": {"metadata": {"order": "1"}},
    "another id": {"metadata": {"parley_invoice": "2026-02"}},
    "an empty id": {"metadata": {"parley_invoice": ""}},
}


@each("change", FOREIGN.values(), ids=FOREIGN)
def test_an_invoice_of_the_operators_own_is_none_of_ours(change: dict[str, Any]) -> None:
    assert read(tell("invoice.paid", invoice(**change))) is None


def test_an_invoice_of_another_connected_account_is_none_of_ours() -> None:
    body = tell("invoice.paid", invoice(amount_paid=40325), account="acct_2")
    told = ChannelRequest("", {}, body)
    for name, found in (("", 0), ("acct_1", 0), ("acct_2", 1)):
        assert len(Stripe("sk_test_1", WEBHOOK_SECRET, account=name).read(told, LATER)) == found
    own = ChannelRequest("", {}, tell("invoice.paid", invoice(amount_paid=40325)))
    assert len(Stripe("sk_test_1", WEBHOOK_SECRET, account="acct_1").read(own, LATER)) == 1


def test_a_paid_invoice_without_its_amount_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        read(tell("invoice.paid", invoice(amount_paid=None)))
