"""``POST /api/customers/export``: customers as a file, part by part, of whom a segment or criteria mean."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from typing import Any
from urllib.parse import quote

import pytest

from handlers.jobs.job_kind import LEASE
from handlers.profiles.api.customer_resource import FIELDS
from storage.database.store_contract import PATIENCE
from storage.schema import job_parts
from tests.handlers.jobs.conftest import IMPORT, Yard
from tests.handlers.jobs.test_importing_customers import crowd

EXPORT = "/api/customers/export"
PEOPLE = (
    "id,name,phone,email,tags,country,state\n"
    'c1,"Reyes, Dana",314-555-0142,d@mail.example,vip;Café,US,TX\n'
    "c2,Noor Khan,,n@mail.example,,,\n"
    "c3,Omar,314-555-0144,,vip,,\n"
)


async def exported(yard: Yard, **wanted: Any) -> tuple[Any, str]:
    """A job that was worked through, and its file."""
    asked = await yard.ask("POST", EXPORT, json.dumps(wanted), Content_Type="application/json")
    assert asked.status == 202, asked.body
    await yard.work()
    job = await yard.shown(asked.body["id"])
    assert job["state"] == "done", job
    return job, await yard.file(job)


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


async def test_a_table_has_everybody_with_all_that_is_known(yard: Yard) -> None:
    await yard.done(IMPORT, PEOPLE)
    job, text = await exported(yard)
    listed = (await yard.ask("GET", "/api/customers?sort=id&limit=200")).body["items"]
    rows = table(text)
    assert [row["parley_id"] for row in rows] == [one["id"] for one in listed]
    assert job["progress"] == {"done": len(rows), "total": len(rows)}
    assert job["file"]["name"] == "customers.csv"
    dana = next(row for row in rows if row["name"] == "Reyes, Dana")
    told = ("phone", "email", "customer_ids", "tags", "region", "orders", "spend", "recency")
    known = [dana[one] for one in told]
    assert known == [
        "'+13145550142",
        "d@mail.example",
        "simulator:c1",
        "Café;vip",
        "TX",
        "0",
        "0.00",
        "",
    ]


async def test_lines_of_json_are_those_of_the_list(yard: Yard) -> None:
    await yard.done(IMPORT, PEOPLE)
    _, text = await exported(yard, form="jsonl")
    listed = (await yard.ask("GET", "/api/customers?sort=id&limit=200")).body["items"]
    assert [json.loads(line) for line in text.splitlines()] == listed


async def test_of_whom_and_what_of_them_is_said(yard: Yard) -> None:
    await yard.done(IMPORT, PEOPLE)
    vip = {"fact": "tag", "op": "in", "value": ["vip"]}
    made = await yard.ask("POST", "/api/segments", json.dumps({"name": "Ours", "criteria": vip}))
    assert made.status == 201, made.body
    texas = {"fact": "region", "op": "=", "value": "TX"}
    for wanted in ({"criteria": vip}, {"segment": made.body["id"]}):
        _, text = await exported(yard, form="jsonl", fields=["name"], **wanted)
        found = [json.loads(line) for line in text.splitlines()]
        assert [list(one) for one in found] == [["id", "name"]] * 2
        assert [one["name"] for one in found] == ["Reyes, Dana", "Omar"]
    _, text = await exported(yard, segment=made.body["id"], criteria=texas, fields=["name", "rfm"])
    assert (text.splitlines()[0], len(table(text))) == ("parley_id,name,recency,frequency,monetary", 1)
    _, text = await exported(yard, criteria={"fact": "orders", "op": ">=", "value": 9}, fields=["name"])
    assert text.splitlines() == ["parley_id,name"], "a file of nobody has its first line"


@pytest.mark.parametrize("field", ["name", "region", "acquired_from"])
async def test_no_cell_is_worked_out(yard: Yard, field: str) -> None:
    await yard.done(IMPORT, PEOPLE)
    first = (await yard.ask("GET", "/api/customers?q=omar")).body["items"][0]
    path = f"/api/customers/{first['id']}"
    changed = await yard.ask("PUT", path, json.dumps({field: "=1+1"}))
    assert changed.status == 200, changed.body
    _, text = await exported(yard, fields=[field])
    assert any(row[field].startswith("'=") for row in table(text))
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in table(text) for cell in row.values())


@pytest.mark.parametrize(
    ("wanted", "refused"),
    [
        ({"segment": "no such"}, (404, "not_found", "segment")),
        ({"criteria": {"fact": "height", "op": "=", "value": 1}}, (422, "invalid", "criteria.fact")),
        ({"form": "xlsx"}, (422, "invalid", "form")),
        ({"fields": ["secret"]}, (422, "invalid", "fields[0]")),
        ({"of": "everybody"}, (422, "invalid", "of")),
    ],
)
async def test_what_cannot_be_meant_is_told_at_once(yard: Yard, wanted: Any, refused: tuple[Any, ...]) -> None:
    assert (await yard.ask("POST", EXPORT, json.dumps(wanted))).error == refused


async def test_a_long_file_is_written_part_by_part_and_goes_on_with_another_process(yard: Yard) -> None:
    await yard.done(IMPORT, crowd(650))
    asked = await yard.ask("POST", EXPORT, json.dumps({"fields": ["name"]}))
    await yard.work(yard.bench(), 3)
    parts = await yard.many(job_parts)
    first = (await yard.shown(asked.body["id"]))["progress"]["done"]
    assert (parts, first) == (2, 400)
    await yard.service.turns.store.write("", _free)
    await yard.work()
    text = await yard.file(await yard.shown(asked.body["id"]))
    names = [row["name"] for row in table(text) if row["name"].startswith("Customer ")]
    assert sorted(names) == sorted(f"Customer {at}" for at in range(650))


async def test_the_statements_of_a_job_may_take_longer_than_those_of_a_webhook(yard: Yard) -> None:
    seen: list[float] = []

    async def note(_what: str) -> None:
        seen.append(PATIENCE.get())

    await yard.ask("POST", EXPORT, json.dumps({"fields": ["name"]}))
    assert await asyncio.create_task(yard.bench(note).step()) == 1
    assert (min(seen) > PATIENCE.get(), max(seen) < LEASE.total_seconds()) == (True, True)


async def _free(unit: Any) -> None:
    from storage.businesses.service_operations import release_leases

    await release_leases(unit)


async def test_who_is_erased_meanwhile_is_in_no_file(yard: Yard) -> None:
    """The file is begun anew, and has everybody else."""
    await yard.done(IMPORT, crowd(450))
    found = (await yard.ask("GET", f"/api/customers?q={quote('Customer 7')}&limit=200")).body["items"]
    gone = next(one["id"] for one in found if one["name"] == "Customer 7")
    for before in (1, 2, 3):
        asked = await yard.ask("POST", EXPORT, json.dumps({"form": "jsonl", "fields": ["name"]}))
        bench = yard.bench()
        await yard.work(bench, before)
        if before == 2:
            assert (await yard.ask("DELETE", f"/api/customers/{gone}")).status == 204
            assert await yard.many(job_parts) == 0
        await yard.work(bench)
        text = await yard.file(await yard.shown(asked.body["id"]))
        names = [json.loads(line)["name"] for line in text.splitlines()]
        assert ("Customer 7" in names) is (before == 1)
        assert len({name for name in names if name and name.startswith("Customer ")}) == 450 - (before > 1)


async def test_every_field_has_its_columns(yard: Yard) -> None:
    _, text = await exported(yard)
    head = text.splitlines()[0].split(",")
    assert len(head) == len(set(head))
    plain = {one for one in FIELDS if one not in {"id", "addresses", "rfm"}}
    assert plain < set(head)


async def test_a_file_for_others_leaves_out_who_opted_out_and_says_how_many(yard: Yard) -> None:
    await yard.done(IMPORT, PEOPLE)
    found = {one["name"]: one["id"] for one in (await yard.ask("GET", "/api/customers?limit=200")).body["items"]}
    for name, ended in (("Omar", "sharing_opted_out"), ("Noor Khan", "restricted")):
        answer = await yard.ask("PUT", f"/api/customers/{found[name]}/privacy", json.dumps({ended: True}))
        assert answer.status == 200, answer.body
    job, text = await exported(yard, fields=["name"])
    names = [row["name"] for row in table(text)]
    assert ("Omar" in names, "Noor Khan" in names, "Reyes, Dana" in names) == (False, False, True)
    assert job["figures"] == {"customers": len(names), "left_out": 1}
    assert job["progress"] == {"done": len(names), "total": len(names)}
    job, text = await exported(yard, fields=["name"], shared=False)
    assert "Omar" in [row["name"] for row in table(text)]
    assert "left_out" not in job["figures"]
