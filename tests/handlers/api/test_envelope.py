"""What any system may tell us: envelopes that are right or answered so, and data that is read kindly or kept."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversations import CONVERSATIONS
from flows.events import (
    CartUpdated,
    ConsentAction,
    ConsentGiven,
    Customer,
    CustomerConsented,
    Event,
    Item,
    OrderCancelled,
    OrderCreated,
    OrderDelivered,
    OrderPaid,
    OrderRefunded,
    OrderShipped,
)
from flows.money import Money
from flows.policy.departure_facts import PlaceKind, ToldPlace
from handlers.api.event_envelope import KnownEnvelope, UnreadableData, make_envelope_model
from handlers.api.request_body import BadEnvelope, BadJson, read_body
from tests.cases import each

SHARED = (Path(__file__).parents[3] / "../shared/data/webhooks/generic").resolve()
NOW = datetime(2026, 3, 2, 16, tzinfo=UTC)
EVENT = make_envelope_model(CONVERSATIONS.told)
AT = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
LINE = {"sku": "TEA-1", "title": "Green tea", "variant": "100 g", "quantity": 2, "price": "7.50"}
CONSENT = {
    "channel": "sms",
    "purpose": "marketing",
    "source": "checkout box",
    "text": "Text me about my cart",
    "at": "2026-03-02T15:00:00Z",
    "ip": "203.0.113.7",
}
CART: dict[str, Any] = {
    "cart_id": "c1",
    "currency": "USD",
    "total": "15.00",
    "items": [LINE],
    "checkout_url": "https://shop.example/cart/c1",
    "customer": {"id": "p1", "name": "Noor Example", "phone": "+12055550110", "country": "us", "region": "AL"},
    "consent": CONSENT,
}
ORDER: dict[str, Any] = {
    "order_id": "o1",
    "cart_id": "c1",
    "currency": "USD",
    "total": "15.00",
    "items": [LINE],
    "discount_codes": ["TEN"],
    "customer": {"id": "p1"},
}
ITEM = Item("TEA-1", "Green tea", "100 g", 2, Money(7_500_000, "USD"))
GIVEN = ConsentGiven(
    channel="sms",
    action=ConsentAction.GRANTED,
    source="checkout box",
    text="Text me about my cart",
    at=datetime(2026, 3, 2, 15, tzinfo=UTC),
    ip="203.0.113.7",
    told_at=datetime(2026, 3, 2, 15, tzinfo=UTC),
)
KEPT = CartUpdated(
    cart="c1",
    total=Money(15_000_000, "USD"),
    items=(ITEM,),
    checkout_url="https://shop.example/cart/c1",
    customer=Customer(id="p1", name="Noor Example", phone="+12055550110", country="US", region="AL"),
    occurred_at=AT,
    consents=(GIVEN,),
)
PLACED = OrderCreated(
    order="o1",
    number="o1",
    total=Money(15_000_000, "USD"),
    items=(ITEM,),
    customer=Customer(id="p1"),
    occurred_at=AT,
    carts=("c1",),
    discount_codes=("TEN",),
)


def told(kind: str, data: object, **change: object) -> bytes:
    """The body of one event."""
    return json.dumps({"id": "e1", "type": kind, "occurred_at": "2026-03-02T15:04:05Z", "data": data} | change).encode()


def read_envelope(body: bytes) -> KnownEnvelope:
    """An event in its envelope. Raises BadJson, BadEnvelope."""
    return read_body(EVENT, body)


def read(kind: str, data: object) -> Event:
    """What such an event says. Raises Unreadable."""
    return read_envelope(told(kind, data)).event(NOW)


def _buyer(**named: object) -> Customer:
    found = read("cart.updated", CART | {"customer": {"id": "p1"} | named})
    assert isinstance(found, CartUpdated)
    return found.customer


def test_all_addresses_of_a_customer_are_read_with_the_one_beside_their_name() -> None:
    places = [{"kind": "Shipping", "country": "us", "region": "NY"}, {"postal_code": 33101}, {"kind": "last_seen"}]
    assert _buyer(country="US", region="Florida", places=places).places == (
        ToldPlace(PlaceKind.STATED, "US", "Florida"),
        ToldPlace(PlaceKind.SHIPPING, "US", "NY"),
        ToldPlace(PlaceKind.STATED, postal_code="33101"),
        ToldPlace(PlaceKind.LAST_SEEN),
    )
    assert _buyer(country="US", region="Florida").places == ()


@pytest.mark.parametrize(
    ("places", "why"),
    [
        ([{"kind": "home"}], "customer.places[0].kind is none of billing, last_seen, shipping, stated"),
        ([{"kind": "zone"}], "customer.places[0].kind is none of"),
        ([{"country": "Florida"}], "customer.places[0].country is not the two letters"),
        ({"kind": "billing"}, "customer.places is not a list"),
        ([{"region": "FL"}] * 21, "customer.places holds more than 20 places"),
    ],
)
def test_an_address_that_cannot_be_used_is_not_left_out(places: object, why: str) -> None:
    with pytest.raises(UnreadableData, match=re.escape(why)):
        _buyer(places=places)


PARCEL = {"order_id": "o1", "carrier": "Post", "tracking_url": "https://track.example/1", "expected": "Friday"}
EVENTS: dict[str, tuple[str, dict[str, Any], Event]] = {
    "cart.updated": ("cart.updated", CART, KEPT),
    "cart.abandoned": ("cart.abandoned", CART, KEPT),
    "order.created": ("order.created", ORDER, PLACED),
    "order.paid": ("order.paid", ORDER, OrderPaid(PLACED, AT)),
    "order.cancelled": ("order.cancelled", ORDER, OrderCancelled("o1", AT, PLACED)),
    "order.cancelled, by its id": ("order.cancelled", {"order_id": "o1"}, OrderCancelled("o1", AT)),
    "order.refunded": ("order.refunded", ORDER, OrderRefunded("o1", "e1", Money(15_000_000, "USD"), AT)),
    "order.shipped": ("order.shipped", PARCEL, OrderShipped("o1", AT, "Post", "https://track.example/1", "Friday")),
    "order.delivered": ("order.delivered", {"order_id": "o1"}, OrderDelivered("o1", AT)),
    "customer.consented": (
        "customer.consented",
        {"customer": {"telegram": 99}, "consent": CONSENT},
        CustomerConsented(Customer(telegram="99"), (GIVEN,), AT),
    ),
}


@each(("kind", "data", "expected"), EVENTS.values(), ids=EVENTS)
def test_each_type_is_read(kind: str, data: dict[str, Any], expected: Event) -> None:
    assert read(kind, data) == expected


CARTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "numbers as numbers": ({"total": 15, "items": [{**LINE, "quantity": "2", "price": 7.5}]}, {}),
    "an id as a number": ({"cart_id": 7}, {"cart": "7"}),
    "no person": ({"customer": None, "consent": None}, {"customer": Customer(), "consents": ()}),
    "no lines": ({"items": None}, {"items": ()}),
    "a title with control characters": ({"items": [{**LINE, "title": "Green\u0000 tea\r\n"}]}, {}),
    "consent to e-mail": ({"consent": {"channel": "email"}}, {"consents": ()}),
    "several consents": (
        {"consent": [CONSENT, {**CONSENT, "channel": "whatsapp"}]},
        {"consents": (GIVEN, replace(GIVEN, channel="whatsapp"))},
    ),
    "consent from the future": (
        {"consent": {**CONSENT, "at": "2026-03-09T15:00:00Z"}},
        {"consents": (replace(GIVEN, at=NOW, dated=False, told_at=datetime(2026, 3, 9, 15, tzinfo=UTC)),)},
    ),
    "a programme of its own": (
        {"consent": {**CONSENT, "programme": "partner_offers", "double": True}},
        {"consents": (replace(GIVEN, programmes=("partner_offers",), double=True),)},
    ),
    "partners, named once": (
        {"consent": {**CONSENT, "programme": "partner_offers", "partners": ["Nike", " Café  Noir"]}},
        {"consents": (replace(GIVEN, programmes=("partner_offers",), partners=("Nike", "Café Noir")),)},
    ),
    "a revocation of one partner": (
        {"consent": {"channel": "sms", "action": "revoked", "partners": ["Nike"]}},
        {"consents": (ConsentGiven("sms", ConsentAction.REVOKED, "", "", NOW, partners=("Nike",)),)},
    ),
    "a revocation without proof": (
        {"consent": {"channel": "sms", "action": "revoked", "double": True}},
        {"consents": (ConsentGiven("sms", ConsentAction.REVOKED, "", "", NOW),)},
    ),
}


@each(("change", "expected"), CARTS.values(), ids=CARTS)
def test_carts_are_read_kindly(change: dict[str, Any], expected: dict[str, Any]) -> None:
    assert read("cart.updated", CART | change) == replace(KEPT, **expected)


def test_ten_thousand_items_are_a_cart() -> None:
    cart = read("cart.updated", CART | {"items": [LINE] * 10_000})
    assert isinstance(cart, CartUpdated)
    assert (len(cart.items), cart.total) == (250, KEPT.total)


REFUNDS: dict[str, tuple[dict[str, Any], Money]] = {
    "the total alone": ({"total": "7.50"}, Money(7_500_000, "")),
    "with its currency": ({"total": 7.5, "currency": "usd"}, Money(7_500_000, "USD")),
    "nested": ({"refunded": {"total": "15.00"}}, Money(15_000_000, "")),
    "nested beside the order's total": ({"refunded": {"total": "15.00"}, "total": "20.00"}, Money(15_000_000, "")),
    "nested in the order's currency": (
        {"refunded": {"total": 15}, "total": 20, "currency": "INR"},
        Money(15_000_000, "INR"),
    ),
    "nested with its own currency": (
        {"refunded": {"total": 15, "currency": "USD"}, "currency": "INR"},
        Money(15_000_000, "USD"),
    ),
    "the whole order again": (ORDER | {"refunded": {"total": "2.00"}}, Money(2_000_000, "USD")),
    "refunded null": ({"total": "7.50", "refunded": None}, Money(7_500_000, "")),
}


@each(("data", "amount"), REFUNDS.values(), ids=REFUNDS)
def test_a_refund_is_what_goes_back_now(data: dict[str, Any], amount: Money) -> None:
    assert read("order.refunded", {"order_id": "o1", **data}) == OrderRefunded("o1", "e1", amount, AT)


def test_codes_may_be_objects() -> None:
    order = read("order.created", ORDER | {"discount_codes": [{"code": "A"}, "B", None], "cart_id": None})
    assert order == replace(PLACED, discount_codes=("A", "B"), carts=())


def test_what_is_yet_to_happen_happens_now() -> None:
    event = read_envelope(told("order.delivered", {"order_id": "o1"}, occurred_at="2031-01-01T00:00:00+05:30"))
    assert event.event(NOW) == OrderDelivered("o1", NOW)


REFUSED: dict[str, tuple[str, dict[str, Any], str]] = {
    "no cart": ("cart.updated", CART | {"cart_id": ""}, "data.cart_id is missing"),
    "a cart with a NUL": (
        "cart.updated",
        CART | {"cart_id": "a\u0000"},
        "data.cart_id has characters that are not allowed in an id",
    ),
    "no total": ("cart.updated", CART | {"total": None}, "data.total is missing"),
    "a negative total": ("cart.updated", CART | {"total": -1}, "data.total is negative"),
    "an absurd price": (
        "cart.updated",
        CART | {"items": [{**LINE, "price": 1e18}]},
        r"data.items\[0\].price is too large for an amount",
    ),
    "an unknown currency": ("cart.updated", CART | {"currency": "EURO"}, "data.currency is not a currency"),
    "no link": ("cart.updated", CART | {"checkout_url": None}, "data.checkout_url is missing"),
    "a script for a link": ("cart.updated", CART | {"checkout_url": "javascript:1"}, "data.checkout_url is not a web"),
    "a person that is text": ("cart.updated", CART | {"customer": "Noor"}, "data.customer is not an object"),
    "a country by name": (
        "cart.updated",
        CART | {"customer": {"country": "USA"}},
        "data.customer.country is not the two letters",
    ),
    "items that are none": ("cart.updated", CART | {"items": {}}, "data.items is not a list"),
    "an unknown channel": (
        "cart.updated",
        CART | {"consent": {**CONSENT, "channel": "fax"}},
        "channel is none of email, sms, te",
    ),
    "an unknown programme": (
        "cart.updated",
        CART | {"consent": {**CONSENT, "programme": "spam"}},
        "data.consent.programme is none of",
    ),
    "consent without its text": (
        "cart.updated",
        CART | {"consent": {**CONSENT, "text": " "}},
        "data.consent.text is missing: a consent without it cannot be proven",
    ),
    "consent without its time": (
        "cart.updated",
        CART | {"consent": {**CONSENT, "at": None}},
        "data.consent.at is missing",
    ),
    "no consent": ("customer.consented", {"customer": {}}, "data.consent is missing"),
    "no order": ("order.shipped", {}, "data.order_id is missing"),
    "a parcel's script": ("order.shipped", PARCEL | {"tracking_url": "javascript:1"}, "data.tracking_url is not a web"),
    "a refund of nothing": ("order.refunded", {"order_id": "o1"}, "data.total is missing"),
    "a refund without its amount": (
        "order.refunded",
        ORDER | {"refunded": {"currency": "USD"}},
        "data.refunded.total is missing",
    ),
    "a refund that is no object": ("order.refunded", ORDER | {"refunded": True}, "data.refunded is not an object"),
    "a refund in no currency": ("order.refunded", ORDER | {"currency": "EURO"}, "data.currency is not a currency"),
    "a refund below nothing": ("order.refunded", ORDER | {"total": "-5"}, "data.total is negative"),
}


@each(("kind", "data", "where"), REFUSED.values(), ids=REFUSED)
def test_data_that_cannot_be_used_is_kept_and_says_where(kind: str, data: dict[str, Any], where: str) -> None:
    with pytest.raises(UnreadableData, match=where):
        read(kind, data)


def test_all_mistakes_of_data_are_told_at_once_each_with_its_path() -> None:
    data = CART | {
        "total": -1,
        "items": [LINE, {**LINE, "quantity": 0.5}],
        "consent": [CONSENT, {**CONSENT, "text": ""}],
    }
    with pytest.raises(UnreadableData) as raised:
        read("cart.updated", data)
    assert str(raised.value) == (
        "cart.updated: data.total is negative; data.items[1].quantity is not a whole number from 0 to 1000000; "
        "data.consent[1].text is missing: a consent without it cannot be proven"
    )


NO_JSON = [b"", b"{", b"\xff", b'{"id": NaN}', b"[" * 100_000]


@pytest.mark.parametrize("body", NO_JSON, ids=lambda body: repr(body[:12]))
def test_what_is_no_json(body: bytes) -> None:
    with pytest.raises(BadJson):
        read_envelope(body)


BAD: dict[str, tuple[bytes, str]] = {
    "a list": (b"[]", ""),
    "a number": (b"1", ""),
    "nothing": (b"{}", "id"),
    "no id": (told("cart.updated", {}, id=None), "id"),
    "a blank id": (told("cart.updated", {}, id=" "), "id"),
    "a long id": (told("cart.updated", {}, id="x" * 201), "id"),
    "an id that is a number": (told("cart.updated", {}, id=1), "id"),
    "an id with a NUL": (told("cart.updated", {}, id="a\u0000b"), "id"),
    "an id with half a pair": (told("cart.updated", {}, id="a\ud800b"), "id"),
    "an unknown type": (told("cart.lost", {}), "type"),
    "a type of a later part": (told("offer.expired", {}), "type"),
    "a type that is a number": (told("cart.updated", {}, type=1), "type"),
    "no time": (told("cart.updated", {}, occurred_at=None), "occurred_at"),
    "a local time": (told("cart.updated", {}, occurred_at="2026-03-02T15:04:05"), "occurred_at"),
    "a time in seconds": (told("cart.updated", {}, occurred_at=1772463845), "occurred_at"),
    "a time in seconds as text": (told("cart.updated", {}, occurred_at="1772463845"), "occurred_at"),
    "a time before times": (told("cart.updated", {}, occurred_at="0001-01-01T00:00:00+14:00"), "occurred_at"),
    "no data": (told("cart.updated", None), "data"),
    "data that is a list": (told("cart.updated", []), "data"),
}


@each(("body", "field"), BAD.values(), ids=BAD)
def test_a_bad_envelope_names_the_field(body: bytes, field: str) -> None:
    with pytest.raises(BadEnvelope) as raised:
        read_envelope(body)
    assert raised.value.field == field
    assert raised.value.message


def test_an_unknown_type_is_told_the_known_ones() -> None:
    with pytest.raises(BadEnvelope, match=r"^type is none of cart.updated, "):
        read_envelope(told("cart.lost", {}))


def test_the_schema_says_what_is_taken_of_each_type() -> None:
    schema = EVENT.model_json_schema()
    assert set(schema["discriminator"]["mapping"]) == set(CONVERSATIONS.told)
    placed = schema["$defs"]["OrderCreated"]
    assert placed["required"] == ["id", "type", "occurred_at", "data"]
    assert placed["properties"]["type"]["const"] == "order.created"
    assert placed["properties"]["id"]["maxLength"] == 200
    assert placed["properties"]["occurred_at"]["format"] == "date-time"
    data = schema["$defs"][placed["properties"]["data"]["$ref"].rpartition("/")[2]]
    assert data["required"] == ["order_id", "currency", "total"]
    assert "999" not in data["properties"]["currency"]["enum"]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the captured payloads are not on this machine")
@pytest.mark.parametrize(("name", "kind"), [("cart_abandoned", CartUpdated), ("order_created", OrderCreated)])
def test_the_proposed_shape_is_read(name: str, kind: type) -> None:
    event = read_envelope((SHARED / f"{name}.json").read_bytes())
    assert isinstance(event.event(NOW), kind)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters(), max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from([one[:2] for one in EVENTS.values()]), st.data())
def test_data_of_any_kind_is_read_or_unreadable(event: tuple[str, dict[str, Any]], data: st.DataObject) -> None:
    kind, sample = event
    changed = sample | {data.draw(st.sampled_from(sorted(sample))): data.draw(JSON)}
    told_so = EVENT(id="e1", type=kind, occurred_at=AT.isoformat(), data=changed)
    try:
        assert getattr(told_so.event(NOW), "occurred_at", None) == AT
    except UnreadableData as unreadable:
        str(unreadable).encode()


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_body_is_an_envelope_or_answered(body: bytes) -> None:
    with pytest.raises((BadJson, BadEnvelope)):
        read_envelope(body)
