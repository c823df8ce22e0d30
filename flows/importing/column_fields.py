"""The fields of a file's columns, for each kind of table, and the required ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from flows import channels


class Field(StrEnum):
    """A field of a column, by the names of ``--map``."""

    ID = "id"  # the customer's, in the shop's own system
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    PHONE = channels.SMS.field  # several may: each row takes the first that is a number
    WHATSAPP = channels.WHATSAPP.field
    TELEGRAM = channels.TELEGRAM.field  # the id of a chat
    EMAIL = channels.EMAIL.field
    LOCALE = "locale"
    TIMEZONE = "timezone"
    COUNTRY = "country"
    REGION = "region"
    CITY = "city"
    POSTAL_CODE = "postal_code"
    BIRTHDAY = "birthday"
    TAGS = "tags"
    ACQUIRED_FROM = "acquired_from"
    SINCE = "since"  # when they became a customer
    ORDERS = "orders"  # how many they placed before
    UPDATED_AT = "updated_at"  # as of when the row is
    SMS_CONSENT = f"{channels.SMS.name}_consent"  # yes or no
    WHATSAPP_CONSENT = f"{channels.WHATSAPP.name}_consent"
    TELEGRAM_CONSENT = f"{channels.TELEGRAM.name}_consent"
    EMAIL_CONSENT = f"{channels.EMAIL.name}_consent"
    CONSENT_SOURCE = "consent_source"  # where they agreed
    CONSENT_TEXT = "consent_text"  # the wording of the consent
    CONSENT_AT = "consent_at"  # when
    OPTED_OUT = "opted_out"  # yes, or when: they want no messages
    OPTED_OUT_REASON = "opted_out_reason"  # any words: they want no messages
    SUBSCRIPTION = "subscription"  # a status in words: "unsubscribed" is an opt-out, and nothing is a consent


class OrderField(StrEnum):
    """A field of a column in a file of orders; customer fields have the same names as in ``Field``, except the id."""

    ORDER = "order"  # the order's id, in the shop's own system
    NUMBER = "number"  # what people call it
    DATE = "date"  # when it was placed
    CUSTOMER = "customer"  # the customer's id, in the shop's own system
    PHONE = Field.PHONE.value
    WHATSAPP = Field.WHATSAPP.value
    EMAIL = Field.EMAIL.value
    NAME = Field.NAME.value
    COUNTRY = Field.COUNTRY.value
    SKU = "sku"
    TITLE = "title"
    VARIANT = "variant"
    SIZE = "size"
    BRAND = "brand"
    CATEGORY = "category"
    QUANTITY = "quantity"
    PRICE = "price"  # of one piece
    AMOUNT = "amount"  # of the line
    TOTAL = "total"  # of the order
    CURRENCY = "currency"
    DISCOUNT_CODE = "discount_code"
    STATUS = "status"  # in words: cancelled, refunded, shipped, delivered
    CANCELLED_AT = "cancelled_at"
    REFUNDED = "refunded"  # how much went back


AnyField = Field | OrderField
CONSENT_CHANNELS: Mapping[Field, str] = MappingProxyType({Field(f"{name}_consent"): name for name in channels.CHANNELS})
"""The channel of each field with a consent: every channel has one."""
CONSENTS = tuple(CONSENT_CHANNELS)
STOPS = (Field.OPTED_OUT, Field.OPTED_OUT_REASON, Field.SUBSCRIPTION)
"""Fields for opt-outs only; their values never grant consent."""
SEVERAL = frozenset({Field.PHONE, *CONSENTS, *STOPS})
"""Fields that may have several columns, which are all used."""


@dataclass(frozen=True, slots=True)
class Columned:
    """A kind of table: its fields, the table of their heads, the groups of fields (one of each group is required), and
    the error for a table without them."""

    fields: type[Field] | type[OrderField]
    heads: str
    needs: tuple[frozenset[str], ...]
    lacks: str


CUSTOMERS = Columned(
    Field,
    "heads.csv",
    (frozenset({Field.ID, Field.PHONE, Field.WHATSAPP, Field.TELEGRAM, Field.EMAIL}),),
    "no column holds a phone, an e-mail or an id, which are needed to identify people",
)
ORDERS = Columned(
    OrderField,
    "order_heads.csv",
    (
        frozenset({OrderField.ORDER, OrderField.NUMBER}),
        frozenset({OrderField.DATE}),
        frozenset({OrderField.PRICE, OrderField.AMOUNT, OrderField.TOTAL}),
    ),
    "an order needs an id or number, a date, and a price, amount or total; no column holds one",
)
