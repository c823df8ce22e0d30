"""What a message was judged under is kept with it: rulings, and who was judged by which."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "rulings",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("first_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_rulings")),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("judged_by", Id(), nullable=True))

    with op.batch_alter_table("verdicts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("judged_by", Id(), nullable=True))
