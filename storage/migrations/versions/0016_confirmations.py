"""What the staff has to confirm is an open question: those that wait for a word move over, and their table goes."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_OPEN = """
    INSERT INTO questions (business, id, contact, address, message, expects, data, stays, asked_at, expires_at, token)
    SELECT m.business, m.id, m.contact, m.address, m.id, 'confirm', {values}, FALSE, c.created_at, c.expires_at, c.token
    FROM confirmations AS c JOIN staff AS s ON s.business = c.business AND s.id = c.member
        JOIN messages AS m ON m.business = s.business AND m.contact = s.contact AND m.reply_to = c.message
    WHERE c.used_at IS NULL AND m.direction = 'out' AND m.fallback_of IS NULL
"""
_VALUES = "'command', c.deed, 'value', c.about, 'shown', c.shown"


def upgrade() -> None:
    op.add_column("questions", sa.Column("token", sa.String(), nullable=True))
    op.add_column("questions", sa.Column("answer", sa.String(), nullable=True))
    op.create_index(
        "ix_questions_token",
        "questions",
        ["business", "token", "message"],
        unique=False,
        sqlite_where=sa.text("token IS NOT NULL"),
        postgresql_where=sa.text("token IS NOT NULL"),
    )
    postgres = op.get_context().dialect.name == "postgresql"
    values = f"jsonb_build_object({_VALUES})::text" if postgres else f"json_object({_VALUES})"
    op.execute(_OPEN.format(values=values))
    op.drop_index("ix_confirmations_member", table_name="confirmations")
    op.drop_table("confirmations")
