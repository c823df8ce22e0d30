"""The tables that everything shares, a module for each group of nouns; storage/README.md says what they keep.

Every row belongs to a business: primary keys are (business, id) and foreign keys are composite, so that no row can
point into another tenant. Texts and phones of people live only in contacts, name_parts, addresses, places, messages,
attachments, events, orders, carts, delivery_addresses and consent_proofs, so that erasure has few places to scrub and
never touches a ledger.
"""

from __future__ import annotations

from storage.schema.accounts import (
    api_keys,
    api_requests,
    audit,
    businesses,
    chosen_settings,
    clocks,
    credentials,
    deeds,
    invites,
    revisions,
    roots,
    senders,
    session_menus,
    setup_steps,
    staff,
)
from storage.schema.approvals import approvals
from storage.schema.audiences import segment_members, segment_nights, segments
from storage.schema.campaigns import campaign_changes, campaigns
from storage.schema.catalogue import inventory, products, shops, stocks
from storage.schema.codes import campaign_codes, code_pools, own_codes
from storage.schema.delivery import calls, outbox
from storage.schema.helpdesk import customer_questions, filed_answers, saved_answers
from storage.schema.jobs import job_parts, jobs, store_imports
from storage.schema.messages import ASKS, FLYING, attachments, mentions, messages, questions, rulings, verdicts
from storage.schema.news import events, spools
from storage.schema.people import (
    addresses,
    consent_proofs,
    consents,
    contacts,
    disclosures,
    name_parts,
    permissions,
    places,
    recorded_pairs,
)
from storage.schema.plans import plan_entries, plan_versions, plans
from storage.schema.profiles import customer_notes, customer_tags, loyalty, returned_lines, returns, visits
from storage.schema.results import attributions, clicks, discounts, draws, links
from storage.schema.runs import runs, waits
from storage.schema.shop import cart_tokens, carts, order_lines, orders, refunds
from storage.schema.sourcing import (
    credits,
    delivery_addresses,
    earnings,
    order_history,
    order_notes,
    payments,
    photos,
    promises,
    referrals,
    repayments,
    reservations,
    reserved_lines,
    restock_plans,
    stock_asks,
    waiting_people,
)
from storage.schema.tenancy import metadata
from storage.schema.totals import customer_cuts, customer_totals
