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
    create,
    empty,
    filled,
    needed,
    reference,
)

_CAMPAIGN = {"campaign": "campaigns"}


def create_tables() -> None:
    """Create them; no row of 0.1.0 goes into one."""
    _campaigns()
    _codes()
    _own_codes()
    _plans()
    _jobs()
    _service()


def _campaigns() -> None:
    create(
        "campaigns",
        *needed(WORD, "name", "folded", "status"),
        *needed(TEXT, "criteria", "phrase", "words"),
        *needed(WORD, "channels"),
        *needed(AT, "due_at"),
        *empty(WORD, "local_time"),
        *needed(FLOAT, "holdout"),
        *needed(TEXT, "url"),
        *empty(AT, "latest"),
        *needed(INT, "version"),
        *needed(AT, "made_at", "updated_at"),
        *actor(),
        *empty(TEXT, "preview"),
        *filled(FLAG, sa.false(), "at_once"),
        *filled(TEXT, "{}", "terms"),
        *filled(BIG, "0", "spent"),
        *empty(TEXT, "contest"),
        unique=[("folded",)],
    )
    what = [*needed(WORD, "what"), *needed(TEXT, "criteria", "words"), *actor(), *empty(TEXT, "setting")]
    create("campaign_changes", *needed(ID, "campaign"), *needed(AT, "at"), *what, points=_CAMPAIGN)


def _codes() -> None:
    create(
        "code_pools",
        *needed(ID, "campaign"),
        *empty(SMALL, "percent"),
        *empty(BIG, "micros"),
        *empty(WORD, "currency"),
        *needed(INT, "valid_for"),
        *needed(WORD, "prefix", "title", "provider"),
        *needed(AT, "starts_at", "ends_at"),
        *needed(INT, "wanted"),
        *empty(WORD, "discount"),
        *empty(AT, "seen_at"),
        *empty(WORD, "creation"),
        *needed(INT, "adding", "tries"),
        *empty(TEXT, "failure"),
        *empty(AT, "made_at"),
        *filled(WORD, "", "variant"),
        key=("campaign", "variant"),
        points=_CAMPAIGN,
    )
    pool = ["campaign", "variant"]
    codes = [*needed(ID, "campaign"), *needed(INT, "place"), *needed(WORD, "code", "status"), *empty(TEXT, "why")]
    create(
        "campaign_codes",
        *codes,
        *filled(WORD, "", "variant"),
        unique=[("code",), ("campaign", "variant", "place")],
        more=[reference("campaign_codes", pool, "code_pools", pool)],
    )


def _own_codes() -> None:
    create(
        "own_codes",
        *needed(WORD, "code"),
        *empty(SMALL, "percent"),
        *empty(BIG, "micros"),
        *empty(WORD, "currency"),
        *empty(INT, "uses"),
        *needed(WORD, "title", "provider"),
        *needed(AT, "starts_at", "ends_at"),
        *needed(WORD, "status"),
        *empty(WORD, "discount"),
        *empty(TEXT, "why"),
        *actor(),
        unique=[("code",)],
    )


def _plans() -> None:
    plan = [*needed(WORD, "name"), *needed(FLAG, "enabled"), *empty(WORD, "event"), *needed(INT, "version")]
    create("plans", *plan, *needed(AT, "made_at", "updated_at"), unique=[("name",)])
    version = [*needed(ID, "plan"), *needed(INT, "version"), *needed(TEXT, "terms"), *needed(AT, "made_at"), *actor()]
    create("plan_versions", *version, key=("plan", "version"), points={"plan": "plans"})
    create(
        "plan_entries",
        *needed(ID, "plan"),
        *needed(INT, "version"),
        *needed(WORD, "kind"),
        *needed(ID, "contact"),
        *needed(WORD, "occasion", "stage"),
        *needed(AT, "entered_at"),
        *empty(AT, "ended_at"),
        *empty(WORD, "ended"),
        *empty(AT, "rests_until"),
        unique=[("plan", "contact", "occasion")],
        points={"contact": "contacts", "plan": "plans"},
    )


def _jobs() -> None:
    create(
        "jobs",
        *needed(WORD, "kind", "state"),
        *filled(TEXT, "{}", "asked", "place", "figures"),
        *filled(INT, "0", "done"),
        *empty(INT, "total"),
        *filled(BIG, "0", "size"),
        *empty(TEXT, "error"),
        *actor(),
        *needed(AT, "made_at"),
        *empty(AT, "started_at", "ended_at"),
        *filled(INT, "0", "failures"),
        *empty(ID, "lease"),
        *empty(AT, "lease_until"),
        *needed(AT, "worked_at"),
    )
    parts = [*needed(ID, "job"), *needed(WORD, "file"), *needed(INT, "number"), *needed(BYTES, "body")]
    create("job_parts", *parts, key=("job", "file", "number"), points={"job": "jobs"})


def _service() -> None:
    for name, columns in (("roots", needed(BYTES, "sealed")), ("clocks", needed(AT, "elapsed", "told_at"))):
        op.create_table(name, *needed(INT, "id"), *columns, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")))
    requests = [*needed(WORD, "request", "digest"), *needed(ID, "made"), *needed(AT, "at")]
    create("api_requests", *requests, key=("request",))
    create(
        "store_imports",
        *needed(WORD, "source", "what", "operation"),
        *empty(AT, "asked_at"),
        *filled(TEXT, "{}", "place", "figures"),
        *needed(ID, "holder"),
        *empty(AT, "ended_at"),
        key=("source", "what"),
    )
