"""What was shown before a consent; where somebody answered our question, it is taken from that, if it is there yet."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0008"
down_revision = "0007"

_FIRST_NAME = {
    "sqlite": "substr(trim(p.name), 1, instr(trim(p.name) || ' ', ' ') - 1)",
    "postgresql": "split_part(trim(p.name), ' ', 1)",
}
# The last question that had left there by then. Release 0.1.0 kept its name alone, and messages lose their texts.
_ASKED = """INSERT INTO disclosures (business, id, text, template, locale, first_at)
    SELECT c.business, c.id, coalesce(replace(m.text, {first_name}, '{{name}}'), m.text),
    m.template, m.locale, m.left_at
    FROM consents c
    JOIN contacts p ON p.business = c.business AND p.id = c.contact
    JOIN messages m ON m.business = c.business AND m.id = (
        SELECT q.id FROM messages q WHERE q.business = c.business AND q.address = c.address AND q.direction = 'out'
        AND q.template = 'opt_in_ask' AND q.text IS NOT NULL AND q.left_at <= c.at ORDER BY q.left_at DESC LIMIT 1
    )
    WHERE c.text = 'opt_in_ask' AND c.action = 'confirmed'"""
_ANSWERED = """UPDATE consents SET shown = id, means = 'answer' WHERE EXISTS (
    SELECT 1 FROM disclosures d WHERE d.business = consents.business AND d.id = consents.id
)"""


def upgrade() -> None:
    op.create_table(
        "disclosures",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("template", sa.String(), nullable=True),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("first_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_disclosures")),
    )
    with op.batch_alter_table("consent_proofs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("words", sa.Text(), nullable=True))

    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("shown", Id(), nullable=True))
        batch_op.add_column(sa.Column("means", sa.String(), nullable=True))
    op.execute(_ASKED.format(first_name=_FIRST_NAME[op.get_context().dialect.name]))
    op.execute(_ANSWERED)
