"""The tables that name people in every business: names, carts, orders, messages and their dependents."""

from __future__ import annotations

from storage.consent.preferences import PreferenceBook
from storage.consent.privacy_limits import PrivacyLimits
from storage.identity.people_search import PeopleSearch
from storage.identity.personal_tables import Personal
from storage.people.data_requests import DataRequests
from storage.schema import (
    addresses,
    attachments,
    attributions,
    carts,
    clicks,
    consents,
    customer_totals,
    data_requests,
    discounts,
    draws,
    events,
    invites,
    links,
    messages,
    name_parts,
    order_lines,
    orders,
    outbox,
    places,
    preferences,
    privacy_limits,
    questions,
    runs,
    staff,
    waits,
)
from storage.sending.attachments import Attachments
from storage.sending.holdout_draws import Draws

WORDLESS = {"text": None, "data": None, "variables": None, "buttons": None, "media": None}
"""The values that remain of a message's words."""
REMOVED = WORDLESS | {"text": "(removed: a customer was erased)"}
"""The values that remain of a message to or from another person, with the reason for its reader."""
UNASKED = {"choices": None, "data": None}
"""The values that remain of a message's question."""
PLACELESS = {"country": None, "region": None, "timezone": None}
"""The values that remain of a number's place."""


PERSONAL = (
    Personal(
        addresses, moves=True, told=True, cleared=PLACELESS
    ),  # replaced by a hash each (storage/erasure/erasure.py)
    Personal(
        name_parts,
        merge=lambda tx, contact, into: PeopleSearch(tx).merge(contact, into),
        forget=lambda unit, people, _scrub, _now: unit.of(PeopleSearch).forget(people),
    ),
    Personal(places, moves=True, told=True, removed=True),
    Personal(consents, told=True),  # a ledger; names in its words are removed (storage/erasure/order_names.py)
    Personal(
        preferences,
        told=True,
        removed=True,
        merge=lambda tx, contact, into: PreferenceBook(tx).merge(contact, into),
    ),
    Personal(
        privacy_limits,
        told=True,
        removed=True,
        merge=lambda tx, contact, into: PrivacyLimits(tx).merge(contact, into),
    ),
    Personal(
        data_requests,
        moves=True,
        told=True,
        forget=lambda unit, people, _scrub, now: unit.of(DataRequests).forget(people, now),
    ),
    Personal(carts, moves=True, dealings=True, more=True, told=True, cleared={"checkout_url": "", "mail": None}),
    Personal(
        orders,
        moves=True,
        dealings=True,
        more=True,
        told=True,
        cleared={"tracking_url": None, "carrier": None, "mail": None},
    ),
    Personal(order_lines, moves=True, removed=True),
    Personal(customer_totals, told=True, removed=True),
    Personal(messages, moves=True, more=True, told=True, cleared=WORDLESS),
    Personal(attachments, moves=True, forget=lambda unit, people, _scrub, _now: unit.of(Attachments).forget(people)),
    Personal(questions, moves=True, cleared=UNASKED),
    Personal(links, moves=True, told=True, cleared={"url": ""}),
    Personal(clicks, told=True),
    Personal(discounts, moves=True, told=True),
    Personal(attributions, told=True),
    Personal(draws, told=True, merge=lambda tx, contact, into: Draws(tx).merge(contact, into)),
    Personal(events, moves=True),  # later news is stored without names (storage/erasure/erasure.py)
    Personal(invites, moves=True, cleared={"payload": None}),
    Personal(outbox, moves=True),
    Personal(runs, moves=True),
    Personal(waits, moves=True),
    Personal(staff, moves=True, answers=("contact",)),
)
