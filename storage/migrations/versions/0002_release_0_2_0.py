"""Release 0.2.0: from the tables and rows of 0.1.0 to its own.

Development versions between the two did the same in 57 steps, 0002 to 0058 (storage/database/schema_version.py).
"""

from storage.migrations.release_0_2_0 import (
    actors,
    addresses,
    campaigns,
    changes,
    consents,
    conversations,
    customers,
    messages,
    totals,
)

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    changes.expand()
    for new in (customers, conversations, campaigns):
        new.create_tables()
    for rows in (addresses, consents, messages, actors, totals):
        rows.convert()
    changes.contract()
