"""What a person waits for is found by the person, as the words of a message may name it."""

from alembic import op

revision = "0050"
down_revision = "0049"


def upgrade() -> None:
    op.create_index("ix_waiting_people_contact", "waiting_people", ["business", "contact"])
