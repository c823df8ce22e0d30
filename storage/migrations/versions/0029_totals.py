"""Totals of each customer, and where the parts of all customers begin."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0029"
down_revision = "0028"

# Of everybody who did something before: what storage/totals.py makes of their rows.
_FILLED = """INSERT INTO customer_totals (business, contact, orders, priced, spend, first_order_at, last_order_at,
    rhythm, returns, discounts_given, discounts_used, clicks, replies, visits, last_active_at, acquired_at)
WITH RECURSIVE born AS (
    SELECT business, id AS root, created_at AS at FROM contacts WHERE merged_into IS NULL AND erased_at IS NULL),
who(business, root, id) AS (
    SELECT business, root, root FROM born UNION ALL
    SELECT m.business, who.root, m.id FROM who JOIN contacts m ON m.business = who.business AND m.merged_into = who.id),
placed AS (
    SELECT who.business, who.root, o.placed_at AS at, o.cancelled_at IS NULL AS counts, o.total - o.refunded AS net,
        o.currency = (SELECT b.currency FROM businesses b WHERE b.id = who.business) AS priced
    FROM who CROSS JOIN orders o WHERE o.business = who.business AND o.contact = who.id
        AND o.placed_at IS NOT NULL),
gaps AS (
    SELECT business, root, {gap} AS gap
    FROM (SELECT business, root, at, lag(at) OVER (PARTITION BY business, root ORDER BY at) AS before
        FROM placed WHERE counts) each_one
    WHERE before IS NOT NULL),
ranked AS (
    SELECT business, root, gap, row_number() OVER (PARTITION BY business, root ORDER BY gap) AS place,
        count(*) OVER (PARTITION BY business, root) AS many FROM gaps),
rhythms AS (
    SELECT business, root, (min(gap) + max(gap)) / 2 AS rhythm FROM ranked
    WHERE place IN ((many + 1) / 2, (many + 2) / 2) GROUP BY business, root),
bought AS (
    SELECT business, root, count(*) FILTER (WHERE counts) AS orders,
        count(*) FILTER (WHERE counts AND priced) AS priced, sum(net) FILTER (WHERE counts AND priced) AS spend,
        min(at) FILTER (WHERE counts) AS first_order_at, max(at) FILTER (WHERE counts) AS last_order_at,
        min(at) AS since, max(at) AS active
    FROM placed GROUP BY business, root),
returned AS (
    SELECT who.business, who.root, count(*) AS many
    FROM who CROSS JOIN returns r WHERE r.business = who.business AND r.contact = who.id
    GROUP BY who.business, who.root),
discounted AS (
    SELECT who.business, who.root, count(*) FILTER (WHERE d.status IN ('created', 'used')) AS given,
        count(*) FILTER (WHERE d.status = 'used') AS used
    FROM who CROSS JOIN discounts d WHERE d.business = who.business AND d.contact = who.id
    GROUP BY who.business, who.root),
clicked AS (
    SELECT who.business, who.root, count(*) AS many, max(k.at) AS active
    FROM who CROSS JOIN clicks k WHERE k.business = who.business AND k.contact = who.id
        AND NOT k.robot GROUP BY who.business, who.root),
replied AS (
    SELECT who.business, who.root, count(*) AS many, max(m.created_at) AS active
    FROM who CROSS JOIN messages m WHERE m.business = who.business AND m.contact = who.id
        AND m.direction = 'in' GROUP BY who.business, who.root),
came AS (
    SELECT who.business, who.root, count(*) AS many, min(v.at) AS since, max(v.at) AS active
    FROM who CROSS JOIN visits v WHERE v.business = who.business AND v.contact = who.id GROUP BY who.business, who.root)
SELECT born.business, born.root, coalesce(bought.orders, 0), coalesce(bought.priced, 0),
    CAST(coalesce(bought.spend, 0) AS BIGINT), bought.first_order_at, bought.last_order_at, rhythms.rhythm,
    coalesce(returned.many, 0), coalesce(discounted.given, 0), coalesce(discounted.used, 0),
    coalesce(clicked.many, 0), coalesce(replied.many, 0), coalesce(came.many, 0), {active},
    {least}(born.at, coalesce(bought.since, born.at), coalesce(came.since, born.at))
