"""What happened, as values: read from stores, channels and our own API, stored once, and decided upon.

Texts, names, phones and amounts are kept as they were read; phones are normalised where the person is looked up.
``occurred_at`` is aware UTC and never later than the moment of arrival: whoever reads it from outside clamps it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from flows.delivery import Failure
from flows.money import Money
from flows.policy.facts import ToldPlace


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a cart or an order; ``price`` is for one piece."""

    sku: str
    title: str
    variant: str = ""
    quantity: int = 1
    price: Money | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """A person as another system describes them. ``id`` is that system's own; phones may be in national form.

    ``places`` are all their addresses where it names several; ``country`` to ``postal_code`` are of the main one.
    """

    id: str | None = None
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    whatsapp: str | None = None
    telegram: str | None = None
    locale: str | None = None
    timezone: str | None = None
    country: str | None = None
    region: str | None = None
    postal_code: str | None = None
    orders: int | None = None
    places: tuple[ToldPlace, ...] = ()


class ConsentAction(StrEnum):
    """A line of the consent ledger."""

    GRANTED = "granted"  # agreed once, at a checkout or by a keyword
    CONFIRMED = "confirmed"  # said yes to our question too, or did so elsewhere
    REVOKED = "revoked"  # said stop, in whatever words


class Teller(StrEnum):
    """Who told us of a consent, or of its end. What a person ended by word or silence, only that person brings back."""

    PERSON = "person"  # their own words or tap, in their own chat; also through their carrier or provider
    SILENCE = "silence"  # no answer to whether our messages shall stop: 47 CFR 64.1200(a)(12)
    SHOP = "shop"  # the shop's software, for what they did there


class Means(StrEnum):
    """How somebody agreed."""

    ANSWER = "answer"  # they wrote back to our question
    BUTTON = "button"  # they pressed a button under it
    KEYWORD = "keyword"  # START, JOIN or a hello in their own chat, which brings back what they had
    INVITE = "invite"  # they opened a link beside which it was shown, as on a page of the shop
    BOX = "box"  # they ticked the box of the shop's checkout
    TOLD = "told"  # as the shop's software tells; its source says where


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """A person agreed to (or took back) messages; ``programmes`` empty means the shop's own two, never partners'.

    ``double`` says that a second step was already done elsewhere: neither ask nor confirmation is sent.
    ``address`` narrows it to one phone or chat; None means the customer's address on that channel. ``dated`` False
    says that ``at`` is not when they agreed, only when the cart that carries the box was last saved: such a consent
    never lifts a revocation, nor does one of a date in the future. ``told_at`` is the date as it was told. ``shown``
    are the words beside the box, where ``text`` is not what they were shown.
    """

    channel: str
    action: ConsentAction
    source: str
    text: str
    at: datetime
    purpose: str = "marketing"
    programmes: tuple[str, ...] = ()
    double: bool = False
    address: str | None = None
    ip: str | None = None
    user_agent: str | None = None
    dated: bool = True
    told_at: datetime | None = None
    means: Means = Means.TOLD
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class CartUpdated:
    """A cart as it stands. ``cart`` is the shop's id; ``tokens`` are its other names (an order may use any of them)."""

    cart: str
    total: Money
    items: tuple[Item, ...]
    checkout_url: str
    customer: Customer
    occurred_at: datetime
    tokens: tuple[str, ...] = ()
    consents: tuple[ConsentGiven, ...] = ()
    completed: bool = False


@dataclass(frozen=True, slots=True)
class OrderCreated:
    """An order was placed; ``carts`` are the ids or tokens of its cart, ``number`` is what people call it."""

    order: str
    number: str
    total: Money
    items: tuple[Item, ...]
    customer: Customer
    occurred_at: datetime
    carts: tuple[str, ...] = ()
    discount_codes: tuple[str, ...] = ()
    paid: bool = False


@dataclass(frozen=True, slots=True)
class OrderPaid:
    """The money of an order arrived. Carries the whole order: it may be the first that is heard of it."""

    created: OrderCreated
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class OrderCancelled:
    """An order was called off; its money no longer counts. ``created`` is there when the shop sent the order along."""

    order: str
    occurred_at: datetime
    created: OrderCreated | None = None


@dataclass(frozen=True, slots=True)
class OrderRefunded:
    """Money went back: ``amount`` is what is refunded now, ``refund`` the shop's id of this refund."""

    order: str
    refund: str
    amount: Money
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class OrderShipped:
    """An order left the shop."""

    order: str
    occurred_at: datetime
    carrier: str = ""
    tracking_url: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class OrderDelivered:
    """An order reached its customer."""

    order: str
    occurred_at: datetime
    carrier: str = ""
    tracking_url: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class ReservedItem:
    """Something that is to be had before it is paid; ``size`` is "" for what has none."""

    sku: str
    size: str
    quantity: int


