"""Events as values: parsed from stores, channels and our own API, stored once, and then handled.

Texts, names, phone numbers and amounts are stored as received; phone numbers are normalised when the person is looked
up. ``occurred_at`` is aware UTC and never later than the arrival: parsers of outside events clamp it.
"""

from __future__ import annotations

from flows.events.cart_events import CartUpdated
from flows.events.cart_items import Item
from flows.events.customer_activity_events import CustomerVisited, LoyaltyProgressed, ReturnCompleted, ReturnedItem
from flows.events.customer_events import (
    CustomerConsented,
    CustomerUpdated,
    DataRequested,
    MarketingEnded,
    PersonRedacted,
    StoreRedacted,
    StoreTested,
    StoreUninstalled,
)
from flows.events.event import Event
from flows.events.external_person import AGREES, LONGEST_CITY, ConsentAction, ConsentGiven, Customer, Means, Teller
from flows.events.message_events import (
    AddressChanged,
    ComplaintArrived,
    LinkVisited,
    Media,
    MessageOpened,
    MessageReceived,
    ReceiptArrived,
)
from flows.events.payment_events import (
    LinkEnded,
    PaymentArrived,
    RefundMoved,
    SponsorInvoiceAnswered,
    SponsorInvoiceMoved,
)
from flows.events.purchase_events import (
    OrderCancelled,
    OrderCreated,
    OrderDelivered,
    OrderPaid,
    OrderProgressed,
    OrderRefunded,
    OrderReserved,
    OrderShipped,
    ReservedItem,
)
from flows.events.segment_events import SegmentEntered, SegmentLeft

EVENTS: tuple[type[Event], ...] = (
    CartUpdated, OrderCreated, OrderPaid, OrderCancelled, OrderRefunded, OrderShipped, OrderDelivered,
    OrderProgressed, OrderReserved, CustomerConsented, CustomerUpdated, PersonRedacted, DataRequested, StoreRedacted,
    StoreUninstalled, StoreTested, MessageReceived, ReceiptArrived, AddressChanged, LinkVisited, PaymentArrived,
    ComplaintArrived, LinkEnded, RefundMoved, SegmentEntered, SegmentLeft, MarketingEnded,
    MessageOpened,
)  # fmt: skip

__all__ = [
    "AGREES", "EVENTS", "LONGEST_CITY", "AddressChanged", "CartUpdated", "ComplaintArrived", "ConsentAction",
    "ConsentGiven", "Customer", "CustomerConsented", "CustomerUpdated", "CustomerVisited", "DataRequested", "Event",
    "Item", "LinkEnded", "LinkVisited", "LoyaltyProgressed", "MarketingEnded", "Means", "Media", "MessageOpened",
    "MessageReceived", "OrderCancelled", "OrderCreated", "OrderDelivered", "OrderPaid", "OrderProgressed",
    "OrderRefunded", "OrderReserved", "OrderShipped", "PaymentArrived", "PersonRedacted", "ReceiptArrived",
    "RefundMoved", "ReservedItem", "ReturnCompleted", "ReturnedItem", "SegmentEntered", "SegmentLeft",
    "SponsorInvoiceAnswered", "SponsorInvoiceMoved", "StoreRedacted", "StoreTested", "StoreUninstalled", "Teller",
]  # fmt: skip
