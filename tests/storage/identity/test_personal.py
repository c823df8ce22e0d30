"""Nobody is forgotten in a table: what names people and nobody declared fails here, with what to declare where."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import LargeBinary, String, Table, Text

from bot.conversations import HOLDINGS
from storage.schema import metadata
from tests.cases import each

# Rows of a person that need no declaration, and why.
_UNDECLARED = {
    "calls": "ids and amounts: what is asked of providers names nobody (handlers/calls)",
    "mentions": "ids alone; the messages are scrubbed (storage/erasure/mentions.py)",
}
# Columns of text that name people and are scrubbed by code of their own.
_SCRUBBED: Mapping[str, str] = {
    "addresses": "value sought state_reason",
    "attachments": "name body",  # the files go
    "carts": "cart items",
    "cart_tokens": "token",
    "consent_proofs": "ip user_agent words",
    "consents": "source text",
    "contacts": "name locale writes timezone country region city postal_code birth_day acquired_from",
    "customer_notes": "text",
    "customer_tags": "tag written source",  # the rows of all these go
    "name_parts": "part",
    "job_parts": "body",  # the files go
    "loyalty": "programme written reward",
    "returned_lines": "sku title size category brand reason",
    "returns": "source ref city",
    "visits": "place page",
    "disclosures": "text",
    "events": "external_id raw data reason",
    "messages": "key provider_id",
    "delivery_addresses": "text note",
    "order_notes": "text",
    "orders": "ref number items codes carts expected",
    "places": "country region postal_code timezone",
    "prompts": "ref notice candidates",
    "runs": "state",
}
# Columns of text that hold ids, kinds, codes, sums, or words of the business, its staff and its shops.
_OURS: Mapping[str, str] = {
    "addresses": "channel state",
    "api_keys": "hash scopes label",
    "api_requests": "request digest",
    "attachments": "media_type",
    "attributions": "reason",
    "audit": "actor_kind actor action about_kind about figures hash",
    "audit_checkpoints": "hash mark",
    "businesses": "id settings currency totals_in paused_by",
    "calls": "kind key request status provider_id code detail",
    "carts": "source currency status reason",
    "charges": "kind currency day period key",
    "chosen_settings": "path value previous file actor_kind actor ended_by",  # the business's words, names of its staff
    "clicks": "code",
    "contacts": "corrected",  # names of columns
    "conversions": "ref currency status",  # the sponsor's ids of purchases
    "consents": "purpose programme action teller means partners",  # names of brands
    "credentials": "name secret fingerprint",
    "customer_notes": "actor_kind actor",
    "customer_questions": "ended saved",
    "credits": "why key currency",
    "discounts": "code status",
    "deeds": "kind figures actor_kind actor",  # ids, codes and numbers
    "disclosures": "template locale",
    "data_requests": "source how",
    "draws": "experiment",
    "earnings": "kind key currency actor_kind actor note",
    "events": "source type status",
    "filed_answers": "name locale text",
    "inventory": "size source",
    "invites": "token kind",
    "invoices": "period number currency paper status provider_id url",
    "job_parts": "file",
    "jobs": "kind state asked place figures error actor_kind actor",  # heads of columns, words of the business, numbers
    "links": "code",
    "messages": "direction channel purpose programme partner kind template locale content menu status price_currency "
    "code experiment subject_kind",
    "order_history": "status actor_kind actor reason figures",
    "order_lines": "sku title variant size category brand",  # the rows go
    "orders": "source currency",
    "outbox": "kind",
    "page_sessions": "kind login session",
    "payments": "provider currency link url state payment",
    "permissions": "purpose programme state partners",
    "photos": "sha stored_as",
    "places": "kind source",
    "privacy_limits": "kind actor_kind actor",
    "products": "sku title category sizes currency availability image url",
    "promises": "line source stand size",
    "prompts": "brand choice reason rule",
    "promotions": "brand status content proposed rejection audience priced_by currency spent_on actor_kind actor",
    "questions": "expects about_kind token answer",
    "record_codes": "code",
    "referrals": "code",
    "refunds": "refund currency",
    "repayments": "payment currency refund state",
    "reservations": "status pay currency token payment link",
    "reserved_lines": "line sku title size status",
    "restock_plans": "size actor_kind actor",
    "roots": "sealed",
    "rulings": "rules version",
    "plan_entries": "kind occasion stage ended",
    "plan_versions": "terms actor_kind actor",  # the business's words
    "plans": "name event",
    "runs": "flow key subject_kind ended",
    "saved_answers": "name locale text actor_kind actor",
    "approvals": "kind snapshot actor_kind actor",
    "campaign_changes": "what criteria words setting actor_kind actor",  # the words of the business
    "campaigns": "name folded status criteria phrase words channels local_time url terms contest preview actor_kind "
    "actor",
    "campaign_codes": "code status why variant",  # a store's words on a code
    "own_codes": "code currency title provider status discount why actor_kind actor",  # the business's, and a store's
    "code_pools": "variant currency prefix title provider discount creation failure",  # the shop's, and a store's ids
    "segment_nights": "night definition currency",  # a day, a digest of criteria, a currency
    "segments": "name folded criteria phrase actor_kind actor",  # the words of the business
    "senders": "channel provider address paused_reason",
    "session_menus": "name content",  # the vendor's
    "shops": "ref name location handover language stated",
    "sponsor_brands": "brand written",  # names of companies
    "sponsors": "name folded status language email currency",
    "spools": "id",
    "store_imports": "source what operation place figures",  # an id of the store's, numbers
    "setup_steps": "step outcome actor_kind actor",
    "staff": "language name role",
    "stock_asks": "line says",
    "stocks": "size",
    "verdicts": "outcome rule reason",
    "waiting_people": "size",
    "waits": "name question expecting",
}
_TABLES = sorted(metadata.tables.values(), key=lambda one: one.name)
_PERSONAL = {one.table.name: one for one in HOLDINGS.personal}


@each("table", _TABLES, ids=lambda table: table.name)
def test_a_table_of_people_is_declared(table: Table) -> None:
    declared = table.name in _PERSONAL or table.name in _UNDECLARED
    assert declared or "contact" not in table.c, (
        f"the rows of {table.name} are somebody's: declare it in `storage/<conversation>/personal.py` (what a merge "
        "moves, what an erasure clears, who is told), or say in this test why it need not be"
    )


@each("table", _TABLES, ids=lambda table: table.name)
def test_a_column_of_text_names_people_or_does_not(table: Table) -> None:
    texts = {one.name for one in table.c if isinstance(one.type, String | Text | LargeBinary)} - {"business"}
    cleared = set(_PERSONAL[table.name].cleared) if table.name in _PERSONAL else set()
    scrubbed, ours = set(_SCRUBBED.get(table.name, "").split()), set(_OURS.get(table.name, "").split())
    unknown = sorted(texts - cleared - scrubbed - ours)
    assert unknown == [], (
        f"whether {unknown} of {table.name} can name a person is said nowhere: let an erasure clear it (`cleared` of "
        "its Personal), scrub it, or list it here as naming nobody"
    )
    assert (scrubbed | ours | cleared) - {one.name for one in table.c} == set(), "these columns are gone"
    assert cleared & scrubbed == set(), "cleared already"


def test_no_table_is_declared_twice() -> None:
    told = [one.table.name for one in HOLDINGS.personal]
    twice = sorted({name for name in told if told.count(name) > 1})
    assert twice == [], f"{twice}: one conversation alone names a table in its `tables`"
