"""``POST /api/orders/import``: what the command does, as a job that others see, cancel and take over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.importing.api.import_endpoints import MOST_BYTES
from handlers.jobs.job_kind import LEASE
from storage.schema import job_parts, messages, order_lines, orders, outbox, runs
from tests.handlers.jobs.conftest import IMPORT, IMPORT_ORDERS, Yard

ROWS = """order,date,customer,title,quantity,total,currency,status
1001,2026-01-05,c1,Tiger mug,2,998.00,INR,
1001,,,Tiger shorts,1,,,
1002,2026-01-06,c1,=cmd,1,10.50,USD,cancelled
1003,2026-01-07,,Cap,1,5.00,INR,
1004,,c1,Cap,1,5.00,INR,
"""


def many(count: int, start: int = 0) -> str:
    lines = (f"o{at},2026-01-05,c{at % 7},Mug,1,9.50" for at in range(start, start + count))
    return "\n".join(["order,date,customer,title,quantity,total", *lines])


async def test_orders_are_taken_over_and_told_of(yard: Yard) -> None:
    await yard.done(IMPORT, "id,name\nc1,Dana Reyes\n")
    begun, before = await yard.many(runs), await yard.many(orders)
    answer = await yard.ask("POST", IMPORT_ORDERS, ROWS)
    assert answer.status == 202
    assert (answer.body["kind"], answer.body["figures"]["columns"][0]) == (
        "orders.import",
        {"column": "order", "field": "order"},
    )
    await yard.work()
    job = await yard.shown(answer.body["id"])
    assert (job["state"], job["progress"], job["reason"]) == ("done", {"done": 4, "total": 4}, None)
    counted = {"orders": 3, "lines": 4, "customers": 2, "known": 0, "refused": 1}
    assert job["figures"]["found"] == {**counted, "worth": {"INR": "1003.00", "USD": "10.50"}}
    assert job["figures"]["became"] == {"new": 3, "changed": 0, "same": 0, "refused": 1, "in_part": 2}
    assert (await yard.many(orders), await yard.many(order_lines)) == (before + 3, 3)  # of nobody's order none
    told = (await yard.file(job)).splitlines()
    assert job["file"]["name"] == "orders.rejected.csv"
    assert told[0].endswith("parley_line,parley_outcome,parley_reason")
    assert [line.split(",")[0] for line in told[1:]] == ["1002", "1003", "1004"]
    assert (await yard.many(messages), await yard.many(outbox), await yard.many(runs)) == (0, 0, begun)
    again = await yard.done(IMPORT_ORDERS, ROWS)
    assert again["figures"]["became"] == {"new": 0, "changed": 0, "same": 3, "refused": 1, "in_part": 2}
    assert again["figures"]["found"]["known"] == 3


async def test_every_row_of_an_order_that_is_refused_is_among_the_rejects(yard: Yard) -> None:
    job = await yard.done(IMPORT_ORDERS, "order,date,title,total\n1,,Mug,5\n1,,Cap,\n2,2026-01-05,Mug,5\n")
    assert [line[0] for line in (await yard.file(job)).splitlines()[1:]] == ["1", "1", "2"]


async def test_a_dry_run_writes_no_order(yard: Yard) -> None:
    before = await yard.many(orders)
    job = await yard.done(f"{IMPORT_ORDERS}?dry_run=1", ROWS)
    assert (job["state"], job["figures"]["found"]["orders"], "became" in job["figures"]) == ("done", 3, False)
    assert (await yard.many(orders), len((await yard.file(job)).splitlines())) == (before, 4)


async def test_columns_are_said_by_map_and_ids_by_source(yard: Yard) -> None:
    body = "bill,when,value\n7,2026-01-05,12\n"
    assert (await yard.ask("POST", IMPORT_ORDERS, body)).error == (422, "invalid", "map")
    job = await yard.done(f"{IMPORT_ORDERS}?map=bill%3Dorder,when%3Ddate,value%3Dtotal&source=till", body)
    assert job["figures"]["became"]["new"] == 1
    other = await yard.done(f"{IMPORT_ORDERS}?map=bill%3Dorder,when%3Ddate,value%3Dtotal&source=web", body)
    assert other["figures"]["became"]["new"] == 1, "another system's order of the same name"


@pytest.mark.parametrize(
    ("body", "said"),
    [(b"PK\x03\x04abc", "workbook"), (b"", "empty"), (b"a,b\n1,2\n", "no column holds"), (b"name\nDana\n", "order")],
    ids=["workbook", "empty", "strangers", "no order"],
)
async def test_what_is_no_file_of_orders_is_told_at_once(yard: Yard, body: bytes, said: str) -> None:
    answer = await yard.ask("POST", IMPORT_ORDERS, body)
    assert answer.status == 422
    assert said in answer.body["error"]["message"]


async def test_the_scope_the_size_and_the_key_count(yard: Yard) -> None:
    assert (await yard.ask("POST", IMPORT_ORDERS, ROWS, "read")).status == 403
    assert (await yard.ask("POST", IMPORT_ORDERS, b"x" * (MOST_BYTES + 1))).error == (413, "too_large", None)
    first = await yard.ask("POST", IMPORT_ORDERS, ROWS, Idempotency_Key="once")
    again = await yard.ask("POST", IMPORT_ORDERS, ROWS, Idempotency_Key="once")
    assert (again.status, again.body["id"], again.headers["Idempotent-Replayed"]) == (202, first.body["id"], "true")
    other = await yard.ask("POST", IMPORT_ORDERS, many(1), Idempotency_Key="once")
    assert other.status == 422, "another file"
    assert (await yard.ask("GET", f"/api/jobs/{first.body['id']}", key="foreign")).status == 404


async def test_a_cancelled_job_stops_between_its_parts(yard: Yard) -> None:
    before = await yard.many(orders)
    job = await yard.asked(IMPORT_ORDERS, many(120))
    bench = yard.bench()
    await yard.work(bench, 3 + 1 + 1)  # three parts are looked at, then the end of the file; one is taken over
    assert (await yard.shown(job))["progress"] == {"done": 50, "total": 120}
    assert (await yard.ask("DELETE", f"/api/jobs/{job}")).body["state"] == "cancelled"
    assert await yard.work(bench) == 0
    assert await yard.many(orders) == before + 50
    assert await yard.many(job_parts) == 0


async def test_a_job_whose_process_was_killed_counts_each_order_once(yard: Yard) -> None:
    """In the middle of a part: ten of its fifty are written."""
    before = await yard.many(orders)
    job = await yard.asked(IMPORT_ORDERS, many(90))
    acts = []

    async def killed(what: str) -> None:
        acts.extend([what] if what == "act" else [])
        if len(acts) == 3 + 2:  # 3 when all is counted; ten orders are written, the next are not
            raise SystemExit

    with pytest.raises(SystemExit):
        await yard.work(yard.bench(killed))
    assert len((await yard.record(job)).place["fates"]) == 10
    await yard.later(LEASE + timedelta(seconds=1))
    await yard.work()
    shown = await yard.shown(job)
    assert (shown["state"], shown["progress"]) == ("done", {"done": 90, "total": 90})
    assert shown["figures"]["became"] == {"new": 90, "changed": 0, "same": 0, "refused": 0, "in_part": 0}
    assert await yard.many(orders) == before + 90


async def test_the_rejects_have_no_row_of_somebody_who_was_erased(yard: Yard) -> None:
    await yard.done(IMPORT, "id,name,phone\nc1,Dana Reyes,314-555-0142\nc2,Bert,314-555-0143\n")
    found = (await yard.ask("GET", "/api/customers?q=dana%20reyes")).body["items"]
    assert (await yard.ask("DELETE", f"/api/customers/{found[0]['id']}")).status == 204
    rows = ["order,date,customer,phone,title,total", "1,2026-01-05,c1,,Mug,5.00", "2,,c1,,For Dana,5.00"]
    rows += ["3,,c9,314 555 0142,For Dana,5.00", "4,,c2,,Mug for Bert,5.00"]
    told = (await yard.file(await yard.done(IMPORT_ORDERS, "\n".join(rows)))).splitlines()[1:]
    assert [line.startswith(",,,,,,") for line in told] == [True, True, True, False]
    assert "Mug for Bert" in told[3]
