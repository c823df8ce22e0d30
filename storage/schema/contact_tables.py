"""Persons, their addresses and places, and the ledger of consents."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Text, UniqueConstraint

from storage.schema.tenancy import index, make_actor_columns, points, tenants
from storage.sql.column_types import LETTERS, Id, Moment

contacts = tenants(
    "contacts",
    Column("name", String),
    Column("locale", String),  # from the shop's system, often its own default
    Column("writes", String),  # the language of the last clear message: en, hi-Latn
    Column("timezone", String),
    Column("country", String),
    Column("region", String),
    Column("city", String),  # of the main address
    Column("postal_code", String),
    Column("birth_day", String),  # 05-04 for 4 May
    Column("birth_year", Integer),
    Column("tagged_at", Moment),  # older news of their tags is not applied
    Column("acquired_from", String),  # their first source in the shop system's news
    Column("orders", Integer),  # the shop's count of orders before us
    Column("last_purchase_at", Moment),
    Column("corrected", String),  # names of columns, with blanks: no news of a system changes these
    Column("as_of", Moment),  # older news of their details is not applied
    Column("merged_into", Id),
    Column("beside", Id),  # the customer recorded with this one's number: another person until somebody proves it
    Column("erased_at", Moment),
    Column("automatic_from", Moment),  # the loop guard's hour
    Column("automatic_count", Integer, nullable=False, server_default="0"),
    Column("created_at", Moment, nullable=False),  # or the earlier recorded moment since when they are a customer
)

LIVING = "merged_into IS NULL AND erased_at IS NULL"  # contacts that count: neither merged nor erased
# With the columns of its condition: without them SQLite looks each row up to check. So the next one.
_LIVES = (contacts.c.business, contacts.c.id, contacts.c.merged_into, contacts.c.erased_at)
index("ix_contacts_living", *_LIVES, where=LIVING)
index("ix_contacts_city", contacts.c.business, contacts.c.city, contacts.c.id, where="city IS NOT NULL")
index("ix_contacts_beside", contacts.c.business, contacts.c.beside, where="beside IS NOT NULL")
# Used only by `Mailings.zones`, which names the condition: a wave walks people in the order of their ids.
index("ix_contacts_zone", contacts.c.business, contacts.c.timezone, where="timezone > ''")
index("ix_contacts_merged", contacts.c.business, contacts.c.merged_into, where="merged_into IS NOT NULL")

# Each person's name in compared form (flows/search_words.py), from each of its words on.
name_parts = tenants("name_parts", points("contact", "contacts"), keys=("part", "contact"), by_key=True)
Index("ix_name_parts_contact", name_parts.c.business, name_parts.c.contact, name_parts.c.part)

addresses = tenants(
    "addresses",
    Column("contact", Id, nullable=False),
    Column("channel", String, nullable=False),  # sms, whatsapp, telegram; customer, email: known by, never written to
    Column("value", String, nullable=False),
    Column("sought", LETTERS),  # the search key: a number from its last digit on, a mail, an id
    Column("state", String, nullable=False),
    Column("state_at", Moment, nullable=False),
    Column("state_reason", String),
    Column("last_inbound_at", Moment),
    Column("proven_at", Moment),  # when its owner proved it: wrote from it, shared it, opened a link
    Column("told_by", Id),  # the customer's id or the cart, in this table, that accompanied it in all news
    Column("consents_since", Moment),  # earlier consents here were another customer's
    Column("created_at", Moment, nullable=False),
    Column("country", String),  # the number's own place, as the rules take it (flows/policy/person_places.py)
    Column("region", String),
    Column("timezone", String),
    UniqueConstraint("business", "channel", "value"),
    points("contact", "contacts"),
)
# With the id that orders it: without it SQLite, which has no statistics, walks all rows in their order.
Index("ix_addresses_contact", addresses.c.business, addresses.c.contact, addresses.c.id)
index("ix_addresses_sought", addresses.c.business, addresses.c.sought, addresses.c.contact, where="sought IS NOT NULL")

USABLE = "state = 'usable'"  # reachable addresses: queries use these words
_REACHED = (addresses.c.business, addresses.c.channel, addresses.c.contact, addresses.c.state)
index("ix_addresses_usable", *_REACHED, where=USABLE)

for _name in ("country", "region", "timezone"):
    _there = (addresses.c.business, addresses.c[_name], addresses.c.contact)
    index(f"ix_addresses_{_name}", *_there, where=f"{_name} IS NOT NULL")

# Names that a shop's system recorded for one customer: an address, and the id, mail address or other address recorded
# with it. Opt-outs alone follow them (storage/identity/recorded_pairs.py). A pair is kept while its rows are several
# people's.
recorded_pairs = tenants(
    "recorded_pairs",
    Column("noted_at", Moment, nullable=False),
    Column("ended_at", Moment),  # since when the address belongs to another customer of the same system
    points("address", "addresses"),
    points("known_as", "addresses"),
    keys=("address", "known_as"),
    by_key=True,
)
Index("ix_recorded_pairs_known_as", recorded_pairs.c.business, recorded_pairs.c.known_as)

# A person's possible places: one row for each place that the law tells apart, and none gives way to a newer one.
places = tenants(
    "places",
    Column("contact", Id, nullable=False),
    Column("kind", String, nullable=False),  # billing, shipping, last_seen, stated, zone
    Column("country", String),
    Column("region", String),  # its code if readable, else the word as written
    Column("postal_code", String),  # the newest one recorded there
    Column("timezone", String),
    Column("source", String, nullable=False),  # the first news's source
    Column("first_told_at", Moment, nullable=False),
    Column("told_at", Moment, nullable=False),  # last, to the day
    points("contact", "contacts"),
)
Index("ix_places_contact", places.c.business, places.c.contact, places.c.id)
for _name in ("country", "region", "timezone"):
    index(f"ix_places_{_name}", places.c.business, places.c[_name], places.c.contact, where=f"{_name} IS NOT NULL")

# What people chose for all marketing (storage/consent/preferences.py).
preferences = tenants(
    "preferences",
    Column("paused_until", Moment),
    Column("days_apart", Integer, nullable=False),  # between two messages; 0 is no limit
    Column("at", Moment, nullable=False),
    points("contact", "contacts"),
    keys=("contact",),
)

# What people ended for their data (storage/consent/privacy_limits.py).
privacy_limits = tenants(
    "privacy_limits",
    Column("at", Moment, nullable=False),
    *make_actor_columns(),
    points("contact", "contacts"),
    keys=("contact", "kind"),
)

consents = tenants(
    "consents",
    Column("contact", Id, nullable=False),
    Column("address", Id, nullable=False),
    Column("purpose", String, nullable=False),
    Column("programme", String, nullable=False),
    Column("action", String, nullable=False),
    Column("source", String, nullable=False),
    Column("text", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("told_at", Moment),  # the shop's own date for it, unchanged
    Column("heard_at", Moment),  # real time, of a word of the person's own: it orders the spools of processes
    Column("event", Id),
    Column("teller", String, nullable=False, server_default="shop"),  # person, linked, silence, page, shop
    Column("shown", Id),  # a disclosure
    Column("means", String),  # answer, button, keyword, invite, box, link, complaint, told
    Column("partners", Text),  # the partners that a consent to partner_offers names, as written: a JSON list
    points("contact", "contacts"),
    points("address", "addresses"),
)
Index("ix_consents_contact", consents.c.business, consents.c.contact, consents.c.id)
Index("ix_consents_address", consents.c.business, consents.c.address)

# The words shown before a consent, each wording once, for any number of consents; an erasure removes names.
disclosures = tenants(
    "disclosures",
    Column("text", Text, nullable=False),
    Column("template", String),  # our message's name, if ours
    Column("locale", String),
    Column("first_at", Moment, nullable=False),
)

consent_proofs = tenants(  # scrubbed by an erasure unless the shop keeps them; the ledger never is
    "consent_proofs",
    Column("ip", String),
    Column("user_agent", String),
    Column("words", Text),  # of their agreement, as written
)

permissions = tenants(
    "permissions",
    Column("state", String, nullable=False),
    Column("since", Moment, nullable=False),
    Column("partners", Text),  # all that the grants since the last revocation name: a JSON list
    points("address", "addresses"),
    keys=("address", "purpose", "programme"),
)
