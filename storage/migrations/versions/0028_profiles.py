"""Profiles of customers: birthdays, tags, visits, loyalty, returns."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0028"
down_revision = "0027"


def _of_a_contact(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_business_contact")
    return sa.ForeignKeyConstraint(["business", "contact"], ["contacts.business", "contacts.id"], name=name)


def upgrade() -> None:
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("birth_day", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("birth_year", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("tagged_at", Moment(), nullable=True))
        batch_op.add_column(sa.Column("acquired_from", sa.String(), nullable=True))
    _tags_and_loyalty()
    _visits()
    _returns()


def _tags_and_loyalty() -> None:
    op.create_table(
        "customer_tags",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("contact", Id(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("written", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        _of_a_contact("customer_tags"),
        sa.PrimaryKeyConstraint("business", "contact", "tag", name=op.f("pk_customer_tags")),
    )
    op.create_index("ix_customer_tags_tag", "customer_tags", ["business", "tag", "contact"])
    op.create_table(
        "loyalty",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("contact", Id(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("written", sa.String(), nullable=False),
        sa.Column("progress", sa.BigInteger(), nullable=False),
        sa.Column("goal", sa.BigInteger(), nullable=False),
        sa.Column("reward", sa.String(), nullable=False),
        sa.Column("reward_expires", Moment(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        _of_a_contact("loyalty"),
        sa.PrimaryKeyConstraint("business", "contact", "programme", name=op.f("pk_loyalty")),
    )


def _visits() -> None:
    op.create_table(
        "visits",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("contact", Id(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        _of_a_contact("visits"),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_visits")),
    )
    op.create_index("ix_visits_contact", "visits", ["business", "contact", "at"])


def _returns() -> None:
    op.create_table(
        "returns",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("contact", Id(), nullable=True),
        sa.Column("order", Id(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_returns")),
        sa.UniqueConstraint("business", "source", "ref", name=op.f("uq_returns_business_source_ref")),
    )
    op.create_index("ix_returns_contact", "returns", ["business", "contact", "at"])
    op.create_table(
        "returned_lines",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("returned", Id(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("size", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "returned"],
            ["returns.business", "returns.id"],
            name=op.f("fk_returned_lines_business_returned"),
        ),
        sa.PrimaryKeyConstraint("business", "returned", "line", name=op.f("pk_returned_lines")),
    )