@dataclass(frozen=True, slots=True)
class OrderReserved:
    """A customer wants these and pays when they are there; ``express`` for a fee, within a day.

    ``written_at`` is the address, with its channel, at which they agreed to it, where that was in a chat with us.
    """

    order: str
    number: str
    items: tuple[ReservedItem, ...]
    express: bool
    customer: Customer
    occurred_at: datetime
    written_at: tuple[UUID, str] | None = None


@dataclass(frozen=True, slots=True)
class CustomerConsented:
    """A person's consent changed, outside of any cart."""

    customer: Customer
    consents: tuple[ConsentGiven, ...]
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class CustomerUpdated:
    """What a shop knows of a person changed; consents it carries are those with a date."""

    customer: Customer
    occurred_at: datetime
    consents: tuple[ConsentGiven, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonRedacted:
    """A shop's platform asks us to erase a person (Shopify ``customers/redact``)."""

    customer: Customer
    orders: tuple[str, ...]
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class DataRequested:
    """A person asks what is known of them (Shopify ``customers/data_request``): the owner is told."""

    customer: Customer
    orders: tuple[str, ...]
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class StoreRedacted:
    """48 hours after removal a platform asks us to erase a shop's people (Shopify ``shop/redact``)."""

    store: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class StoreUninstalled:
    """The shop removed the app: its credentials are dead, and nothing more is sent in its name."""

    store: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class Media:
    """Something a person sent that is not text. ``url`` is the provider's and needs its credentials."""

    kind: str
    url: str
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class MessageReceived:
    """A person wrote. ``address`` is theirs on the channel, ``to`` our sender, ``phone`` their number where shown.

    ``other`` is a second name of the same address (a WhatsApp business-scoped id beside a phone).
    ``button`` is the payload of a pressed button, ``reply_to`` the provider's id of the message they answer.
    ``keyword`` is what the provider itself made of it: ``STOP``, ``START`` or ``HELP`` (Twilio ``OptOutType``).
    ``start`` is the token of a Telegram ``/start``; "" is a bare one.
    """

    channel: str
    address: str
    to: str
    provider_id: str
    text: str
    occurred_at: datetime
    phone: str | None = None
    other: str | None = None
    name: str | None = None
    locale: str | None = None
    media: tuple[Media, ...] = ()
    button: str | None = None
    reply_to: str | None = None
    forwarded: bool = False
    edited: bool = False
    keyword: str | None = None
    start: str | None = None
    chat: str = "private"
    callback: str | None = None

    @property
    def key(self) -> str:
        """What makes it the same message when it is told again."""
        return f"{self.channel}:{self.provider_id}"


@dataclass(frozen=True, slots=True)
class ReceiptArrived:
    """A provider tells how far a message came. ``message`` is our id when it rode in the callback's address.

    ``status`` is one of sending, sent, delivered, read, failed (queued and accepted count as sending). ``detail`` is
    what the staff can do about ``code``; it holds no phone and no text.
    """

    channel: str
    provider_id: str
    status: str
    occurred_at: datetime
    message: UUID | None = None
    failure: Failure | None = None
    code: str | None = None
    price: Money | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AddressChanged:
    """A person blocked our bot, or let it in again: ``state`` is ``blocked`` or ``usable``."""

    channel: str
    address: str
    state: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class LinkVisited:
    """A short link was opened; ``robot`` when a preview fetched it rather than a person."""

    code: str
    robot: bool
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class PaymentArrived:
    """Somebody paid. ``amount`` is what was paid, whatever had been asked for.

    ``reference`` is our id of the payment, which went out with its link; "" where the provider did not say. ``link``
    and ``payment`` are the provider's ids.
    """

    provider: str
    reference: str
    link: str
    payment: str
    amount: Money
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class LinkEnded:
    """A payment link is over, unpaid: ``state`` is expired, cancelled, or failed (a payment under way bounced)."""

    provider: str
    reference: str
    link: str
    state: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class RefundMoved:
    """Where a refund stands: ``state`` is pending, processed or failed. News of it may come in any order.

    ``reference`` is our id of the refund; "" where it is none of ours, or the provider did not say.
    """

    provider: str
    reference: str
    refund: str
    payment: str
    state: str
    amount: Money
    occurred_at: datetime


Outside: TypeAlias = (
    CartUpdated
    | OrderCreated
    | OrderPaid
    | OrderCancelled
    | OrderRefunded
    | OrderShipped
    | OrderDelivered
    | OrderReserved
    | CustomerConsented
    | CustomerUpdated
    | PersonRedacted
    | DataRequested
    | StoreRedacted
    | StoreUninstalled
    | MessageReceived
    | ReceiptArrived
    | AddressChanged
    | LinkVisited
    | PaymentArrived
    | LinkEnded
    | RefundMoved
)
