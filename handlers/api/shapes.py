"""What the API's document says of values that are read by hand, so that whatever fits it is taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flows.channels import CHANNELS
from handlers.api.event_data import ACTIONS, PROGRAMMES, PURPOSES
from handlers.reading import CURRENCIES, EARLIEST, LARGEST_PRICE, LARGEST_QUANTITY, MOST_LINES

# No blank at either end, no two together, nothing that no screen shows: handlers.reading.clean leaves it as it is.
_LETTER = r"[^\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028-\u202f\u205f\u2066-\u2069\u3000\ufeff\ufffe\uffff]"
LINE = rf"^({_LETTER}+( {_LETTER}+)*)?$"
"""A line of text as it stands in a business file; it may be empty."""
MOMENT: Mapping[str, Any] = {
    "type": "string",
    "format": "date-time",
    "pattern": rf"^({EARLIEST.year // 10}[0-9]|[2-8][0-9]{{3}})-",
}
"""A time with its offset, not before 1990; nobody means one of the years from 9000 on."""
COUNTRY: Mapping[str, Any] = {"type": ["string", "null"], "pattern": "^([A-Za-z]{2})?$"}
"""Two letters (ISO 3166); empty is as null."""
EVENT_ID = "^[!-~]([ -~]*[!-~])?$"
"""An id of the caller's own: printable, without blanks at its ends."""
_ID: Mapping[str, Any] = {"type": ["string", "integer"], "pattern": r"^[!-~]{1,255}$", "minimum": 0, "maximum": 10**18}
_AMOUNT: Mapping[str, Any] = {
    "type": ["string", "integer"],
    "pattern": r"^[0-9]{1,9}(\.[0-9]{1,6})?$",
    "minimum": 0,
    "maximum": LARGEST_PRICE,
}
_LINK: Mapping[str, Any] = {
    "type": "string",
    "pattern": r"^https?://[a-z0-9]{1,20}(\.[a-z]{2,10}){1,3}(/[!#-\[\]-~]{0,200})?$",
}
_SEEN: Mapping[str, Any] = {"type": "string", "pattern": "[!-~]"}
_TEXT: Mapping[str, Any] = {"type": ["string", "null"]}
_ITEM: Mapping[str, Any] = {
    "type": "object",
    "required": ["title"],
    "properties": {
        "sku": _TEXT,
        "title": _SEEN,
        "variant": _TEXT,
        "quantity": {"type": "integer", "minimum": 0, "maximum": LARGEST_QUANTITY},
        "price": _AMOUNT,
    },
}
_CONSENT: Mapping[str, Any] = {
    "type": "object",
    "required": ["channel", "source", "text", "at"],
    "properties": {
        "channel": {"enum": [*CHANNELS]},
        "purpose": {"enum": sorted(PURPOSES)},
        "programme": {"enum": sorted(PROGRAMMES)},
        "action": {"enum": sorted(ACTIONS)},
        "source": _SEEN,
        "text": _SEEN,
        "at": MOMENT,
        "double": {"type": "boolean"},
        "ip": _TEXT,
        "user_agent": _TEXT,
    },
}
_NAMED = ("name", "email", *(one.field for one in CHANNELS.values()), "locale", "timezone", "region", "postal_code")
CART: Mapping[str, Any] = {
    "type": "object",
    "required": ["cart_id", "currency", "total", "checkout_url"],
    "properties": {
        "cart_id": _ID,
        "currency": {"enum": sorted(CURRENCIES)},
        "total": _AMOUNT,
        "checkout_url": _LINK,
        "items": {"type": "array", "maxItems": MOST_LINES, "items": _ITEM},
        "customer": {
            "type": "object",
            "properties": {"id": _ID, "country": COUNTRY} | dict.fromkeys(_NAMED, _TEXT),
        },
        "consent": _CONSENT,
    },
}
"""The data of cart.updated."""
