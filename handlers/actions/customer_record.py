"""A customer's record in readable form, for pages and files.

The complete form, column by column, is the JSON of ``parley export contact``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flows.phrase import At, Lines, Ours, Shows, Text, phrase
from storage.erasure.personal_record import MONEY, Known
from templates.message_values import disarm_taps, one_line

RAW = "told"
"""The section that this form leaves out: raw notices of the shop's system. They are long, and the shop has them."""
RECIPIENTS = "recipients"
"""The section with those who got data."""


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
    "consents": Section("at", ("action", "programme", "partners", "channel", "means", "source", "shown")),
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
    "campaigns": Section("at", ("name", "people")),
    "audiences": Section(None, ("name",)),
    "draws": Section(None, ("experiment",)),
    "messages": Section("created_at", ("direction", "channel", "text", "media"), Shows.YEAR),
    "links": Section("created_at", ("url",)),
    "clicks": Section("at", (), Shows.YEAR),
    RECIPIENTS: Section(None, ("recipient", "gets")),
    "data_requests": Section("asked_at", ("source", "closed_at")),
}  # fmt: skip
_LABELLED = frozenset({
    *_ORDER_DAYS, "refunded", "returned", "fee", "credit", "promised_at", "used_at", "told_at", "ended_at",
    "expires_at", "reward_expires", "last_purchase_at", "kept", "spend",
    "days_apart", "paused_until", "closed_at",
})  # fmt: skip
_COUNTS = frozenset({"orders", "clicks", "visits", "returns"})
"""Columns whose values need a word before them: ``record_of_<column>`` in templates/phrases."""


_SAID: Mapping[str, frozenset[str]] = {
    "direction": frozenset({"in", "out"}),
    "action": frozenset({"granted", "confirmed", "revoked", "ended"}),
    "programme": frozenset({"reminders", "offers", "partner_offers", "waitlist"}),
    "state": frozenset({"usable", "suppressed", "blocked", "gone"}),
    "means": frozenset({"answer", "button", "keyword", "invite", "box", "told", "link"}),
    "gets": frozenset({"messages", "payments", "figures"}),
}
"""The values that have words of their own, by column: ``record_<column>_<value>`` in templates/phrases."""


def describe_record(known: Known, currency: str) -> Iterator[tuple[Text, Sequence[Text]]]:
    """Yield a heading for each kind of rows, with a line for each row.

    Amounts with no currency of their own are in ``currency``.
    """
    for noun in (*(one for one in SECTIONS if one in known), *(one for one in known if one not in SECTIONS)):
        if noun != RAW:
            head = phrase(f"record_{noun}", many=len(known[noun])) if noun in SECTIONS else Ours(_name_noun(noun))
            yield head, [_line(row, SECTIONS.get(noun), currency) for row in known[noun]]


def _line(row: Mapping[str, Any], section: Section | None, currency: str) -> Text:
    """Format a row as "2 Mar 2026: a, b, c"; if its kind has no section, every column is shown."""
    columns = tuple(row) if section is None else section.columns
    values = Lines(tuple(_value(row, name, currency) for name in columns if row.get(name) is not None), between=", ")
    if section is None or section.date is None or section.date not in row:
        return values
    date = phrase("record_date", at=At(datetime.fromisoformat(row[section.date]), section.shows))
    return Lines((date, values), between=": ")


def _value(row: Mapping[str, Any], name: str, currency: str) -> Text:
    value = row[name]
    if name in _SAID and value in _SAID[name]:
        return phrase(f"record_{name}_{value}")
    if name.endswith(("_at", "_until", "_expires")):
        shown: Text = phrase("record_date", at=At(datetime.fromisoformat(value), Shows.DAY))
    else:
        shown = disarm_taps(one_line(_text(row, name, currency)))
    label = f"{name}_count" if name in _COUNTS else name
    return phrase(f"record_of_{label}", value=shown) if name in _LABELLED | _COUNTS else shown


def _text(row: Mapping[str, Any], name: str, currency: str) -> str:
    value = row[name]
    if name in MONEY and isinstance(value, str):
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
