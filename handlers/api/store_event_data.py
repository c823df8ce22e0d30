"""The data of the events that every business has: carts and orders of a shop's own software, and consents."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from flows import events
from flows.channels import SMS
from flows.money import Money
from handlers.api import field_types
from handlers.api.customer_fields import CONSENT, CUSTOMER, Consents, CustomerNamed, customer, read_consents
from handlers.api.event_declaration import Data, EventTiming
from handlers.api.field_types import (
    Amount,
    Currency,
    Id,
    Lines,
    Link,
    MaybeAmount,
    MaybeCurrency,
    MaybeId,
    MaybeLink,
    line,
    title_line,
)
from handlers.api.goods_fields import GoodsTold
from templates.message_values import check_picture_address

CART: Mapping[str, Any] = {
    "cart_id": "c1",
    "currency": "USD",
    "total": "15.00",
    "items": [{"sku": "TEA-1", "title": "Green tea", "variant": "100 g", "quantity": 2, "price": "7.50"}],
    "checkout_url": "https://shop.example/cart/c1",
    "customer": CUSTOMER,
    "consent": CONSENT,
}
_ORDER: Mapping[str, Any] = {
    "order_id": "o1",
    "cart_id": "c1",
    "currency": "USD",
    "total": "15.00",
    "items": CART["items"],
    "discount_codes": [],
    "customer": CUSTOMER,
}
_MOST_CODES = 20
_OF_THE_ORDER = ""  # a refund without a currency has that of its order, which may arrive later
_PICTURE = "the address of a JPEG or PNG, shown above reminders on channels with pictures"


class GoodsLine(GoodsTold):
    """A line of a cart or an order; quantity 0 means removed. Without a title its name is the sku."""

    variant: Annotated[str | None, *title_line(100)] = None
    price: MaybeAmount = None
    image: Annotated[str | None, BeforeValidator(check_picture_address), Field(description=_PICTURE)] = None

    def build_item(self, currency: str) -> events.Item:
        """Convert the line into an event's item."""
        return events.Item(
            sku=self.sku or "",
            title=self.called,
            variant=self.variant or "",
            quantity=self.pieces,
            price=None if self.price is None else Money.parse(self.price, currency),
            image=self.image or "",
            category=self.category or "",
            brand=self.brand or "",
            size=self.size or "",
        )


def _items(lines: list[GoodsLine] | None, currency: str) -> tuple[events.Item, ...]:
    return tuple(item for item in (one.build_item(currency) for one in lines or ()) if item.quantity)


class CartData(Data):
    """A cart in its current state; abandoned when nothing happened for the delay of the first step."""

    EXAMPLES: ClassVar = {"": CART}

    cart_id: Id
    currency: Currency
    total: Amount
    items: Lines[GoodsLine] = None
    checkout_url: Link
    customer: CustomerNamed | None = None
    consent: Consents = None

    def event(self, told: EventTiming) -> events.CartUpdated:
        return events.CartUpdated(
            cart=self.cart_id,
            total=Money.parse(self.total, self.currency),
            items=_items(self.items, self.currency),
            checkout_url=self.checkout_url,
            customer=customer(self.customer),
            occurred_at=told.at,
            consents=read_consents(self.consent, told.now),
        )


def _code(value: object) -> object:
    """Return a code: the word itself, or the ``code`` in an object, as some shops send it."""
    return value.get("code") if isinstance(value, dict) else value


_Code = Annotated[str | None, *line(255), BeforeValidator(_code)]


class _Order(Data):
    order_id: Id
    number: Annotated[str | None, *line(40), Field(description="its number for people; default: its id")] = None
    cart_id: Annotated[MaybeId, Field(description="the cart that it was")] = None
    items: Lines[GoodsLine] = None
    discount_codes: Annotated[list[_Code] | None, field_types.keep_first(_MOST_CODES)] = None
    customer: CustomerNamed | None = None

    def _build_order(self, told: EventTiming, total: Decimal, currency: str) -> events.OrderCreated:
        return events.OrderCreated(
            order=self.order_id,
            number=self.number or self.order_id,
            total=Money.parse(total, currency),
            items=_items(self.items, currency),
            customer=customer(self.customer),
            occurred_at=told.at,
            carts=(self.cart_id,) if self.cart_id else (),
            discount_codes=tuple(code for code in self.discount_codes or () if code),
        )