FROM born
LEFT JOIN bought ON bought.business = born.business AND bought.root = born.root
LEFT JOIN rhythms ON rhythms.business = born.business AND rhythms.root = born.root
LEFT JOIN returned ON returned.business = born.business AND returned.root = born.root
LEFT JOIN discounted ON discounted.business = born.business AND discounted.root = born.root
LEFT JOIN clicked ON clicked.business = born.business AND clicked.root = born.root
LEFT JOIN replied ON replied.business = born.business AND replied.root = born.root
LEFT JOIN came ON came.business = born.business AND came.root = born.root
WHERE coalesce(bought.active, clicked.active, replied.active, came.active) IS NOT NULL OR returned.many > 0
    OR discounted.given > 0"""
_SQLITE = _FILLED.format(
    gap="at - before",
    active="""nullif(max(coalesce(bought.active, -9e18), coalesce(clicked.active, -9e18),
        coalesce(replied.active, -9e18), coalesce(came.active, -9e18)), -9e18)""",
    least="min",
)
_POSTGRES = _FILLED.format(
    gap="CAST(round(EXTRACT(EPOCH FROM at - before) * 1000000) AS BIGINT)",
    active="greatest(bought.active, clicked.active, replied.active, came.active)",
    least="least",
)


def upgrade() -> None:
    with op.batch_alter_table("businesses", schema=None) as batch_op:
        batch_op.add_column(sa.Column("currency", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("totals_in", sa.String(), nullable=True))
    postgres = op.get_bind().dialect.name == "postgresql"
    settings = "settings::json" if postgres else "settings"
    op.execute(f"UPDATE businesses SET currency = {settings} ->> 'currency', totals_in = {settings} ->> 'currency'")  # noqa: S608 - one of two words
    some = sa.text("merged_into IS NOT NULL")
    op.create_index(
        "ix_contacts_merged", "contacts", ["business", "merged_into"], sqlite_where=some, postgresql_where=some
    )
    op.drop_index("ix_orders_contact", table_name="orders")
    op.create_index("ix_orders_contact", "orders", ["business", "contact", "placed_at"])
    _totals()
    op.create_table(
        "customer_cuts",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("part", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("spend", sa.BigInteger(), nullable=False),
        sa.Column("last_order_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("business", "part", name=op.f("pk_customer_cuts")),
    )
    op.execute(sa.text(_POSTGRES if postgres else _SQLITE))


def _totals() -> None:
    many = ("returns", "discounts_given", "discounts_used", "clicks", "replies", "visits")
    op.create_table(
        "customer_totals",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("contact", Id(), nullable=False),
        *(sa.Column(name, sa.Integer(), server_default="0", nullable=False) for name in ("orders", "priced")),
        sa.Column("spend", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("first_order_at", Moment(), nullable=True),
        sa.Column("last_order_at", Moment(), nullable=True),
        sa.Column("rhythm", sa.BigInteger(), nullable=True),
        *(sa.Column(name, sa.Integer(), server_default="0", nullable=False) for name in many),
        sa.Column("last_active_at", Moment(), nullable=True),
        sa.Column("acquired_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "contact"],
            ["contacts.business", "contacts.id"],
            name=op.f("fk_customer_totals_business_contact"),
        ),
        sa.PrimaryKeyConstraint("business", "contact", name=op.f("pk_customer_totals")),
    )
    op.create_index("ix_customer_totals_orders", "customer_totals", ["business", "orders", "contact"])
    some = sa.text("orders > 0")
    for name in ("spend", "last_order_at"):
        columns = ["business", name, "contact", "orders"]
        op.create_index(
            f"ix_customer_totals_{name}", "customer_totals", columns, sqlite_where=some, postgresql_where=some
        )
