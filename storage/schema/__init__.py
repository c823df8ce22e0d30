"""The common tables, a module for each group of nouns; storage/README.md describes their content.

Every row belongs to a business: primary keys are (business, id) and foreign keys are composite, so that no row can
point into another tenant. Texts and phones of people are only in contacts, name_parts, addresses, places, messages,
attachments, events, orders, carts, delivery_addresses and consent_proofs. So erasure has few places to scrub and never
touches a ledger.
"""

from __future__ import annotations

from storage.schema.account_tables import (
    api_keys,
    api_requests,
    audit,
    audit_checkpoints,
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
from storage.schema.approval_tables import approvals
from storage.schema.audience_tables import segment_members, segment_nights, segments
from storage.schema.campaign_tables import campaign_changes, campaigns
from storage.schema.catalogue_tables import inventory, products, shops, stocks
from storage.schema.code_tables import campaign_codes, code_pools, own_codes
from storage.schema.contact_tables import (
    addresses,
    consent_proofs,
    consents,
    contacts,
    disclosures,
    name_parts,
    permissions,
    places,
    preferences,
    privacy_limits,
    recorded_pairs,
)
from storage.schema.customer_total_tables import customer_cuts, customer_totals
from storage.schema.event_tables import events, spools
from storage.schema.helpdesk_tables import customer_questions, filed_answers, saved_answers
from storage.schema.job_tables import job_parts, jobs, store_imports
from storage.schema.message_tables import ASKS, FLYING, attachments, mentions, messages, questions, rulings, verdicts
from storage.schema.outbox_tables import calls, outbox
from storage.schema.outcome_tables import attributions, clicks, discounts, draws, links
from storage.schema.page_tables import page_sessions
from storage.schema.plan_tables import plan_entries, plan_versions, plans
from storage.schema.privacy_tables import data_requests, record_codes
from storage.schema.profile_tables import customer_notes, customer_tags, loyalty, returned_lines, returns, visits
from storage.schema.promotion_tables import (
    charges,
    conversions,
    invoices,
    promotions,
    prompts,
    sponsor_brands,
    sponsors,
)
from storage.schema.run_tables import runs, waits
from storage.schema.sourcing_tables import (
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
from storage.schema.storefront_tables import cart_tokens, carts, order_lines, orders, refunds
from storage.schema.tenancy import metadata
