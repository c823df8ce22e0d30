"""Offers of partner brands after a return: sponsors, promotions, prompts, charges, conversions, invoices."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Text, UniqueConstraint, false

from storage.schema.tenancy import make_actor_columns, points, tenants
from storage.sql.column_types import Id, Moment

_ZERO: dict[str, Any] = {"nullable": False, "server_default": "0"}

sponsors = tenants(
    "sponsors",
    Column("name", String, nullable=False),
    Column("folded", String, nullable=False),  # the compared form of the name: flows/name_folding.py
    Column("status", String, nullable=False),  # flows.promotions.sponsor.SponsorStatus
    Column("contact", Id),  # who writes for the sponsor; none before the invite was opened
    Column("language", String),  # none for the business's
    Column("email", String),  # where its invoices go
    Column("pilot", Boolean, nullable=False, server_default=false()),  # nothing is charged
    Column("click_price", BigInteger, **_ZERO),  # the default price of its promotions, in micro-units
    Column("month_fee", BigInteger, **_ZERO),  # in micro-units, 0 for none
    Column("data_fee", BigInteger, **_ZERO),  # of the subscription to figures, the same
    Column("currency", String, nullable=False),
    Column("window_days", Integer, nullable=False),  # a purchase counts so many days after its click
    Column("secret_number", Integer, nullable=False, server_default="1"),  # counts the secrets of its postbacks
    Column("made_at", Moment, nullable=False),
    Column("removed_at", Moment),
    UniqueConstraint("business", "folded"),
)
Index("ix_sponsors_contact", sponsors.c.business, sponsors.c.contact)

# A brand belongs to one sponsor; only the business's staff and API claim one.
sponsor_brands = tenants(
    "sponsor_brands",
    Column("written", String, nullable=False),
    Column("sponsor", Id, nullable=False),
    points("sponsor", "sponsors"),
    keys=("brand",),  # in the compared form
)

promotions = tenants(
    "promotions",
    Column("sponsor", Id, nullable=False),
    Column("brand", String, nullable=False),  # in the compared form
    Column("status", String, nullable=False),  # flows.promotions.promotion.PromotionStatus
    Column("content", Text),  # approved title, text, image and link, as JSON; none before the first approval
    Column("proposed", Text),  # the content that waits for an approval, the same
    Column("rejection", Text),  # why the staff rejected the last proposed content; none after another approval or ask
    Column("audience", Text, nullable=False, server_default=""),  # criteria as JSON, "" for everyone
    Column("starts_at", Moment),
    Column("expires_at", Moment, nullable=False),
    Column("priced_by", String, nullable=False),  # click or month
    Column("price", BigInteger, nullable=False),  # in micro-units of `currency`
    Column("currency", String, nullable=False),
    Column("purchase_value", BigInteger, **_ZERO),  # what the business earns by a purchase
    Column("budget", BigInteger),  # in micro-units; none without a limit
    Column("daily_cap", BigInteger),
    Column("priority", Integer, **_ZERO),
    Column("spent", BigInteger, **_ZERO),
    Column("spent_on", String),  # the local day of `spent_today`, as 2026-12-25
    Column("spent_today", BigInteger, **_ZERO),
    Column("shown", Integer, **_ZERO),  # prompts with this promotion that were shown, once each
    Column("clicked", Integer, **_ZERO),  # of them opened by a person
    Column("matured", Integer, **_ZERO),  # of the clicked, those whose time for a purchase is over
    Column("bought", Integer, **_ZERO),  # of the matured, those with a purchase
    Column("version", Integer, nullable=False),  # the number of changes, from 1
    Column("made_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    *make_actor_columns(),  # its maker
    points("sponsor", "sponsors"),
)
Index("ix_promotions_brand", promotions.c.business, promotions.c.brand, promotions.c.status)
Index("ix_promotions_sponsor", promotions.c.business, promotions.c.sponsor)

# One completed return, and what Parley made of it. Without the person after an erasure.
prompts = tenants(
    "prompts",
    Column("ref", String, nullable=False),  # the return's id in the returns system
    Column("contact", Id),
    Column("brand", String, nullable=False),  # in the compared form
    Column("choice", String, nullable=False),  # flows.promotions.prompt.PromptChoice
    Column("reason", String, nullable=False),
    Column("held_out", Boolean, nullable=False, server_default=false()),
    Column("sponsor", Id),
    Column("promotion", Id),  # the chosen one, also if a rule refused it
    Column("rule", String),  # the rule that refused the promotion
    Column("candidates", Text),  # posteriors and draws of the choice, as JSON
    Column("notice", Text, nullable=False, server_default="{}"),  # brand and hints for its texts, as JSON
    Column("decided_at", Moment, nullable=False),
    Column("message", Id),  # that tells of it; several prompts may share one
    Column("shown_at", Moment),  # the promotion was sent, or seen as a banner, whichever was first
    Column("banner_at", Moment),
    Column("clicked_at", Moment),  # the first counted click
    Column("last_click_at", Moment),  # repeats within half an hour count once
    Column("bought_at", Moment),
    Column("matured", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("business", "ref"),
)
Index("ix_prompts_contact", prompts.c.business, prompts.c.contact, prompts.c.decided_at)
Index("ix_prompts_message", prompts.c.business, prompts.c.message)
Index("ix_prompts_promotion", prompts.c.business, prompts.c.promotion, prompts.c.decided_at)
Index("ix_prompts_id", prompts.c.id)  # a sponsor's postback names no business
Index("ix_prompts_decided", prompts.c.business, prompts.c.decided_at)

# The ledger: only inserts. A credit refers to the line that it takes back.
charges = tenants(
    "charges",
    Column("sponsor", Id, nullable=False),
    Column("promotion", Id),
    Column("prompt", Id),
    Column("kind", String, nullable=False),  # flows.promotions.charge.ChargeKind
    Column("amount", BigInteger, nullable=False),  # in micro-units, as the price was then; below 0 for a credit
    Column("currency", String, nullable=False),
    Column("day", String, nullable=False),  # the business's local day, as 2026-12-25
    Column("period", String, nullable=False),  # of the invoice that bills it, as 2026-12
    Column("key", String, nullable=False),  # what is charged, so that nothing is charged twice
    Column("reverses", Id),
    Column("at", Moment, nullable=False),
    points("sponsor", "sponsors"),
    UniqueConstraint("business", "key"),
)
Index("ix_charges_sponsor", charges.c.business, charges.c.sponsor, charges.c.period)
Index("ix_charges_promotion", charges.c.business, charges.c.promotion, charges.c.day)
Index("ix_charges_prompt", charges.c.business, charges.c.prompt)

conversions = tenants(
    "conversions",
    Column("sponsor", Id, nullable=False),
    Column("ref", String, nullable=False),  # the sponsor's id of the purchase or reversal
    Column("prompt", Id, nullable=False),
    Column("promotion", Id, nullable=False),
    Column("amount", BigInteger, nullable=False),  # in micro-units; below 0 for a reversal
    Column("currency", String, nullable=False),
    Column("status", String, nullable=False),  # flows.promotions.conversion.ConversionStatus
    Column("reverses", Id),  # the purchase that this one takes back
    Column("occurred_at", Moment, nullable=False),
    Column("at", Moment, nullable=False),
    points("sponsor", "sponsors"),
    points("prompt", "prompts"),
    UniqueConstraint("business", "sponsor", "ref"),
)
Index("ix_conversions_promotion", conversions.c.business, conversions.c.promotion)
Index("ix_conversions_ref", conversions.c.business, conversions.c.ref)
Index("ix_conversions_prompt", conversions.c.business, conversions.c.prompt)

invoices = tenants(
    "invoices",
    Column("sponsor", Id, nullable=False),
    Column("period", String, nullable=False),  # as 2026-12
    Column("number", String, nullable=False),
    Column("total", BigInteger, nullable=False),  # of the ledger's lines, rounded to the currency's smallest unit
    Column("paper", Text, nullable=False),  # flows.promotions.invoice.InvoicePaper, as JSON
    Column("currency", String, nullable=False),
    Column("status", String, nullable=False),  # flows.sponsor_invoice_call.InvoiceState
    Column("issued_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("paid_at", Moment),
    Column("provider_id", String),
    Column("url", Text),  # the provider's page to pay it
    Column("warned_at", Moment),
    points("sponsor", "sponsors"),
    UniqueConstraint("business", "sponsor", "period"),
    UniqueConstraint("business", "number"),
)
