"""Who told of a consent; and whoever was asked whether our messages shall stop, and wrote nothing since, still is."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_OWN_WORD = "text LIKE 'opt-out.%' OR (action <> 'revoked' AND event IS NULL)"  # a shop's lines name its event
_ASKS = "('stop_asked', 'cancel_which')"
_UNANSWERED = f"""
    a.direction = 'out' AND a.template IN {_ASKS} AND a.left_at IS NOT NULL
    AND EXISTS (SELECT 1 FROM contacts c WHERE c.business = a.business AND c.id = a.contact AND c.erased_at IS NULL)
    AND NOT EXISTS (
        SELECT 1 FROM messages b WHERE b.business = a.business AND b.contact = a.contact AND b.id > a.id
        AND (b.direction = 'in' OR b.template IN {_ASKS})
    )
"""  # noqa: S608
_HEX = "lower(hex({0}))"
_DASHED = " || '-' || ".join(
    f"substr({_HEX}, {at}, {many})" for at, many in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
)
# How an id is written, a moment a day later, and that as text; as the flow's state holds them
# (flows/consent/stop_question.py).
_SPOKEN = {
    "sqlite": (
        _DASHED,
        "{0} + 86400000000",
        "strftime('%Y-%m-%dT%H:%M:%S', {0} / 1000000 + 86400, 'unixepoch') || 'Z'",
    ),
    "postgresql": (
        "CAST({0} AS text)",
        "{0} + INTERVAL '1 day'",
        'to_char(({0} + INTERVAL \'1 day\') AT TIME ZONE \'UTC\', \'YYYY-MM-DD"T"HH24":"MI":"SS"Z"\')',
    ),
}


def upgrade() -> None:
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("teller", sa.String(), server_default="shop", nullable=False))
    op.execute(f"UPDATE consents SET teller = 'person' WHERE {_OWN_WORD}")  # noqa: S608
    written, later, until = _SPOKEN[op.get_context().dialect.name]
    message, end = written.format("coalesce(a.reply_to, a.id)"), until.format("a.created_at")
    state = f"""'{{"message": "' || {message} || '", "until": "' || {end} || '", "version": 1}}'"""
    op.execute(
        f"""INSERT INTO runs (business, id, flow, key, contact, state, version, started_at)
        SELECT a.business, a.id, 'stop_question', {written.format("a.contact")}, a.contact, {state}, 1, a.created_at
        FROM messages a WHERE {_UNANSWERED}"""  # noqa: S608
    )
    op.execute(
        f"""INSERT INTO waits (business, id, run, contact, name, due_at, created_at)
        SELECT r.business, r.id, r.id, r.contact, 'answer', {later.format("r.started_at")}, r.started_at
        FROM runs r WHERE r.flow = 'stop_question'"""  # noqa: S608
    )
