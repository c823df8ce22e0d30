"""Main job."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "api_keys",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("hash", name=op.f("uq_api_keys_hash")),
    )
    op.create_table(
        "audit",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_audit")),
    )
    op.create_table(
        "businesses",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("paused_at", Moment(), nullable=True),
        sa.Column("paused_by", sa.String(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_businesses")),
    )
    op.create_table(
        "calls",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("run", Id(), nullable=True),
        sa.Column("contact", Id(), nullable=True),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("status_at", Moment(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("detail", sa.String(), nullable=True),
        sa.Column("attempted_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_calls")),
        sa.UniqueConstraint("business", "key", name=op.f("uq_calls_business_key")),
    )
    op.create_table(
        "carts",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("cart", sa.String(), nullable=False),
        sa.Column("contact", Id(), nullable=True),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("checkout_url", sa.String(), nullable=False),
        sa.Column("as_of", Moment(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_carts")),
        sa.UniqueConstraint("business", "source", "cart", name=op.f("uq_carts_business_source_cart")),
    )
    op.create_index("ix_carts_contact", "carts", ["business", "contact"], unique=False)
    op.create_index("ix_carts_created", "carts", ["business", "created_at"], unique=False)
    op.create_table(
        "consent_proofs",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("ip", sa.String(), nullable=True),
        sa.Column("user_agent", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_consent_proofs")),
    )
    op.create_table(
        "contacts",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("writes", sa.String(), nullable=True),
        sa.Column("timezone", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("postal_code", sa.String(), nullable=True),
        sa.Column("orders", sa.Integer(), nullable=True),
        sa.Column("last_purchase_at", Moment(), nullable=True),
        sa.Column("as_of", Moment(), nullable=True),
        sa.Column("merged_into", Id(), nullable=True),
        sa.Column("erased_at", Moment(), nullable=True),
        sa.Column("automatic_from", Moment(), nullable=True),
        sa.Column("automatic_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_contacts")),
    )
    op.create_table(
        "credentials",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("business", "name", name=op.f("pk_credentials")),
    )
    op.create_table(
        "discounts",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("contact", Id(), nullable=False),
        sa.Column("run", Id(), nullable=True),
        sa.Column("percent", sa.SmallInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("order", Id(), nullable=True),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_discounts")),
        sa.UniqueConstraint("business", "code", name=op.f("uq_discounts_business_code")),
    )
    op.create_index("ix_discounts_contact", "discounts", ["business", "contact"], unique=False)
    op.create_table(
        "draws",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("experiment", sa.String(), nullable=False),
        sa.Column("contact", Id(), nullable=False),
        sa.Column("chance", sa.Float(), nullable=False),
        sa.Column("draw", sa.Float(), nullable=False),
        sa.Column("held_out", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("business", "experiment", "contact", name=op.f("pk_draws")),
    )
    op.create_table(
        "earnings",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("shop", Id(), nullable=False),
        sa.Column("order", Id(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_earnings")),
        sa.UniqueConstraint("business", "key", name=op.f("uq_earnings_business_key")),
    )
    op.create_index("ix_earnings_shop", "earnings", ["business", "shop", "at"], unique=False)
    op.create_table(
        "events",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("contact", Id(), nullable=True),
        sa.Column("lane", Id(), nullable=False),
        sa.Column("arrival", Id(), nullable=False),
        sa.Column("occurred_at", Moment(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("data", sa.Text(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("lease_until", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_events")),
        sa.UniqueConstraint("business", "source", "external_id", name=op.f("uq_events_business_source_external_id")),
    )
    op.create_index("ix_events_contact", "events", ["business", "contact"], unique=False)
    op.create_index(
        "ix_events_done",
        "events",
        ["business", "received_at"],
        unique=False,
        sqlite_where=sa.text("status = 'done'"),
        postgresql_where=sa.text("status = 'done'"),
    )
    op.create_index(
        "ix_events_lane",
        "events",
        ["business", "lane", "arrival"],
        unique=False,
        sqlite_where=sa.text("status = 'new'"),
        postgresql_where=sa.text("status = 'new'"),
    )
    op.create_index(
        "ix_events_new",
        "events",
        ["arrival"],
        unique=False,
        sqlite_where=sa.text("status = 'new'"),
        postgresql_where=sa.text("status = 'new'"),
    )
    op.create_index(
        "ix_events_troubled",
        "events",
        ["business", "status", "received_at"],
        unique=False,
        sqlite_where=sa.text("status IN ('parked', 'unreadable')"),
        postgresql_where=sa.text("status IN ('parked', 'unreadable')"),
    )
    op.create_table(
        "invites",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("staff", Id(), nullable=True),
        sa.Column("shop", Id(), nullable=True),
        sa.Column("contact", Id(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=True),
        sa.Column("used_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("business", "token", name=op.f("pk_invites")),
    )
    op.create_table(
        "links",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("message", Id(), nullable=False),
        sa.Column("contact", Id(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("business", "code", name=op.f("pk_links")),
        sa.UniqueConstraint("code", name=op.f("uq_links_code")),
    )
    op.create_index("ix_links_message", "links", ["business", "message"], unique=False)
    op.create_table(
        "orders",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("contact", Id(), nullable=True),
        sa.Column("cart", Id(), nullable=True),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("items", sa.Text(), nullable=True),
        sa.Column("codes", sa.Text(), nullable=True),
        sa.Column("carts", sa.Text(), nullable=True),
        sa.Column("placed_at", Moment(), nullable=True),
        sa.Column("paid_at", Moment(), nullable=True),
        sa.Column("cancelled_at", Moment(), nullable=True),
        sa.Column("shipped_at", Moment(), nullable=True),
        sa.Column("delivered_at", Moment(), nullable=True),
        sa.Column("carrier", sa.String(), nullable=True),
        sa.Column("tracking_url", sa.String(), nullable=True),
        sa.Column("expected", sa.String(), nullable=True),
        sa.Column("refunded", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_orders")),
        sa.UniqueConstraint("business", "source", "ref", name=op.f("uq_orders_business_source_ref")),
    )
    op.create_index("ix_orders_cart", "orders", ["business", "cart"], unique=False)
    op.create_index("ix_orders_contact", "orders", ["business", "contact"], unique=False)
    op.create_index("ix_orders_number", "orders", ["business", "number"], unique=False)
    op.create_index("ix_orders_placed", "orders", ["business", "placed_at"], unique=False)
    op.create_index("ix_orders_ref", "orders", ["business", "ref"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sender", Id(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("not_before", Moment(), nullable=True),
        sa.Column("address", Id(), nullable=True),
        sa.Column("contact", Id(), nullable=True),
        sa.Column("marketing", sa.Boolean(), nullable=False),
        sa.Column("run", Id(), nullable=True),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("mistakes", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("lease_until", Moment(), nullable=True),
        sa.Column("parked_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_outbox")),
    )
    op.create_index("ix_outbox_contact", "outbox", ["business", "contact"], unique=False)
    op.create_index("ix_outbox_due", "outbox", ["business", "sender", "priority", "due_at", "id"], unique=False)
    op.create_index(
        "ix_outbox_held",
        "outbox",
        ["not_before"],
        unique=False,
        sqlite_where=sa.text("not_before IS NOT NULL"),
        postgresql_where=sa.text("not_before IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_run",
        "outbox",
        ["business", "run"],
        unique=False,
        sqlite_where=sa.text("run IS NOT NULL"),
        postgresql_where=sa.text("run IS NOT NULL"),
    )
    op.create_table(
        "products",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("sizes", sa.Text(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("availability", sa.String(), nullable=False),
        sa.Column("image", sa.String(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("removed_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_products")),
        sa.UniqueConstraint("business", "sku", name=op.f("uq_products_business_sku")),
    )
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("sandbox_now", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
    )
    op.create_table(
        "senders",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("rate", sa.Float(), nullable=False),
        sa.Column("tokens", sa.Float(), nullable=False),
        sa.Column("tokens_at", Moment(), nullable=False),
        sa.Column("held_until", Moment(), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("paused_at", Moment(), nullable=True),
        sa.Column("paused_reason", sa.String(), nullable=True),
        sa.Column("removed_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_senders")),
        sa.UniqueConstraint("business", "channel", "address", name=op.f("uq_senders_business_channel_address")),
    )
    op.create_table(
        "spools",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spools")),
    )
    op.create_table(
        "addresses",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("contact", Id(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_at", Moment(), nullable=False),
        sa.Column("state_reason", sa.String(), nullable=True),
        sa.Column("last_inbound_at", Moment(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "contact"], ["contacts.business", "contacts.id"], name=op.f("fk_addresses_business_contact")
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_addresses")),
        sa.UniqueConstraint("business", "channel", "value", name=op.f("uq_addresses_business_channel_value")),
    )
    op.create_index("ix_addresses_contact", "addresses", ["business", "contact", "id"], unique=False)
    op.create_table(
        "attributions",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("order", Id(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("message", Id(), nullable=False),
        sa.Column("contact", Id(), nullable=True),
        sa.Column("step", sa.SmallInteger(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "order"], ["orders.business", "orders.id"], name=op.f("fk_attributions_business_order")
        ),
        sa.PrimaryKeyConstraint("business", "order", name=op.f("pk_attributions")),
    )
    op.create_table(
        "cart_tokens",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("cart", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "cart"], ["carts.business", "carts.id"], name=op.f("fk_cart_tokens_business_cart")
        ),
        sa.PrimaryKeyConstraint("business", "token", name=op.f("pk_cart_tokens")),
    )
    op.create_table(
        "clicks",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("contact", Id(), nullable=True),
        sa.Column("message", Id(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("robot", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "code"], ["links.business", "links.code"], name=op.f("fk_clicks_business_code")
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_clicks")),
    )
    op.create_index("ix_clicks_code", "clicks", ["business", "code"], unique=False)
    op.create_index("ix_clicks_contact", "clicks", ["business", "contact", "at"], unique=False)
    op.create_table(
        "credits",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("contact", Id(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("other", Id(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("used_by", Id(), nullable=True),
        sa.Column("used_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["business", "contact"], ["contacts.business", "contacts.id"], name=op.f("fk_credits_business_contact")
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_credits")),
        sa.UniqueConstraint("business", "key", name=op.f("uq_credits_business_key")),
    )
    op.create_index("ix_credits_contact", "credits", ["business", "contact"], unique=False)
    op.create_index("ix_credits_order", "credits", ["business", "used_by"], unique=False)
    op.create_table(
        "referrals",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("contact", Id(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "contact"], ["contacts.business", "contacts.id"], name=op.f("fk_referrals_business_contact")
        ),
        sa.PrimaryKeyConstraint("business", "code", name=op.f("pk_referrals")),
    )
    op.create_index("ix_referrals_contact", "referrals", ["business", "contact"], unique=False)
    op.create_table(
        "refunds",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("order", Id(), nullable=False),
        sa.Column("refund", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "order"], ["orders.business", "orders.id"], name=op.f("fk_refunds_business_order")
        ),
        sa.PrimaryKeyConstraint("business", "order", "refund", name=op.f("pk_refunds")),
    )
    op.create_table(
        "reservations",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("run", Id(), nullable=True),
        sa.Column("contact", Id(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("express", sa.Boolean(), nullable=False),
        sa.Column("for_stock", sa.Boolean(), nullable=False),
        sa.Column("pay", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("credit", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("payment", sa.String(), nullable=True),
        sa.Column("link", sa.String(), nullable=True),
        sa.Column("promised_at", Moment(), nullable=True),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("tracking", sa.String(), nullable=True),
        sa.Column("carrier", sa.String(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "id"], ["orders.business", "orders.id"], name=op.f("fk_reservations_business_id")
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_reservations")),
        sa.UniqueConstraint("token", name=op.f("uq_reservations_token")),
    )
    op.create_index("ix_reservations_contact", "reservations", ["business", "contact"], unique=False)
    op.create_index("ix_reservations_created", "reservations", ["business", "created_at"], unique=False)
    op.create_index("ix_reservations_status", "reservations", ["business", "status"], unique=False)
    op.create_table(
        "runs",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("contact", Id(), nullable=True),
        sa.Column("subject_kind", sa.String(), nullable=True),
        sa.Column("subject", Id(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("ended", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["business", "contact"], ["contacts.business", "contacts.id"], name=op.f("fk_runs_business_contact")
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_runs")),
    )
    op.create_index("ix_runs_contact", "runs", ["business", "contact", "id"], unique=False)
    op.create_index("ix_runs_subject", "runs", ["business", "subject"], unique=False)
    op.create_index(
        "uq_runs_open",
        "runs",
        ["business", "flow", "key"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "shops",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("contact", Id(), nullable=True),
        sa.Column("left_by", Id(), nullable=True),
        sa.Column("opens", sa.SmallInteger(), nullable=False),
        sa.Column("closes", sa.SmallInteger(), nullable=False),
        sa.Column("commission", sa.BigInteger(), nullable=True),
        sa.Column("commission_percent", sa.Float(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("follows", sa.Boolean(), nullable=False),
        sa.Column("stated", sa.String(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("linked_at", Moment(), nullable=True),
        sa.Column("away_until", Moment(), nullable=True),
        sa.Column("away_from", Moment(), nullable=True),
        sa.Column("removed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["business", "contact"], ["contacts.business", "contacts.id"], name=op.f("fk_shops_business_contact")
        ),
        sa.ForeignKeyConstraint(
            ["business", "left_by"], ["contacts.business", "contacts.id"], name=op.f("fk_shops_business_left_by")
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_shops")),
        sa.UniqueConstraint("business", "ref", name=op.f("uq_shops_business_ref")),
    )
    op.create_index("ix_shops_contact", "shops", ["business", "contact"], unique=False)
    op.create_table(
        "staff",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("contact", Id(), nullable=True),
        sa.Column("linked_at", Moment(), nullable=True),
        sa.Column("removed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["business", "contact"], ["contacts.business", "contacts.id"], name=op.f("fk_staff_business_contact")
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_staff")),
        sa.UniqueConstraint("business", "name", name=op.f("uq_staff_business_name")),
    )
    op.create_table(
        "stocks",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("product", Id(), nullable=False),
        sa.Column("size", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), server_default="0", nullable=False),
        sa.Column("low_water", sa.Integer(), nullable=True),
        sa.Column("stated", sa.Integer(), nullable=True),
        sa.Column("as_of", Moment(), nullable=False),
        sa.Column("alerted_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["business", "product"], ["products.business", "products.id"], name=op.f("fk_stocks_business_product")
        ),
        sa.PrimaryKeyConstraint("business", "product", "size", name=op.f("pk_stocks")),
    )
    op.create_table(
        "waiting_people",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("product", Id(), nullable=False),
        sa.Column("size", sa.String(), nullable=False),
        sa.Column("contact", Id(), nullable=False),
        sa.Column("order", Id(), nullable=True),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("told_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["business", "contact"],
            ["contacts.business", "contacts.id"],
            name=op.f("fk_waiting_people_business_contact"),
        ),
        sa.PrimaryKeyConstraint("business", "product", "size", "contact", name=op.f("pk_waiting_people")),
    )
    op.create_table(
        "confirmations",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("member", Id(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("message", Id(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.Column("declined", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "member"], ["staff.business", "staff.id"], name=op.f("fk_confirmations_business_member")
        ),
        sa.PrimaryKeyConstraint("business", "token", name=op.f("pk_confirmations")),
    )
    op.create_index("ix_confirmations_member", "confirmations", ["business", "member", "created_at"], unique=False)
    op.create_table(
        "consents",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("contact", Id(), nullable=False),
        sa.Column("address", Id(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("told_at", Moment(), nullable=True),
        sa.Column("event", Id(), nullable=True),
        sa.ForeignKeyConstraint(
            ["business", "address"], ["addresses.business", "addresses.id"], name=op.f("fk_consents_business_address")
        ),
        sa.ForeignKeyConstraint(
            ["business", "contact"], ["contacts.business", "contacts.id"], name=op.f("fk_consents_business_contact")
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_consents")),
    )
    op.create_index("ix_consents_address", "consents", ["business", "address"], unique=False)
    op.create_index("ix_consents_contact", "consents", ["business", "contact", "id"], unique=False)
    op.create_table(
        "inventory",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("shop", Id(), nullable=False),
        sa.Column("product", Id(), nullable=False),
        sa.Column("size", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("as_of", Moment(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "product"], ["products.business", "products.id"], name=op.f("fk_inventory_business_product")
        ),
        sa.ForeignKeyConstraint(
            ["business", "shop"], ["shops.business", "shops.id"], name=op.f("fk_inventory_business_shop")
        ),
        sa.PrimaryKeyConstraint("business", "shop", "product", "size", name=op.f("pk_inventory")),
    )
    op.create_index("ix_inventory_product", "inventory", ["business", "product", "size"], unique=False)
    op.create_table(
        "messages",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("address", Id(), nullable=False),
        sa.Column("contact", Id(), nullable=False),
        sa.Column("sender", Id(), nullable=True),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=True),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("data", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("content", sa.String(), nullable=True),
        sa.Column("variables", sa.Text(), nullable=True),
        sa.Column("buttons", sa.Text(), nullable=True),
        sa.Column("media", sa.Text(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("status_at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("left_at", Moment(), nullable=True),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.Column("delivered_at", Moment(), nullable=True),
        sa.Column("read_at", Moment(), nullable=True),
        sa.Column("expires_after", sa.BigInteger(), nullable=True),
        sa.Column("latest", Moment(), nullable=True),
        sa.Column("provider_id", sa.String(), nullable=True),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("price_currency", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("run", Id(), nullable=True),
        sa.Column("step", sa.SmallInteger(), nullable=True),
        sa.Column("subject", Id(), nullable=True),
        sa.Column("reply_to", Id(), nullable=True),
        sa.Column("about", Id(), nullable=True),
        sa.Column("fallback_of", Id(), nullable=True),
        sa.Column("edited_at", Moment(), nullable=True),
        sa.Column("attempted_at", Moment(), nullable=True),
        sa.Column("asked", sa.SmallInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "address"], ["addresses.business", "addresses.id"], name=op.f("fk_messages_business_address")
        ),
        sa.ForeignKeyConstraint(
            ["business", "contact"], ["contacts.business", "contacts.id"], name=op.f("fk_messages_business_contact")
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_messages")),
        sa.UniqueConstraint("business", "key", name=op.f("uq_messages_business_key")),
    )
    op.create_index("ix_messages_contact", "messages", ["business", "contact", "left_at"], unique=False)
    op.create_index(
        "ix_messages_flying",
        "messages",
        ["business", "contact"],
        unique=False,
        sqlite_where=sa.text("status IN ('sending', 'unknown')"),
        postgresql_where=sa.text("status IN ('sending', 'unknown')"),
    )
    op.create_index(
        "ix_messages_left",
        "messages",
        ["business", "left_at"],
        unique=False,
        sqlite_where=sa.text("left_at IS NOT NULL"),
        postgresql_where=sa.text("left_at IS NOT NULL"),
    )
    op.create_index(
        "ix_messages_provider",
        "messages",
        ["business", "provider_id"],
        unique=False,
        sqlite_where=sa.text("provider_id IS NOT NULL"),
        postgresql_where=sa.text("provider_id IS NOT NULL"),
    )
    op.create_index(
        "ix_messages_run",
        "messages",
        ["business", "run", "id"],
        unique=False,
        sqlite_where=sa.text("run IS NOT NULL"),
        postgresql_where=sa.text("run IS NOT NULL"),
    )
    op.create_index(
        "ix_messages_subject",
        "messages",
        ["business", "subject", "id"],
        unique=False,
        sqlite_where=sa.text("subject IS NOT NULL"),
        postgresql_where=sa.text("subject IS NOT NULL"),
    )
    op.create_index("ix_messages_thread", "messages", ["business", "address", "id"], unique=False)
    op.create_table(
        "order_history",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("order", Id(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "order"],
            ["reservations.business", "reservations.id"],
            name=op.f("fk_order_history_business_order"),
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_order_history")),
    )
    op.create_index("ix_order_history_order", "order_history", ["business", "order", "id"], unique=False)
    op.create_table(
        "payments",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("order", Id(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("payment", sa.String(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("paid_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["business", "order"], ["reservations.business", "reservations.id"], name=op.f("fk_payments_business_order")
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_payments")),
    )
    op.create_index(
        "ix_payments_link",
        "payments",
        ["business", "link"],
        unique=False,
        sqlite_where=sa.text("link IS NOT NULL"),
        postgresql_where=sa.text("link IS NOT NULL"),
    )
    op.create_index("ix_payments_order", "payments", ["business", "order"], unique=False)
    op.create_table(
        "permissions",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("address", Id(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "address"],
            ["addresses.business", "addresses.id"],
            name=op.f("fk_permissions_business_address"),
        ),
        sa.PrimaryKeyConstraint("business", "address", "purpose", "programme", name=op.f("pk_permissions")),
    )
    op.create_table(
        "promises",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("order", Id(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("stand", sa.String(), nullable=False),
        sa.Column("shop", Id(), nullable=True),
        sa.Column("product", Id(), nullable=False),
        sa.Column("size", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("commission", sa.BigInteger(), nullable=False),
        sa.Column("ready_at", Moment(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "order"], ["reservations.business", "reservations.id"], name=op.f("fk_promises_business_order")
        ),
        sa.PrimaryKeyConstraint("business", "order", "line", "source", "stand", name=op.f("pk_promises")),
    )
    op.create_index(
        "ix_promises_product", "promises", ["business", "product", "shop", "size", "stand", "at"], unique=False
    )
    op.create_index("ix_promises_shop", "promises", ["business", "shop", "stand", "at"], unique=False)
    op.create_table(
        "repayments",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("order", Id(), nullable=False),
        sa.Column("payment", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("refund", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "order"],
            ["reservations.business", "reservations.id"],
            name=op.f("fk_repayments_business_order"),
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_repayments")),
    )
    op.create_index("ix_repayments_order", "repayments", ["business", "order"], unique=False)
    op.create_index("ix_repayments_payment", "repayments", ["business", "payment"], unique=False)
    op.create_table(
        "reserved_lines",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("order", Id(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("product", Id(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("size", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("dropped", sa.Integer(), server_default="0", nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "order"],
            ["reservations.business", "reservations.id"],
            name=op.f("fk_reserved_lines_business_order"),
        ),
        sa.PrimaryKeyConstraint("business", "order", "line", name=op.f("pk_reserved_lines")),
    )
    op.create_index("ix_reserved_lines_product", "reserved_lines", ["business", "product", "size"], unique=False)
    op.create_table(
        "stock_asks",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("order", Id(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("shop", Id(), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("says", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["business", "order"],
            ["reservations.business", "reservations.id"],
            name=op.f("fk_stock_asks_business_order"),
        ),
        sa.PrimaryKeyConstraint("business", "order", "line", "shop", name=op.f("pk_stock_asks")),
    )
    op.create_index("ix_stock_asks_shop", "stock_asks", ["business", "shop", "asked_at"], unique=False)
    op.create_table(
        "waits",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("run", Id(), nullable=False),
        sa.Column("contact", Id(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("question", sa.String(), nullable=True),
        sa.Column("expecting", sa.String(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("lease_until", Moment(), nullable=True),
        sa.Column("parked_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["business", "run"], ["runs.business", "runs.id"], name=op.f("fk_waits_business_run")),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_waits")),
    )
    op.create_index("ix_waits_contact", "waits", ["business", "contact", "id"], unique=False)
    op.create_index(
        "ix_waits_due",
        "waits",
        ["business", "due_at"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL AND parked_at IS NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL AND parked_at IS NULL"),
    )
    op.create_index("ix_waits_run", "waits", ["business", "run"], unique=False)
    op.create_table(
        "photos",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("order", Id(), nullable=False),
        sa.Column("run", Id(), nullable=False),
        sa.Column("message", Id(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("shop", Id(), nullable=True),
        sa.Column("staff", Id(), nullable=True),
        sa.Column("sha", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("stored_as", sa.String(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("shown_at", Moment(), nullable=True),
        sa.Column("removed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["business", "message"], ["messages.business", "messages.id"], name=op.f("fk_photos_business_message")
        ),
        sa.ForeignKeyConstraint(
            ["business", "order"], ["reservations.business", "reservations.id"], name=op.f("fk_photos_business_order")
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_photos")),
        sa.UniqueConstraint("business", "message", "place", name=op.f("uq_photos_business_message_place")),
    )
    op.create_index("ix_photos_created", "photos", ["business", "created_at"], unique=False)
    op.create_index(
        "ix_photos_left",
        "photos",
        ["business", "removed_at"],
        unique=False,
        sqlite_where=sa.text("removed_at IS NOT NULL AND stored_as IS NOT NULL"),
        postgresql_where=sa.text("removed_at IS NOT NULL AND stored_as IS NOT NULL"),
    )
    op.create_index("ix_photos_order", "photos", ["business", "order"], unique=False)
    op.create_table(
        "verdicts",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("message", Id(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("until", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["business", "message"], ["messages.business", "messages.id"], name=op.f("fk_verdicts_business_message")
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_verdicts")),
    )
    op.create_index("ix_verdicts_message", "verdicts", ["business", "message", "id"], unique=False)
