"""What each message is about, and the plan or campaign in whose experiment its person is drawn.

A sourced order is a "reservation" from now on: an order that was bought is another noun. Whoever was merged into
another leaves them their draws, where the other has none of that experiment.
"""

import sqlalchemy as sa
from alembic import op

from storage.types import Id

revision = "0012"
down_revision = "0011"

_NOUNS = {"cart": "carts", "reservation": "reservations", "shop": "shops", "purchase": "orders"}
_DRAWS = """INSERT INTO draws (business, experiment, contact, chance, draw, held_out)
    WITH RECURSIVE whole (business, id, root) AS (
        SELECT business, id, id FROM contacts WHERE merged_into IS NULL
        UNION ALL
        SELECT contacts.business, contacts.id, whole.root FROM contacts
        JOIN whole ON whole.business = contacts.business AND whole.id = contacts.merged_into
    )
    SELECT d.business, d.experiment, whole.root, d.chance, d.draw, d.held_out FROM draws d
    JOIN whole ON whole.business = d.business AND whole.id = d.contact AND whole.root <> whole.id
    WHERE true ORDER BY d.held_out DESC, d.contact ON CONFLICT DO NOTHING"""


def upgrade() -> None:
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("experiment", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("campaign", Id(), nullable=True))
        batch_op.add_column(sa.Column("variant", sa.SmallInteger(), nullable=True))
        batch_op.add_column(sa.Column("subject_kind", sa.String(), nullable=True))
        batch_op.create_index(
            "ix_messages_experiment",
            ["business", "experiment", "id"],
            unique=False,
            sqlite_where=sa.text("experiment IS NOT NULL"),
            postgresql_where=sa.text("experiment IS NOT NULL"),
        )
    op.execute("UPDATE runs SET subject_kind = 'reservation' WHERE subject_kind = 'order'")
    kinds = " ".join(
        f"WHEN EXISTS (SELECT 1 FROM {table} AS o WHERE o.business = messages.business AND o.id = messages.subject)"  # noqa: S608
        f" THEN '{kind}'"
        for kind, table in _NOUNS.items()
    )
    op.execute(f"UPDATE messages SET subject_kind = CASE {kinds} END WHERE subject IS NOT NULL")  # noqa: S608
    op.execute(
        "UPDATE messages SET experiment = 'recovery' WHERE run IN"
        " (SELECT r.id FROM runs AS r WHERE r.business = messages.business AND r.flow = 'recovery')"
    )
    op.execute("UPDATE messages SET experiment = template WHERE template = 'back_in_stock' AND purpose = 'marketing'")
    op.execute(_DRAWS)
