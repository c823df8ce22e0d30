"""Whatever is sent to the routes of jobs, none of them fails, and whatever is taken comes to an end."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.importing.column_fields import Field, OrderField
from handlers.profiles.api.customer_resource import FIELDS
from tests.handlers.jobs.conftest import IMPORT, IMPORT_ORDERS, Yard
from tests.handlers.profiles.test_anything_sent import CRITERIA, TEXT, VALUE, fits

FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
HEADS = st.lists(st.sampled_from([*Field, "phone", "email", "x"]) | TEXT, min_size=1, max_size=6)
ORDER_HEADS = st.lists(st.sampled_from([*OrderField, "phone", "x"]) | TEXT, min_size=1, max_size=9)
SAID = ["314-555-0142", "yes", "=1+1", '"', ",", "2026-01-05", "12.50", "-1", "USD", "refunded"]
CELLS = st.lists(st.lists(TEXT | st.sampled_from(SAID), max_size=9), max_size=6)
PARAMETERS = ["map", "source", "dry_run", "consent_source", "consent_text", "consent_at"]


@given(heads=HEADS, rows=CELLS, raw=st.binary(max_size=60), asked=st.dictionaries(st.sampled_from(PARAMETERS), TEXT))
@FEW
async def test_whatever_is_to_be_taken_over(
    yard: Yard, heads: list[str], rows: list[list[str]], raw: bytes, asked: dict[str, str]
) -> None:
    written = "&".join(f"{name}={quote(value, errors='surrogatepass')}" for name, value in asked.items())
    sheet = "\n".join(",".join(row) for row in (heads, *rows)).encode("utf-8", "replace")
    for path, body in ((IMPORT, sheet), (IMPORT, raw), (f"{IMPORT}?{written}", b"id,phone\n1,2\n" + raw)):
        await _comes_to_an_end(yard, path, body)


@given(
    heads=ORDER_HEADS, rows=CELLS, raw=st.binary(max_size=60), asked=st.dictionaries(st.sampled_from(PARAMETERS), TEXT)
)
@FEW
async def test_whatever_orders_are_to_be_taken_over(
    yard: Yard, heads: list[str], rows: list[list[str]], raw: bytes, asked: dict[str, str]
) -> None:
    written = "&".join(f"{name}={quote(value, errors='surrogatepass')}" for name, value in asked.items())
    sheet = "\n".join(",".join(row) for row in (heads, *rows)).encode("utf-8", "replace")
    known = b"order,date,customer,price,total\n1,2026-01-05,c1,2,"
    for path, body in ((IMPORT_ORDERS, sheet), (IMPORT_ORDERS, raw), (f"{IMPORT_ORDERS}?{written}", known + raw)):
        await _comes_to_an_end(yard, path, body)


async def _comes_to_an_end(yard: Yard, path: str, body: bytes) -> None:
    answer = await yard.ask("POST", path, body)
    fits(answer)
    if answer.status == 202:
        await yard.work()
        assert (await yard.shown(answer.body["id"]))["state"] == "done"


@given(told=CRITERIA, some=st.lists(st.sampled_from(FIELDS), max_size=3), more=st.dictionaries(TEXT, VALUE, max_size=1))
@FEW
async def test_whatever_is_to_be_written(yard: Yard, told: Any, some: list[str], more: dict[str, Any]) -> None:
    answer = await yard.ask("POST", "/api/customers/export", json.dumps({"criteria": told, "fields": some, **more}))
    fits(answer)
    if answer.status == 202:
        await yard.work()
        assert (await yard.shown(answer.body["id"]))["state"] == "done"


@given(named=TEXT, cursor=TEXT)
@FEW
async def test_whatever_job_is_named(yard: Yard, named: str, cursor: str) -> None:
    which, after = (quote(one, safe="", errors="surrogatepass") for one in (named, cursor))
    for method, path in (("GET", f"/api/jobs/{which}"), ("DELETE", f"/api/jobs/{which}")):
        fits(await yard.ask(method, path))
    fits(await yard.ask("GET", f"/api/jobs?cursor={after}"))
