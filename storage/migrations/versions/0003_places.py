"""Where people may be, every place of it: what was known of each becomes the first of their places."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0003"
down_revision = "0002"

# Whoever was merged into somebody leads there, over any number of steps. The row takes the contact's id: it is the
# only one that comes of them.
_COPY = """
WITH RECURSIVE whole (business, id, person) AS (
    SELECT business, id, id FROM contacts WHERE merged_into IS NULL AND erased_at IS NULL
    UNION ALL
    SELECT contacts.business, contacts.id, whole.person FROM contacts
    JOIN whole ON whole.business = contacts.business AND whole.id = contacts.merged_into
)
INSERT INTO places (business, id, contact, kind, country, region, postal_code, timezone, source, first_told_at, told_at)
SELECT contacts.business, contacts.id, whole.person,
    CASE WHEN COALESCE(country, region, postal_code) IS NULL THEN 'zone' ELSE 'stated' END,
    country, region, postal_code, timezone, 'before', COALESCE(as_of, created_at), COALESCE(as_of, created_at)
FROM contacts JOIN whole ON whole.business = contacts.business AND whole.id = contacts.id
WHERE COALESCE(country, region, postal_code, timezone) IS NOT NULL
"""


def upgrade() -> None:
    op.create_table(
        "places",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("contact", Id(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("postal_code", sa.String(), nullable=True),
        sa.Column("timezone", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("first_told_at", Moment(), nullable=False),
        sa.Column("told_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "contact"], ["contacts.business", "contacts.id"], name=op.f("fk_places_business_contact")
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_places")),
    )
    op.create_index("ix_places_contact", "places", ["business", "contact", "id"], unique=False)
    op.execute(_COPY)
