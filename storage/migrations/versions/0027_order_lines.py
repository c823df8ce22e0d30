"""The lines of orders as rows, of those that were told before by one statement."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0027"
down_revision = "0026"

# Of somebody who was erased an order keeps what its items may still say; its lines are nobody's and are left out.
_SQLITE = """INSERT INTO order_lines
    (business, "order", line, contact, at, sku, title, variant, size, quantity, price)
SELECT o.business, o.id, i.key, o.contact, o.placed_at, i.value ->> 'sku', i.value ->> 'title',
    coalesce(i.value ->> 'variant', ''), '', coalesce(i.value ->> 'quantity', 1), i.value ->> '$.price.micros'
FROM orders o, json_each(o.items) i
WHERE o.placed_at IS NOT NULL AND o.cancelled_at IS NULL AND o.items IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM contacts c WHERE c.business = o.business AND c.id = o.contact AND c.erased_at IS NOT NULL)"""
_POSTGRES = """INSERT INTO order_lines
    (business, "order", line, contact, at, sku, title, variant, size, quantity, price)
SELECT o.business, o.id, i.number - 1, o.contact, o.placed_at, i.value ->> 'sku', i.value ->> 'title',
    coalesce(i.value ->> 'variant', ''), '', coalesce((i.value ->> 'quantity')::integer, 1),
    (i.value -> 'price' ->> 'micros')::bigint
FROM orders o, json_array_elements(o.items::json) WITH ORDINALITY i(value, number)
WHERE o.placed_at IS NOT NULL AND o.cancelled_at IS NULL AND o.items IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM contacts c WHERE c.business = o.business AND c.id = o.contact AND c.erased_at IS NOT NULL)"""


def upgrade() -> None:
    op.create_table(
        "order_lines",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("order", Id(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("contact", Id(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("variant", sa.String(), nullable=False),
        sa.Column("size", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["business", "order"], ["orders.business", "orders.id"], name=op.f("fk_order_lines_business_order")
        ),
        sa.PrimaryKeyConstraint("business", "order", "line", name=op.f("pk_order_lines")),
    )
    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        for column in ("contact", "brand", "category"):
            batch_op.create_index(f"ix_order_lines_{column}", ["business", column, "at"], unique=False)
    op.execute(_POSTGRES if op.get_bind().dialect.name == "postgresql" else _SQLITE)
