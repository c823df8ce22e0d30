"""A customer's record in readable form: /known sends it to a customer who asks for their data.

The complete form, column by column, is the JSON of ``parley export contact``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flows.phrase import At, Lines, Ours, Shows, Text, phrase
from storage.erasure.personal_record import Known
from templates.message_values import disarm_taps, one_line

RAW = "told"
"""The section that this record leaves out: raw notices of the shop's system. They are long, and the shop has them."""


@dataclass(frozen=True, slots=True)
class Section:
    """How to show a kind of rows: the column with the date, and the columns that matter to the customer, in order."""

    date: str | None
    columns: tuple[str, ...]
    shows: Shows = Shows.DAY


_ORDER = ("number", "items", "total", "codes")
_DELIVERY = ("carrier", "tracking_url")
_ORDER_DAYS = ("paid_at", "shipped_at", "delivered_at", "cancelled_at")
SECTIONS: Mapping[str, Section] = {
    "person": Section(None, (
        "name", "city", "region", "postal_code", "country", "timezone", "locale", "writes", "birth_day", "birth_year",
        "acquired_from", "last_purchase_at",
    )),
    "addresses": Section("created_at", ("channel", "value", "state")),
    "places": Section("first_told_at", ("kind", "region", "postal_code", "country", "timezone", "source")),
    "consents": Section("at", ("action", "programme", "partners", "purpose", "source", "text")),
    "preferences": Section("at", ("days_apart", "paused_until")),
    "privacy_limits": Section("at", ("kind",)),
    "consent_proofs": Section(None, ("ip", "user_agent", "words")),
    "carts": Section("created_at", ("items", "total", "status")),
    "orders": Section("placed_at", (*_ORDER, *_ORDER_DAYS, "refunded", "returned", *_DELIVERY)),
    "reservations": Section(
        "created_at", ("status", "amount", "fee", "credit", "promised_at", "carrier", "tracking", "payment")
    ),
    "payments": Section("created_at", ("amount", "provider", "state", "paid_at")),
    "repayments": Section("created_at", ("amount", "provider", "state")),
    "refunds": Section("at", ("amount",)),
    "delivery_addresses": Section("at", ("text", "note")),
    "order_notes": Section("at", ("text",)),
    "photos": Section(None, ("kept",)),
    "returns": Section("at", ("ref", "city")),
    "returned_lines": Section(None, ("title", "brand", "category", "quantity", "reason")),
    "prompts": Section("decided_at", ("ref", "brand", "choice", "shown_at", "clicked_at", "bought_at")),
    "credits": Section("created_at", ("amount", "why", "used_at")),
    "referrals": Section("created_at", ()),
    "waiting_people": Section("since", ("size", "told_at")),
    "loyalty": Section("at", ("written", "progress", "goal", "reward", "reward_expires")),
    "customer_totals": Section(None, ("orders", "spend", "returns", "clicks", "visits")),
    "customer_tags": Section("at", ("written", "source")),
    "customer_notes": Section("at", ("text",)),
    "customer_questions": Section("asked_at", ("number", "ended", "ended_at")),
    "visits": Section("at", ("place", "page")),
    "discounts": Section("created_at", ("percent", "status", "expires_at")),
    "attributions": Section("at", ("reason",)),
    "plan_entries": Section("entered_at", ("kind", "stage", "ended", "ended_at")),
    "messages": Section("created_at", ("direction", "channel", "text", "media", "status"), Shows.YEAR),
    "links": Section("created_at", ("url",)),
    "clicks": Section("at", (), Shows.YEAR),
}  # fmt: skip
_MONEY = frozenset({"total", "amount", "fee", "credit", "refunded", "returned", "spend"})
_LABELLED = frozenset({
    *_ORDER_DAYS, "refunded", "returned", "fee", "credit", "promised_at", "used_at", "told_at", "ended_at",
    "expires_at", "reward_expires", "last_purchase_at", "kept", "spend",
    "days_apart", "paused_until",
})  # fmt: skip
_COUNTS = frozenset({"orders", "clicks", "visits", "returns"})
"""Columns whose values need a word before them: ``record_of_<column>`` in templates/phrases."""


def describe_record(known: Known, currency: str) -> Iterator[Text]:
    """Yield the record line by line: a heading for each kind of rows, and a line for each row.

    Amounts with no currency of their own are in ``currency``.
    """
    for noun in (*(one for one in SECTIONS if one in known), *(one for one in known if one not in SECTIONS)):
        if noun != RAW:
            yield phrase(f"record_{noun}", many=len(known[noun])) if noun in SECTIONS else _name_noun(noun)
            yield from (_line(row, SECTIONS.get(noun), currency) for row in known[noun])


def _line(row: Mapping[str, Any], section: Section | None, currency: str) -> Text:
    """Format a row as "- 2 Mar 2026: a, b, c"; if its kind has no section, every column is shown."""
    columns = tuple(row) if section is None else section.columns
    values = Lines(tuple(_value(row, name, currency) for name in columns if row.get(name) is not None), between=", ")
    if section is None or section.date is None or section.date not in row:
        return Lines((Ours("-"), values), between=" ")
    date = phrase("record_date", at=At(datetime.fromisoformat(row[section.date]), section.shows))
    return Lines((Ours("-"), Lines((date, values), between=": ")), between=" ")


def _value(row: Mapping[str, Any], name: str, currency: str) -> Text:
    value = row[name]
    if name.endswith(("_at", "_until", "_expires")):
        shown: Text = phrase("record_date", at=At(datetime.fromisoformat(value), Shows.DAY))
    else:
        shown = disarm_taps(one_line(_text(row, name, currency)))
    label = f"{name}_count" if name in _COUNTS else name
    return phrase(f"record_of_{label}", value=shown) if name in _LABELLED | _COUNTS else shown


def _text(row: Mapping[str, Any], name: str, currency: str) -> str:
    value = row[name]
    if name in _MONEY and isinstance(value, str):
        return f"{value} {row.get('currency') or currency}"
    if name == "percent":
        return f"{value}%"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(_show_item, value))
    return str(value)


def _show_item(value: Any) -> str:
    """Format an item of a list; goods have their title and quantity."""
    if not isinstance(value, Mapping):
        return str(value)
    title = str(value.get("title") or value.get("url") or value.get("kind") or "")
    return f"{value['quantity']} × {title}" if value.get("quantity", 1) != 1 else title


def _name_noun(noun: str) -> str:
    return noun.replace("_", " ").upper()
