"""The new tables about campaigns, plans and codes, and about the service's own work."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.release_0_2_0.columns import (
    AT,
    BIG,
    BYTES,
    FLAG,
    FLOAT,
    ID,
    INT,
    SMALL,
    TEXT,
    WORD,
    actor,
    allow,
    create,
    fill,
    need,
    reference,
)

_CAMPAIGN = {"campaign": "campaigns"}


def create_tables() -> None:
    """Create them; no row of 0.1.0 goes into one."""
    _create_campaigns()
    _create_codes()
    _create_own_codes()
    _create_plans()
    _create_jobs()
    _create_service()


def _create_campaigns() -> None:
    create(
        "campaigns",
        *need(WORD, "name", "folded", "status"),
        *need(TEXT, "criteria", "phrase", "words"),
        *need(WORD, "channels"),
        *need(AT, "due_at"),
        *allow(WORD, "local_time"),
        *need(FLOAT, "holdout"),
        *need(TEXT, "url"),
        *allow(AT, "latest"),
        *need(INT, "version"),
        *need(AT, "made_at", "updated_at"),
        *actor(),
        *allow(TEXT, "preview"),
        *fill(FLAG, sa.false(), "at_once"),
        *fill(TEXT, "{}", "terms"),
        *fill(BIG, "0", "spent"),
        *allow(TEXT, "contest"),
        unique=[("folded",)],
    )
    what = [*need(WORD, "what"), *need(TEXT, "criteria", "words"), *actor(), *allow(TEXT, "setting")]
    create("campaign_changes", *need(ID, "campaign"), *need(AT, "at"), *what, points=_CAMPAIGN)


def _create_codes() -> None:
    create(
        "code_pools",
        *need(ID, "campaign"),
        *allow(SMALL, "percent"),
        *allow(BIG, "micros"),
        *allow(WORD, "currency"),
        *need(INT, "valid_for"),
        *need(WORD, "prefix", "title", "provider"),
        *need(AT, "starts_at", "ends_at"),
        *need(INT, "wanted"),
        *allow(WORD, "discount"),
        *allow(AT, "seen_at"),
        *allow(WORD, "creation"),
        *need(INT, "adding", "tries"),
        *allow(TEXT, "failure"),
        *allow(AT, "made_at"),
        *fill(WORD, "", "variant"),
        key=("campaign", "variant"),
        points=_CAMPAIGN,
    )
    pool = ["campaign", "variant"]
    codes = [*need(ID, "campaign"), *need(INT, "place"), *need(WORD, "code", "status"), *allow(TEXT, "why")]
    create(
        "campaign_codes",
        *codes,
        *fill(WORD, "", "variant"),
        unique=[("code",), ("campaign", "variant", "place")],
        more=[reference("campaign_codes", pool, "code_pools", pool)],
    )


def _create_own_codes() -> None:
    create(
        "own_codes",
        *need(WORD, "code"),
        *allow(SMALL, "percent"),
        *allow(BIG, "micros"),
        *allow(WORD, "currency"),
        *allow(INT, "uses"),
        *need(WORD, "title", "provider"),
        *need(AT, "starts_at", "ends_at"),
        *need(WORD, "status"),
        *allow(WORD, "discount"),
        *allow(TEXT, "why"),
        *actor(),
        unique=[("code",)],
    )


def _create_plans() -> None:
    plan = [*need(WORD, "name"), *need(FLAG, "enabled"), *allow(WORD, "event"), *need(INT, "version")]
    create("plans", *plan, *need(AT, "made_at", "updated_at"), unique=[("name",)])
    version = [*need(ID, "plan"), *need(INT, "version"), *need(TEXT, "terms"), *need(AT, "made_at"), *actor()]
    create("plan_versions", *version, key=("plan", "version"), points={"plan": "plans"})
    create(
        "plan_entries",
        *need(ID, "plan"),
        *need(INT, "version"),
        *need(WORD, "kind"),
        *need(ID, "contact"),
        *need(WORD, "occasion", "stage"),
        *need(AT, "entered_at"),
        *allow(AT, "ended_at"),
        *allow(WORD, "ended"),
        *allow(AT, "rests_until"),
        unique=[("plan", "contact", "occasion")],
        points={"contact": "contacts", "plan": "plans"},
    )


def _create_jobs() -> None:
    create(
        "jobs",
        *need(WORD, "kind", "state"),
        *fill(TEXT, "{}", "asked", "place", "figures"),
        *fill(INT, "0", "done"),
        *allow(INT, "total"),
        *fill(BIG, "0", "size"),
        *allow(TEXT, "error"),
        *actor(),
        *need(AT, "made_at"),
        *allow(AT, "started_at", "ended_at"),
        *fill(INT, "0", "failures"),
        *allow(ID, "lease"),
        *allow(AT, "lease_until"),
        *need(AT, "worked_at"),
    )
    parts = [*need(ID, "job"), *need(WORD, "file"), *need(INT, "number"), *need(BYTES, "body")]
    create("job_parts", *parts, key=("job", "file", "number"), points={"job": "jobs"})


def _create_service() -> None:
    for name, columns in (("roots", need(BYTES, "sealed")), ("clocks", need(AT, "elapsed", "told_at"))):
        op.create_table(name, *need(INT, "id"), *columns, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")))
    requests = [*need(WORD, "request", "digest"), *need(ID, "made"), *need(AT, "at")]
    create("api_requests", *requests, key=("request",))
    create(
        "store_imports",
        *need(WORD, "source", "what", "operation"),
        *allow(AT, "asked_at"),
        *fill(TEXT, "{}", "place", "figures"),
        *need(ID, "holder"),
        *allow(AT, "ended_at"),
        key=("source", "what"),
    )
