"""Jobs that the service works through, and their files."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked", sa.Text(), server_default="{}", nullable=False),
        sa.Column("place", sa.Text(), server_default="{}", nullable=False),
        sa.Column("figures", sa.Text(), server_default="{}", nullable=False),
        sa.Column("done", sa.Integer(), server_default="0", nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("size", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("actor_kind", sa.String(), server_default="system", nullable=False),
        sa.Column("actor", sa.String(), server_default="", nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("started_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lease", Id(), nullable=True),
        sa.Column("lease_until", Moment(), nullable=True),
        sa.Column("worked_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_jobs")),
    )
    op.create_index(
        "ix_jobs_open",
        "jobs",
        ["business", "id"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "job_parts",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("job", Id(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "job"], ["jobs.business", "jobs.id"], name=op.f("fk_job_parts_business_job")
        ),
        sa.PrimaryKeyConstraint("business", "job", "file", "number", name=op.f("pk_job_parts")),
    )
