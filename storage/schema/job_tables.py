"""What takes longer than a request may: jobs, and the files that they read and write."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, String, Text

from storage.schema.tenancy import acted, index, points, tenants
from storage.sql.column_types import Id, Moment

jobs = tenants(
    "jobs",
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False),  # storage.jobs.JobState
    Column("asked", Text, nullable=False, server_default="{}"),  # as JSON: what was asked for
    Column("place", Text, nullable=False, server_default="{}"),  # as JSON: how far it is
    Column("figures", Text, nullable=False, server_default="{}"),  # as JSON: what came of it, in numbers
    Column("done", Integer, nullable=False, server_default="0"),
    Column("total", Integer),  # None until it is known
    Column("size", BigInteger, nullable=False, server_default="0"),  # bytes of the file that it wrote
    Column("error", Text),
    *acted(),  # who asked for it
    Column("made_at", Moment, nullable=False),
    Column("started_at", Moment),
    Column("ended_at", Moment),
    Column("failures", Integer, nullable=False, server_default="0"),  # one after the other
    Column("lease", Id),  # the process that works at it
    Column("lease_until", Moment),  # elapsed
    Column("worked_at", Moment, nullable=False),  # elapsed: whose turn is the longest ago goes on
)
index("ix_jobs_open", jobs.c.business, jobs.c.id, where="ended_at IS NULL")

# The file of a job in parts, in order: gone a few days after it ended, and with an erasure.
job_parts = tenants(
    "job_parts",
    Column("body", LargeBinary, nullable=False),  # compressed: zlib
    points("job", "jobs"),
    keys=("job", "file", "number"),
)

# What a store is asked for whole, a row for each kind: by which operation it gathers that, and how far we are.
store_imports = tenants(
    "store_imports",
    Column("operation", String, nullable=False),  # as the store calls it; "" before it was asked for
    Column("asked_at", Moment),
    Column("place", Text, nullable=False, server_default="{}"),  # as JSON: how far it is
    Column("figures", Text, nullable=False, server_default="{}"),  # as JSON: what became of its records, in numbers
    Column("holder", Id, nullable=False),  # whose run goes on with it
    Column("ended_at", Moment),
    keys=("source", "what"),
)
