"""What each webhook says, and which are refused with the place of what is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from flows.events import (
    CartUpdated,
    ConsentAction,
    ConsentGiven,
    Customer,
    CustomerConsented,
    CustomerUpdated,
    DataRequested,
    Event,
    Item,
    Means,
    OrderCancelled,
    OrderCreated,
    OrderPaid,
    OrderRefunded,
    OrderShipped,
    PersonRedacted,
    StoreRedacted,
    StoreUninstalled,
)
from flows.money import Money
from flows.policy.departure_facts import PlaceKind, ToldPlace
from tests.bot.stores.payloads import (
    CHECKOUT,
    DOMAIN,
    LINE,
    NOW,
    PERSON,
    SAMPLES,
    STANDING,
    read,
)
from tests.cases import each


def at(day: int, hour: int) -> datetime:
    """A moment of January 2026."""
    return datetime(2026, 1, day, hour, tzinfo=UTC)


ITEM = Item("TEA-1", "Green tea", "100 g", 2, Money(7_500_000, "USD"))
SHIPPING = ToldPlace(PlaceKind.SHIPPING, "US", "AL", "35203")
BILLING = ToldPlace(PlaceKind.BILLING, "CA", "AL", "35203")
STATED = ToldPlace(PlaceKind.STATED, "US", "AL", "35203")
BUYER = Customer(
    id="81",
    name="Noor Example",
    phone="+12055550110",
    email="noor@mail.example",
    locale="en-US",
    country="US",
    region="AL",
    city="Birmingham",
    postal_code="35203",
    orders=2,
    places=(SHIPPING, BILLING, STATED),
)
RECORD = replace(BUYER, phone="+12055550112", locale=None, places=(STATED,))
BOX = ConsentGiven(
    channel="sms",
    action=ConsentAction.GRANTED,
    source="shopify checkout",
    text="told by shopify: buyer_accepts_sms_marketing",
    at=at(9, 15),
    address="+12055550110",
    dated=False,
    means=Means.BOX,
    shown="Text me with news and offers",
)
CART = CartUpdated(
    cart="tok31",
    total=Money(15_000_000, "USD"),
    items=(ITEM,),
    checkout_url="https://shop.example/recover/tok31",
    customer=BUYER,
    occurred_at=at(9, 15),
    tokens=("tok31", "cart31", "31"),
    consents=(STANDING, BOX),
)
PLACED = OrderCreated(
    order="55",
    number="#1001",
    total=Money(15_000_000, "USD"),
    items=(ITEM,),
    customer=replace(BUYER, phone="+12055550111", places=(SHIPPING, STATED)),
    occurred_at=at(9, 16),
    carts=("tok31", "cart31", "31"),
    discount_codes=("TEN",),
)
NAMED = Customer(id="81", phone="+12055550112", email="noor@mail.example")
EXPECTED: dict[str, Event] = {
    "checkouts/create": CART,
    "checkouts/update": CART,
    "orders/create": PLACED,
    "orders/paid": OrderPaid(replace(PLACED, paid=True), at(9, 17)),
    "orders/cancelled": OrderCancelled("55", at(9, 18), PLACED),
    "orders/fulfilled": OrderShipped("55", at(9, 20), "Post", "https://track.example/1"),
    "refunds/create": OrderRefunded("55", "71", Money(8_100_000, "USD"), at(9, 21)),
    "customers/create": CustomerUpdated(RECORD, at(8, 8), (STANDING,)),
    "customers/update": CustomerUpdated(RECORD, at(8, 8), (STANDING,)),
    "customers_marketing_consent/update": CustomerConsented(
        Customer(id="81", phone="+12055550112"), (STANDING,), STANDING.at
    ),
    "customers/data_request": DataRequested(NAMED, ("55",), NOW),
    "customers/redact": PersonRedacted(NAMED, ("55",), NOW),
    "shop/redact": StoreRedacted(DOMAIN, NOW),
    "app/uninstalled": StoreUninstalled(DOMAIN, NOW),
}


@each("topic", SAMPLES)
def test_each_topic_is_read(topic: str) -> None:
    assert read(topic, SAMPLES[topic]) == EXPECTED[topic]


def test_a_deleted_checkout_says_nothing() -> None:
    assert read("checkouts/delete", {"id": 31}) is None


def test_a_deleted_customer_says_nothing() -> None:
    """It is no request by law: that is customers/redact."""
    assert read("customers/delete", {"id": 81, "admin_graphql_api_id": "gid://shopify/Customer/81"}) is None


@each("tags", ["vip, wholesale", ["vip"], "", None])
@each("topic", ["customers/create", "customers/update"])
def test_tags_of_a_customer_are_left(topic: str, tags: object) -> None:
    """Records of API versions before 2025-01 have them: neither are they taken over, nor do those of others go."""
    event = read(topic, PERSON | {"tags": tags})
    assert isinstance(event, CustomerUpdated)
    assert event == EXPECTED[topic]
    assert event.tags is None


CARTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "completed": ({"completed_at": "2026-01-09T10:00:00-05:00"}, {"completed": True}),
    "numbers as strings": ({"id": "31", "total_price": " 15 "}, {}),
    "strings as numbers": ({"total_price": 15, "customer_locale": None}, {"customer": replace(BUYER, locale=None)}),
    "a fraction": ({"total_price": 15.10}, {"total": Money(15_100_000, "USD")}),
    "currency in small letters": ({"currency": "usd"}, {}),
    "no link": ({"abandoned_checkout_url": None}, {"checkout_url": ""}),
    "from the future": (
        {"updated_at": "2031-01-01T00:00:00Z", "buyer_accepts_sms_marketing": False},
        {"occurred_at": NOW, "consents": (STANDING,)},
    ),
    "without times": (
        {"updated_at": None, "buyer_accepts_sms_marketing": "false"},
        {"occurred_at": NOW, "consents": (STANDING,)},
    ),
    "without a token": ({"token": None}, {"cart": "cart31", "tokens": ("cart31", "31")}),
    "the phone of the checkout first": ({"phone": "205 555 0119"}, {"customer": replace(BUYER, phone="205 555 0119")}),
    "nobody": (
        {"customer": None, "shipping_address": None, "billing_address": None, "sms_marketing_phone": None},
        {"customer": Customer(locale="en-US"), "consents": ()},
    ),
    "place of billing": (
        {"shipping_address": None, "sms_marketing_phone": None},
        {
            "customer": replace(BUYER, phone="+12055550112", country="CA", places=(BILLING, STATED)),
            "consents": (STANDING,),
        },
    ),
    "place of the customer": (
        {"shipping_address": None, "billing_address": None},
        {"customer": replace(BUYER, places=(STATED,))},
    ),
    "a province by its name": (
        {"shipping_address": {"country_code": "US", "province_code": None, "province": "Florida"}},
        {
            "customer": replace(
                BUYER,
                region="Florida",
                city=None,
                postal_code=None,
                places=(ToldPlace(PlaceKind.SHIPPING, "US", "Florida"), BILLING, STATED),
            )
        },
    ),
    "other addresses of the customer": (
        {"customer": PERSON | {"addresses": [PERSON["default_address"], {"zip": "10001"}, {"city": "Nowhere"}, None]}},
        {
            "customer": replace(
                BUYER, places=(SHIPPING, BILLING, STATED, ToldPlace(PlaceKind.STATED, postal_code="10001"))
            )
        },
    ),
    "no lines": ({"line_items": []}, {"items": ()}),
    "a line that was taken out": ({"line_items": [LINE, {**LINE, "quantity": 0}]}, {}),
    "a line without a quantity": ({"line_items": [{"title": "Tea", "quantity": None}]}, {"items": (Item("", "Tea"),)}),
    "a line with its number alone": ({"line_items": [{"sku": 12}]}, {"items": (Item("12", "12"),)}),
    "a title with HTML": ({"line_items": [{**LINE, "title": "<b>Green</b>&nbsp;tea"}]}, {}),
    "a title of another kind": (
        {"line_items": [{**LINE, "title": "\u0000Green\u202e\n tea\ud800 "}]},
        {},
    ),
}


@each(("change", "expected"), CARTS.values(), ids=CARTS)
def test_carts_are_read_kindly(change: dict[str, Any], expected: dict[str, Any]) -> None:
    assert read("checkouts/update", CHECKOUT | change) == replace(CART, **expected)


def test_the_vendor_of_a_line_is_its_brand() -> None:
    cart = read("checkouts/update", CHECKOUT | {"line_items": [{**LINE, "vendor": "Nike"}]})
    assert isinstance(cart, CartUpdated)
    assert [item.brand for item in cart.items] == ["Nike"]


def test_a_title_is_cut_and_only_the_first_lines_are_kept() -> None:
    cart = read("checkouts/update", CHECKOUT | {"line_items": [{**LINE, "title": "x" * 5000}] * 10_000})
    assert isinstance(cart, CartUpdated)
    assert (len(cart.items), cart.total) == (250, CART.total)
    assert {len(item.title) for item in cart.items} == {200}
