"""The tables that everything shares, a module for each group of nouns; docs/architecture.md says what they keep.

Every row belongs to a business: primary keys are (business, id) and foreign keys are composite, so that no row can
point into another tenant. Texts and phones of people live only in contacts, addresses, messages, events, orders and
carts, so that erasure has few places to scrub and never touches a ledger.
"""

from __future__ import annotations

from storage.schema.accounts import api_keys, audit, businesses, credentials, invites, revisions, senders, staff
from storage.schema.conversation import messages, runs, verdicts, waits
from storage.schema.delivery import calls, outbox
from storage.schema.news import events, spools
from storage.schema.people import addresses, consent_proofs, consents, contacts, permissions
from storage.schema.results import attributions, clicks, discounts, draws, links
from storage.schema.shop import cart_tokens, carts, orders, refunds
from storage.schema.tenancy import metadata

__all__ = [
    "addresses",
    "api_keys",
    "attributions",
    "audit",
    "businesses",
    "calls",
    "cart_tokens",
    "carts",
    "clicks",
    "consent_proofs",
    "consents",
    "contacts",
    "credentials",
    "discounts",
    "draws",
    "events",
    "invites",
    "links",
    "messages",
    "metadata",
    "orders",
    "outbox",
    "permissions",
    "refunds",
    "revisions",
    "runs",
    "senders",
    "spools",
    "staff",
    "verdicts",
    "waits",
]
