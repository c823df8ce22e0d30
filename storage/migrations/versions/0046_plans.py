"""Plans that are kept, with their versions and whoever entered one."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0046"
down_revision = "0045"


def upgrade() -> None:
    op.create_table(
        "plans",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("event", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_plans")),
        sa.UniqueConstraint("business", "name", name=op.f("uq_plans_business_name")),
    )
    op.create_table(
        "plan_versions",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("plan", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("actor_kind", sa.String(), nullable=False, server_default="system"),
        sa.Column("actor", sa.String(), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(
            ["business", "plan"], ["plans.business", "plans.id"], name=op.f("fk_plan_versions_business_plan")
        ),
        sa.PrimaryKeyConstraint("business", "plan", "version", name=op.f("pk_plan_versions")),
    )
    op.create_table(
        "plan_entries",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("plan", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("contact", Id(), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("entered_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("ended", sa.String(), nullable=True),
        sa.Column("rests_until", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["business", "contact"], ["contacts.business", "contacts.id"], name=op.f("fk_plan_entries_business_contact")
        ),
        sa.ForeignKeyConstraint(
            ["business", "plan"], ["plans.business", "plans.id"], name=op.f("fk_plan_entries_business_plan")
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_plan_entries")),
        sa.UniqueConstraint(
            "business", "plan", "contact", "occasion", name=op.f("uq_plan_entries_business_plan_contact_occasion")
        ),
    )
    op.create_index("ix_plan_entries_contact", "plan_entries", ["business", "contact", "kind"])
    op.create_index("ix_plan_entries_plan", "plan_entries", ["business", "plan", "entered_at"])