class OrderData(_Order):
    """A placed order. It counts from now on, unless it is cancelled later."""

    EXAMPLES: ClassVar = {"": _ORDER}

    currency: Currency
    total: Amount

    def event(self, told: EventTiming) -> events.Event:
        return self._build_order(told, self.total, self.currency)


class PaidOrderData(OrderData):
    """A paid order: the whole order, because the event of its placing may be missing."""

    def event(self, told: EventTiming) -> events.Event:
        return events.OrderPaid(self._build_order(told, self.total, self.currency), told.at)


class CancelledOrderData(_Order):
    """A cancelled order, which no longer counts: its id, and the rest of it if available."""

    EXAMPLES: ClassVar = {"": {"order_id": "o1"}}

    currency: MaybeCurrency = None
    total: MaybeAmount = None

    def event(self, told: EventTiming) -> events.OrderCancelled:
        if self.total is None or self.currency is None:
            return events.OrderCancelled(self.order_id, told.at)
        return events.OrderCancelled(self.order_id, told.at, self._build_order(told, self.total, self.currency))


class Refunded(BaseModel):
    """The amount of this refund; it is in the order's currency if it names no other."""

    total: Amount
    currency: MaybeCurrency = None


class RefundData(Data):
    """A refund: ``refunded.total`` is the amount refunded now, and several refunds of an order add up.

    If ``refunded`` is missing, ``total`` is the amount refunded now; otherwise ``total`` is ignored.
    """

    EXAMPLES: ClassVar = {"": {"order_id": "o1", "refunded": {"total": "7.50"}}}
    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["refunded"]}, {"required": ["total"]}]})

    order_id: Id
    refunded: Refunded | None = None
    currency: MaybeCurrency = None
    total: MaybeAmount = None

    @field_validator("total", mode="wrap")
    @classmethod
    def _read_refund(cls, value: object, read: Any, info: ValidationInfo) -> Decimal | None:
        if info.data.get("refunded", ...) is not None:
            return None
        found: Decimal | None = read(value)
        if found is None:
            raise ValueError("is missing")
        return found

    def event(self, told: EventTiming) -> events.OrderRefunded:
        currency = (self.refunded and self.refunded.currency) or self.currency or _OF_THE_ORDER
        amount = self.refunded.total if self.refunded else self.total
        assert amount is not None, "one of the two is there"
        return events.OrderRefunded(self.order_id, told.event, Money.parse(amount, currency), told.at)


class _ParcelMoved(Data):
    order_id: Id
    carrier: Annotated[str | None, *line(100)] = None
    tracking_url: MaybeLink = None
    expected: Annotated[str | None, *line(40)] = None

    def _parcel(self) -> tuple[str, str, str]:
        return self.carrier or "", self.tracking_url or "", self.expected or ""


class ShippedOrderData(_ParcelMoved):
    """A shipped order."""

    EXAMPLES: ClassVar = {"": {"order_id": "o1", "carrier": "Post", "tracking_url": "https://track.example/1"}}

    def event(self, told: EventTiming) -> events.OrderShipped:
        return events.OrderShipped(self.order_id, told.at, *self._parcel())


class DeliveredOrderData(_ParcelMoved):
    """A delivered order."""

    EXAMPLES: ClassVar = {"": {"order_id": "o1"}}

    def event(self, told: EventTiming) -> events.OrderDelivered:
        return events.OrderDelivered(self.order_id, told.at, *self._parcel())


class ConsentData(Data):
    """A customer's consent to messages, or its revocation."""

    EXAMPLES: ClassVar = {
        "": {"customer": CUSTOMER, "consent": CONSENT},
        "taken back": {"customer": CUSTOMER, "consent": {"channel": SMS.name, "action": "revoked"}},
    }

    customer: CustomerNamed | None = None
    consent: Consents

    @field_validator("consent")
    @classmethod
    def _check_channel(cls, value: Consents) -> Consents:
        if not any(value if isinstance(value, list) else [value]):
            raise ValueError("is missing, or for an unknown channel")
        return value

    def event(self, told: EventTiming) -> events.CustomerConsented:
        return events.CustomerConsented(customer(self.customer), read_consents(self.consent, told.now), told.at)


TOLD: Mapping[str, type[Data]] = {
    "cart.updated": CartData,
    "cart.abandoned": CartData,
    "order.created": OrderData,
    "order.paid": PaidOrderData,
    "order.cancelled": CancelledOrderData,
    "order.refunded": RefundData,
    "order.shipped": ShippedOrderData,
    "order.delivered": DeliveredOrderData,
    "customer.consented": ConsentData,
}
"""The data model of each type."""
