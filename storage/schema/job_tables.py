"""Background work: jobs, and the files that they read and write."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, String, Text

from storage.schema.tenancy import index, make_actor_columns, points, tenants
from storage.sql.column_types import Id, Moment

jobs = tenants(
    "jobs",
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False),  # storage.jobs.jobs.JobState
    Column("asked", Text, nullable=False, server_default="{}"),  # as JSON: the request
    Column("place", Text, nullable=False, server_default="{}"),  # as JSON: the progress
    Column("figures", Text, nullable=False, server_default="{}"),  # as JSON: the results, in numbers
    Column("done", Integer, nullable=False, server_default="0"),
    Column("total", Integer),  # None while unknown
    Column("size", BigInteger, nullable=False, server_default="0"),  # bytes of the written file
    Column("error", Text),
    *make_actor_columns(),  # the requester
    Column("made_at", Moment, nullable=False),
    Column("started_at", Moment),
    Column("ended_at", Moment),
    Column("failures", Integer, nullable=False, server_default="0"),  # in a row
    Column("lease", Id),  # the process with the lease
    Column("lease_until", Moment),  # elapsed
    Column("worked_at", Moment, nullable=False),  # elapsed: the longest-ago turn goes next
)
index("ix_jobs_open", jobs.c.business, jobs.c.id, where="ended_at IS NULL")

# The file of a job in parts, in order: deleted a few days after its end, and with an erasure.
job_parts = tenants(
    "job_parts",
    Column("body", LargeBinary, nullable=False),  # compressed: zlib
    points("job", "jobs"),
    keys=("job", "file", "number"),
)

# Full imports from a store, a row for each kind: the operation that gathers it, and our progress.
store_imports = tenants(
    "store_imports",
    Column("operation", String, nullable=False),  # the store's name for it; "" before the request
    Column("asked_at", Moment),
    Column("place", Text, nullable=False, server_default="{}"),  # as JSON: the progress
    Column("figures", Text, nullable=False, server_default="{}"),  # as JSON: the results of its records, in numbers
    Column("holder", Id, nullable=False),  # the run that continues it
    Column("ended_at", Moment),
    keys=("source", "what"),
)
