"""Open questions, with those that messages of the last month asked: their answers may come after this step.

Up to now the name of the last template told what an answer meant, its values of which order, and the key of a message
to a shop the number of the message. What was asked of an order that is not found any more is left out.
"""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0013"
down_revision = "0012"

# The template that asked, what its answer is expected as, for how many hours, whether it stays, and what it is about.
_ASKED = """
    ('cancel_sure', 'cancel_sure', 24, FALSE, 'reservation'),
    ('cancel_which', 'cancel_which', 168, FALSE, 'reservation'),
    ('cancel_number', 'cancel_number', 168, FALSE, NULL),
    ('order_cancelled', 'cancel_told', 24, FALSE, 'reservation'),
    ('cancel_passed_on', 'cancel_told', 24, FALSE, 'reservation'),
    ('order_status', 'order_told', 24, FALSE, 'purchase'),
    ('stop_asked', 'stop_asked', 720, FALSE, NULL),
    ('scope_offered', 'scope_offered', 168, FALSE, NULL),
    ('quality_which', 'quality_which', 168, FALSE, NULL),
    ('quality_check', 'looked_over', 720, FALSE, NULL),
    ('quality_note', 'looked_over', 720, FALSE, NULL),
    ('stock_request', 'stock_request', 720, TRUE, NULL),
    ('stock_requests', 'stock_request', 720, TRUE, NULL),
    ('stock_reminder', 'stock_request', 720, TRUE, NULL),
    ('stock_reminders', 'stock_request', 720, TRUE, NULL),
    ('stock_unclear', 'stock_asked_back', 168, TRUE, NULL),
    ('stock_how_many', 'stock_asked_back', 168, TRUE, NULL),
    ('stock_which', 'stock_asked_back', 168, TRUE, NULL),
    ('stock_paid_undo', 'stock_taken_back', 1, TRUE, NULL),
    ('stock_undo_which', 'stock_taken_back', 1, TRUE, NULL)
"""
_ORDER = """(SELECT o.id FROM orders AS o WHERE o.business = m.business AND o.contact = m.contact
    AND ltrim(o.number, '#') = {order} LIMIT 1)"""
# "<id of the run>:ask:3" or "…:remind:3", and what was sent in place of it has more behind that.
_ROUND = "CASE WHEN substr(m.key, 38, 4) = 'ask:' THEN substr(m.key, 42) ELSE substr(m.key, 45) END"
_FILL = """
    WITH asked (template, expects, hours, stays, kind) AS (VALUES {asked})
    INSERT INTO questions (business, id, contact, address, message, expects, about_kind, about, choices, data, stays,
        asked_at, expires_at)
    SELECT m.business, m.id, m.contact, m.address, m.id, a.expects,
        CASE WHEN {about} IS NOT NULL THEN a.kind END, CASE WHEN a.kind IS NOT NULL THEN {about} END,
        CASE WHEN a.expects IN ('cancel_number', 'quality_which') THEN {orders} END,
        CASE WHEN a.expects = 'stock_request' THEN '{{"round": ' || {round} || ', "menu": ' ||
            CASE WHEN a.template IN ('stock_request', 'stock_reminder') THEN 'true' ELSE 'false' END || '}}' END,
        a.stays, m.created_at, {until}
    FROM messages AS m JOIN asked AS a ON a.template = m.template
    WHERE m.direction = 'out' AND m.left_at IS NOT NULL AND m.created_at > {since}
        AND (a.expects <> 'stock_request' OR substr(m.key, 38, 4) = 'ask:' OR substr(m.key, 38, 7) = 'remind:')
"""
_WAYS = {
    "sqlite": {
        "order": "json_extract(m.data, '$.order')",
        "orders": "json_extract(m.data, '$.orders')",
        "round": f"CAST({_ROUND} AS INTEGER)",
        "until": "m.created_at + a.hours * 3600000000",
        "since": "(SELECT max(created_at) FROM messages) - 2592000000000",
    },
    "postgresql": {
        "order": "m.data::json ->> 'order'",
        "orders": "(m.data::json -> 'orders')::text",
        "round": f"split_part({_ROUND}, ':', 1)",
        "until": "m.created_at + a.hours * interval '1 hour'",
        "since": "(SELECT max(created_at) FROM messages) - interval '30 days'",
    },
}


def upgrade() -> None:
    op.create_table(
        "questions",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("contact", Id(), nullable=False),
        sa.Column("address", Id(), nullable=False),
        sa.Column("message", Id(), nullable=False),
        sa.Column("expects", sa.String(), nullable=False),
        sa.Column("about_kind", sa.String(), nullable=True),
        sa.Column("about", Id(), nullable=True),
        sa.Column("choices", sa.Text(), nullable=True),
        sa.Column("data", sa.Text(), nullable=True),
        sa.Column("stays", sa.Boolean(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["business", "address"], ["addresses.business", "addresses.id"], name=op.f("fk_questions_business_address")
        ),
        sa.ForeignKeyConstraint(
            ["business", "contact"], ["contacts.business", "contacts.id"], name=op.f("fk_questions_business_contact")
        ),
        sa.ForeignKeyConstraint(
            ["business", "message"], ["messages.business", "messages.id"], name=op.f("fk_questions_business_message")
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_questions")),
        sa.UniqueConstraint("business", "message", name=op.f("uq_questions_business_message")),
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_questions_about",
            ["business", "about"],
            unique=False,
            sqlite_where=sa.text("about IS NOT NULL AND answered_at IS NULL"),
            postgresql_where=sa.text("about IS NOT NULL AND answered_at IS NULL"),
        )
        batch_op.create_index("ix_questions_address", ["business", "address", "message"], unique=False)
        batch_op.create_index("ix_questions_contact", ["business", "contact"], unique=False)
    way = _WAYS[op.get_bind().dialect.name]
    op.execute(_FILL.format(asked=_ASKED, about=_ORDER.format(order=way["order"]), **way))
