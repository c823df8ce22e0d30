"""What a shop's system recorded for one customer is kept where the addresses are several people's: opt-outs follow it.

The pairs of before are found where a number was told beside a customer, and where the consent ledger names another
person than the one who has the address now.
"""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0054"
down_revision = "0053"

_BESIDE = """
INSERT INTO recorded_pairs (business, address, known_as, noted_at)
SELECT line.business, line.id, named.id, line.created_at
FROM contacts AS told
JOIN addresses AS line ON line.business = told.business AND line.contact = told.id
JOIN addresses AS named ON named.business = told.business AND named.contact = told.beside
WHERE told.merged_into IS NULL AND told.erased_at IS NULL
AND line.channel IN ('sms', 'whatsapp', 'telegram') AND named.channel IN ('customer', 'email')
"""
_MOVED = """
INSERT INTO recorded_pairs (business, address, known_as, noted_at)
SELECT DISTINCT line.business, line.id, named.id, line.created_at
FROM consents AS said
JOIN addresses AS line ON line.business = said.business AND line.id = said.address
JOIN contacts AS teller ON teller.business = said.business AND teller.id = said.contact
JOIN addresses AS named ON named.business = said.business
AND named.contact = COALESCE(teller.merged_into, teller.id)
WHERE line.contact <> named.contact AND line.consents_since IS NULL AND named.channel IN ('customer', 'email')
AND line.channel IN ('sms', 'whatsapp', 'telegram') AND line.value NOT LIKE 'erased:%'
AND named.value NOT LIKE 'erased:%'
AND NOT EXISTS (
    SELECT 1 FROM recorded_pairs AS known
    WHERE known.business = line.business AND known.address = line.id AND known.known_as = named.id
)
"""


def upgrade() -> None:
    op.create_table(
        "recorded_pairs",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("address", Id(), nullable=False),
        sa.Column("known_as", Id(), nullable=False),
        sa.Column("noted_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["business", "address"], ["addresses.business", "addresses.id"], name="fk_recorded_pairs_business_address"
        ),
        sa.ForeignKeyConstraint(
            ["business", "known_as"],
            ["addresses.business", "addresses.id"],
            name="fk_recorded_pairs_business_known_as",
        ),
        sa.PrimaryKeyConstraint("business", "address", "known_as", name="pk_recorded_pairs"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_recorded_pairs_known_as", "recorded_pairs", ["business", "known_as"])
    for found in (_BESIDE, _MOVED):
        op.execute(found)
