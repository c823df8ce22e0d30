"""Add sponsors promotions and page sessions."""

import sqlalchemy as sa
from alembic import op

from storage.sql.column_types import Id, Moment

revision = "0059"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "audit_checkpoints",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("began_at", Moment(), nullable=False),
        sa.Column("sealed_at", Moment(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("business", "number", name=op.f("pk_audit_checkpoints")),
        sqlite_with_rowid=True,
    )
    op.create_table(
        "page_sessions",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", Id(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("session", sa.String(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.Column("seen_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_page_sessions")),
        sa.UniqueConstraint("business", "login", name=op.f("uq_page_sessions_business_login")),
        sa.UniqueConstraint("business", "session", name=op.f("uq_page_sessions_business_session")),
        sqlite_with_rowid=True,
    )
    with op.batch_alter_table("page_sessions", schema=None) as batch_op:
        batch_op.create_index("ix_page_sessions_subject", ["business", "kind", "subject"], unique=False)

    op.create_table(
        "prompts",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("contact", Id(), nullable=True),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("held_out", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("sponsor", Id(), nullable=True),
        sa.Column("promotion", Id(), nullable=True),
        sa.Column("rule", sa.String(), nullable=True),
        sa.Column("candidates", sa.Text(), nullable=True),
        sa.Column("notice", sa.Text(), server_default="{}", nullable=False),
        sa.Column("decided_at", Moment(), nullable=False),
        sa.Column("message", Id(), nullable=True),
        sa.Column("shown_at", Moment(), nullable=True),
        sa.Column("banner_at", Moment(), nullable=True),
        sa.Column("clicked_at", Moment(), nullable=True),
        sa.Column("last_click_at", Moment(), nullable=True),
        sa.Column("bought_at", Moment(), nullable=True),
        sa.Column("matured", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_prompts")),
        sa.UniqueConstraint("business", "ref", name=op.f("uq_prompts_business_ref")),
        sqlite_with_rowid=True,
    )
    with op.batch_alter_table("prompts", schema=None) as batch_op:
        batch_op.create_index("ix_prompts_contact", ["business", "contact", "decided_at"], unique=False)
        batch_op.create_index("ix_prompts_decided", ["business", "decided_at"], unique=False)
        batch_op.create_index("ix_prompts_id", ["id"], unique=False)
        batch_op.create_index("ix_prompts_message", ["business", "message"], unique=False)
        batch_op.create_index("ix_prompts_promotion", ["business", "promotion", "decided_at"], unique=False)

    op.create_table(
        "sponsors",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("contact", Id(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("pilot", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("click_price", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("month_fee", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("data_fee", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("window_days", sa.Integer(), nullable=False),
        sa.Column("secret_number", sa.Integer(), server_default="1", nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("removed_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_sponsors")),
        sa.UniqueConstraint("business", "folded", name=op.f("uq_sponsors_business_folded")),
        sqlite_with_rowid=True,
    )
    with op.batch_alter_table("sponsors", schema=None) as batch_op:
        batch_op.create_index("ix_sponsors_contact", ["business", "contact"], unique=False)

    op.create_table(
        "charges",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("sponsor", Id(), nullable=False),
        sa.Column("promotion", Id(), nullable=True),
        sa.Column("prompt", Id(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("reverses", Id(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "sponsor"], ["sponsors.business", "sponsors.id"], name=op.f("fk_charges_business_sponsor")
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_charges")),
        sa.UniqueConstraint("business", "key", name=op.f("uq_charges_business_key")),
        sqlite_with_rowid=True,
    )
    with op.batch_alter_table("charges", schema=None) as batch_op:
        batch_op.create_index("ix_charges_promotion", ["business", "promotion", "day"], unique=False)
        batch_op.create_index("ix_charges_prompt", ["business", "prompt"], unique=False)
        batch_op.create_index("ix_charges_sponsor", ["business", "sponsor", "period"], unique=False)

    op.create_table(
        "conversions",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("sponsor", Id(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("prompt", Id(), nullable=False),
        sa.Column("promotion", Id(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reverses", Id(), nullable=True),
        sa.Column("occurred_at", Moment(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "prompt"], ["prompts.business", "prompts.id"], name=op.f("fk_conversions_business_prompt")
        ),
        sa.ForeignKeyConstraint(
            ["business", "sponsor"], ["sponsors.business", "sponsors.id"], name=op.f("fk_conversions_business_sponsor")
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_conversions")),
        sa.UniqueConstraint("business", "sponsor", "ref", name=op.f("uq_conversions_business_sponsor_ref")),
        sqlite_with_rowid=True,
    )
    with op.batch_alter_table("conversions", schema=None) as batch_op:
        batch_op.create_index("ix_conversions_promotion", ["business", "promotion"], unique=False)
        batch_op.create_index("ix_conversions_prompt", ["business", "prompt"], unique=False)
        batch_op.create_index("ix_conversions_ref", ["business", "ref"], unique=False)

    op.create_table(
        "data_requests",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("contact", Id(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("event", Id(), nullable=True),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("how", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["business", "contact"],
            ["contacts.business", "contacts.id"],
            name=op.f("fk_data_requests_business_contact"),
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_data_requests")),
        sqlite_with_rowid=True,
    )
    with op.batch_alter_table("data_requests", schema=None) as batch_op:
        batch_op.create_index("ix_data_requests_contact", ["business", "contact"], unique=False)
        batch_op.create_index(
            "ix_data_requests_open",
            ["business", "due_at"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "invoices",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("sponsor", Id(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("paid_at", Moment(), nullable=True),
        sa.Column("provider_id", sa.String(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("warned_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["business", "sponsor"], ["sponsors.business", "sponsors.id"], name=op.f("fk_invoices_business_sponsor")
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_invoices")),
        sa.UniqueConstraint("business", "number", name=op.f("uq_invoices_business_number")),
        sa.UniqueConstraint("business", "sponsor", "period", name=op.f("uq_invoices_business_sponsor_period")),
        sqlite_with_rowid=True,
    )
    op.create_table(
        "preferences",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("contact", Id(), nullable=False),
        sa.Column("paused_until", Moment(), nullable=True),
        sa.Column("days_apart", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "contact"], ["contacts.business", "contacts.id"], name=op.f("fk_preferences_business_contact")
        ),
        sa.PrimaryKeyConstraint("business", "contact", name=op.f("pk_preferences")),
        sqlite_with_rowid=True,
    )
    op.create_table(
        "privacy_limits",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("contact", Id(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor_kind", sa.String(), server_default="system", nullable=False),
        sa.Column("actor", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "contact"],
            ["contacts.business", "contacts.id"],
            name=op.f("fk_privacy_limits_business_contact"),
        ),
        sa.PrimaryKeyConstraint("business", "contact", "kind", name=op.f("pk_privacy_limits")),
        sqlite_with_rowid=True,
    )
    op.create_table(
        "promotions",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("sponsor", Id(), nullable=False),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("proposed", sa.Text(), nullable=True),
        sa.Column("rejection", sa.Text(), nullable=True),
        sa.Column("audience", sa.Text(), server_default="", nullable=False),
        sa.Column("starts_at", Moment(), nullable=True),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("priced_by", sa.String(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("purchase_value", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("budget", sa.BigInteger(), nullable=True),
        sa.Column("daily_cap", sa.BigInteger(), nullable=True),
        sa.Column("priority", sa.Integer(), server_default="0", nullable=False),
        sa.Column("spent", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("spent_on", sa.String(), nullable=True),
        sa.Column("spent_today", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("shown", sa.Integer(), server_default="0", nullable=False),
        sa.Column("clicked", sa.Integer(), server_default="0", nullable=False),
        sa.Column("matured", sa.Integer(), server_default="0", nullable=False),
        sa.Column("bought", sa.Integer(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("actor_kind", sa.String(), server_default="system", nullable=False),
        sa.Column("actor", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "sponsor"], ["sponsors.business", "sponsors.id"], name=op.f("fk_promotions_business_sponsor")
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_promotions")),
        sqlite_with_rowid=True,
    )
    with op.batch_alter_table("promotions", schema=None) as batch_op:
        batch_op.create_index("ix_promotions_brand", ["business", "brand", "status"], unique=False)
        batch_op.create_index("ix_promotions_sponsor", ["business", "sponsor"], unique=False)

    op.create_table(
        "sponsor_brands",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("written", sa.String(), nullable=False),
        sa.Column("sponsor", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "sponsor"],
            ["sponsors.business", "sponsors.id"],
            name=op.f("fk_sponsor_brands_business_sponsor"),
        ),
        sa.PrimaryKeyConstraint("business", "brand", name=op.f("pk_sponsor_brands")),
        sqlite_with_rowid=True,
    )
    op.create_table(
        "record_codes",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("address", Id(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("day_at", Moment(), nullable=False),
        sa.Column("sent", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "address"],
            ["addresses.business", "addresses.id"],
            name=op.f("fk_record_codes_business_address"),
        ),
        sa.PrimaryKeyConstraint("business", "address", name=op.f("pk_record_codes")),
        sqlite_with_rowid=True,
    )
    with op.batch_alter_table("api_keys", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sponsor", Id(), nullable=True))

    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("hash", sa.String(), nullable=True))
        batch_op.create_index(
            "ix_audit_number",
            ["business", "number"],
            unique=True,
            sqlite_where=sa.text("number IS NOT NULL"),
            postgresql_where=sa.text("number IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_audit_unsealed",
            ["business", "at", "id"],
            unique=False,
            sqlite_where=sa.text("number IS NULL"),
            postgresql_where=sa.text("number IS NULL"),
        )

    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("partners", sa.Text(), nullable=True))

    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("corrected", sa.String(), nullable=True))

    with op.batch_alter_table("invites", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sponsor", Id(), nullable=True))

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("partner", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("opened_at", Moment(), nullable=True))

    with op.batch_alter_table("permissions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("partners", sa.Text(), nullable=True))

    with op.batch_alter_table("returned_lines", schema=None) as batch_op:
        batch_op.create_index("ix_returned_lines_brand", ["business", "brand", "size", "returned"], unique=False)
