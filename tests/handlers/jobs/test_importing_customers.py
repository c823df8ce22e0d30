"""``POST /api/customers/import``: what the command does, as a job that others see, cancel and take over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.importing.api.import_endpoints import MOST_BYTES
from handlers.jobs.job_kind import LEASE
from storage.schema import consents, contacts, customer_tags, job_parts, messages, outbox
from tests.handlers.jobs.conftest import IMPORT, Yard

ROWS = "id,name,phone,email\nc1,Dana Reyes,314-555-0142,d@mail.example\nc2,=cmd,314-555-0143,\nc3,Nobody,,\n,,,\nc4\n"


def crowd(many: int, start: int = 0) -> str:
    lines = (f"c{at},Customer {at},+1314556{at:04}" for at in range(start, start + many))
    return "\n".join(["id,name,phone", *lines])


async def test_a_file_is_taken_over_and_told_of(yard: Yard) -> None:
    answer = await yard.ask("POST", IMPORT, ROWS)
    assert answer.status == 202
    assert (answer.body["state"], answer.body["kind"], answer.body["file"]) == ("queued", "customers.import", None)
    assert answer.body["figures"]["columns"] == [
        {"column": one, "field": one} for one in ("id", "name", "phone", "email")
    ]
    assert answer.headers["Location"] == f"/api/jobs/{answer.body['id']}"
    before = await yard.many(contacts)
    await yard.work()
    job = await yard.shown(answer.body["id"])
    assert (job["state"], job["progress"], job["reason"]) == ("done", {"done": 4, "total": 4}, None)
    found = {"rows": 4, "people": 3, "with_phone": 2, "known": 0, "refused": 1, "partly": 1, "spare": 0, "opted_out": 0}
    assert job["figures"]["found"] == found
    assert job["figures"]["became"] == {"new": 3, "changed": 0, "same": 0, "refused": 1, "in_part": 1, "opted_out": 0}
    assert await yard.many(contacts) == before + 3
    told = await yard.file(job)
    assert told.splitlines()[0] == "id,name,phone,email,parley_line,parley_outcome,parley_reason"
    assert ["'=cmd" in told, "refused" in told, len(told.splitlines())] == [True, True, 3]
    assert (await yard.many(messages), await yard.many(outbox)) == (0, 0)
    again = await yard.done(IMPORT, ROWS)
    assert again["figures"]["became"] == {"new": 0, "changed": 0, "same": 3, "refused": 1, "in_part": 1, "opted_out": 0}


async def test_a_dry_run_writes_nobody(yard: Yard) -> None:
    before = await yard.many(contacts)
    job = await yard.done(f"{IMPORT}?dry_run=1", ROWS)
    assert (job["state"], job["figures"]["found"]["people"], "became" in job["figures"]) == ("done", 3, False)
    assert (await yard.many(contacts), len((await yard.file(job)).splitlines())) == (before, 3)


async def test_columns_are_said_by_map(yard: Yard) -> None:
    body = "who,digits,other\nDana,314-555-0142,x\n"
    wrong = await yard.ask("POST", IMPORT, body)
    assert wrong.error == (422, "invalid", "map")
    job = await yard.done(f"{IMPORT}?map=who%3Dname,digits%3Dphone&map=3%3D-", body)
    assert job["figures"]["became"]["new"] == 1
    assert [one["field"] for one in job["figures"]["columns"]] == ["name", "phone", None]


@pytest.mark.parametrize("dry", ["", "?dry_run=1"])
async def test_a_column_that_may_hold_opt_outs_is_refused_until_it_is_mapped(yard: Yard, dry: str) -> None:
    body = "id,phone,Status\nc1,314-555-0142,paused\n"
    before = await yard.many(contacts)
    answer = await yard.ask("POST", f"{IMPORT}{dry}", body)
    assert answer.error == (422, "invalid", "map")
    for part in ('column "Status"', '"paused"', "Status=opted_out", "Status=ignore"):
        assert part in answer.body["error"]["message"]
    assert await yard.many(contacts) == before
    job = await yard.done(f"{IMPORT}?map=Status%3Dopted_out", body)
    assert (job["figures"]["became"]["new"], await yard.many(consents) > 0) == (1, True)


CONSENT = "id,phone,sms consent\nc1,314-555-0142,yes\nc2,314-555-0143,no\n"
PROOF = "consent_source=till&consent_text=Text%20me&consent_at=2026-02-01T10:00:00Z"


@pytest.mark.parametrize("lacks", ["", "consent_source", "consent_text", "consent_at"])
async def test_a_consent_needs_all_of_its_proof(yard: Yard, lacks: str) -> None:
    asked = "&".join(one for one in PROOF.split("&") if not lacks or not one.startswith(lacks))
    job = await yard.done(f"{IMPORT}?{asked}", CONSENT)
    assert (await yard.many(consents) > 0, job["figures"]["became"]["in_part"]) == (not lacks, int(bool(lacks)))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"PK\x03\x04abc", "workbook"),
        (b"", "empty"),
        (b"a,b\n1,2\n", "no column holds"),
        (b"d@x.example,1\n", "person"),
    ],
    ids=["workbook", "empty", "strangers", "no heads"],
)
async def test_what_is_no_file_of_customers_is_told_at_once(yard: Yard, body: bytes, said: str) -> None:
    answer = await yard.ask("POST", IMPORT, body)
    assert answer.status == 422
    assert said in answer.body["error"]["message"]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("source=%00", "source"),
        ("source=" + "x" * 61, "source"),
        ("consent_source=%E2%80%8B", "consent_source"),
        ("consent_text=" + "x" * 2001, "consent_text"),
        ("consent_at=0001-01-01T00:00:00Z", "consent_at"),
    ],
)
async def test_a_parameter_that_would_not_be_kept_as_told_is_refused(yard: Yard, asked: str, field: str) -> None:
    assert (await yard.ask("POST", f"{IMPORT}?{asked}", ROWS)).error == (422, "invalid", field)


async def test_a_file_beyond_the_limit_is_413(yard: Yard) -> None:
    answer = await yard.ask("POST", IMPORT, b"x" * (MOST_BYTES + 1))
    assert answer.error == (413, "too_large", None)


async def test_the_scope_and_the_key_count(yard: Yard) -> None:
    assert (await yard.ask("POST", IMPORT, ROWS, "read")).status == 403
    first = await yard.ask("POST", IMPORT, ROWS, Idempotency_Key="once")
    again = await yard.ask("POST", IMPORT, ROWS, Idempotency_Key="once")
    assert (again.status, again.body["id"], again.headers["Idempotent-Replayed"]) == (202, first.body["id"], "true")
    assert (await yard.ask("GET", f"/api/jobs/{first.body['id']}", key="foreign")).status == 404
    assert (await yard.ask("GET", "/api/jobs", key="foreign")).body["items"] == []
    assert [one["id"] for one in (await yard.ask("GET", "/api/jobs")).body["items"]] == [first.body["id"]]
    await yard.work()
    assert (await yard.ask("GET", f"/api/jobs/{first.body['id']}", key="write")).status == 403


async def test_a_key_stands_for_its_query_as_well(yard: Yard) -> None:
    asked, other = f"{IMPORT}?dry_run=1&map=name%3Dname", f"{IMPORT}?map=name%3Dname&dry_run=1"
    first = await yard.ask("POST", asked, ROWS, Idempotency_Key="once")
    for another in (IMPORT, f"{IMPORT}?dry_run=1", f"{IMPORT}?dry_run=1&map=name%3D-"):
        answer = await yard.ask("POST", another, ROWS, Idempotency_Key="once")
        assert answer.error == (422, "invalid", "Idempotency-Key"), another
    again = await yard.ask("POST", other, ROWS, Idempotency_Key="once")
    assert (again.status, again.body["id"], again.headers["Idempotent-Replayed"]) == (202, first.body["id"], "true")


async def test_a_cancelled_job_stops_between_its_parts(yard: Yard) -> None:
    before = await yard.many(contacts)
    job = await yard.asked(IMPORT, crowd(350))
    bench = yard.bench()
    await yard.work(bench, 8 + 2)  # seven parts are looked at, then the end of the file; two are taken over
    assert (await yard.many(contacts), (await yard.shown(job))["progress"]) == (
        before + 100,
        {"done": 100, "total": 350},
    )
    cancelled = await yard.ask("DELETE", f"/api/jobs/{job}")
    assert (cancelled.status, cancelled.body["state"]) == (200, "cancelled")
    assert await yard.work(bench) == 0
    assert await yard.many(contacts) == before + 100
    assert (await yard.shown(job))["figures"]["became"]["new"] == 100
    assert (await yard.ask("DELETE", f"/api/jobs/{job}")).status == 200
    done = await yard.asked(IMPORT, crowd(1))
    await yard.work()
    assert (await yard.ask("DELETE", f"/api/jobs/{done}")).error == (409, "conflict", "id")
    assert await yard.many(job_parts) == 0, "what was sent is kept no longer than it is needed"


async def test_nothing_is_written_behind_a_cancellation(yard: Yard) -> None:
    """It comes while a part is under way."""
    before, writes = await yard.many(contacts), []
    job = await yard.asked(IMPORT, crowd(100))

    async def cancelled_first(what: str) -> None:
        writes.append(what)
        if (
            writes.count("act") == 4 and what == "act"
        ):  # the rows are counted, the file is at its end, people are written
            assert (await yard.ask("DELETE", f"/api/jobs/{job}")).status == 200

    await yard.work(yard.bench(cancelled_first))
    assert writes.count("act") == 4
    assert (await yard.many(contacts), (await yard.shown(job))["state"]) == (before, "cancelled")


async def test_a_job_whose_process_was_killed_goes_on_with_another(yard: Yard) -> None:
    """In the middle of a part: people of it are written, and its end is not."""
    rows = crowd(250) + "\nlast,=cmd,+13145559999"
    job = await yard.asked(IMPORT, crowd(30, 100))
    await yard.work()
    job = await yard.asked(IMPORT, rows)  # thirty are known already
    acts = []

    async def killed(what: str) -> None:
        acts.extend([what] if what == "act" else [])
        if len(acts) == 7 + 2 + 2 + 2:  # 7 when all is counted, 2 for each part; people of the third are written
            raise SystemExit

    first = yard.bench(killed)
    with pytest.raises(SystemExit):
        await yard.work(first)
    kept = await yard.record(job)
    assert (kept.place["rows"], len(kept.place["fates"])) == (100, 20)
    second = yard.bench()
    assert await yard.work(second) == 0, "its lease is not over"
    await yard.later(LEASE + timedelta(seconds=1))
    await yard.work(second)
    shown = await yard.shown(job)
    assert (shown["state"], shown["progress"]) == ("done", {"done": 251, "total": 251})
    assert shown["figures"]["became"] == {
        "new": 221,
        "changed": 0,
        "same": 30,
        "refused": 0,
        "in_part": 1,
        "opted_out": 0,
    }
    assert len((await yard.file(shown)).splitlines()) == 2


async def test_two_processes_at_one_job_do_it_once(yard: Yard) -> None:
    before = await yard.many(contacts)
    jobs = [await yard.asked(IMPORT, crowd(150)), await yard.asked(IMPORT, crowd(150, 150))]
    one, other = yard.bench(), yard.bench()
    turns = 0
    while await one.step() + await other.step():
        turns += 1
    assert [(await yard.shown(job))["figures"]["became"]["new"] for job in jobs] == [150, 150]
    assert await yard.many(contacts) == before + 300
    assert turns >= 2 * 5, "the second job of a business waits for its first"


async def test_who_lost_the_lease_writes_nothing(yard: Yard) -> None:
    job = await yard.asked(IMPORT, crowd(300))
    quick, acts, stands = yard.bench(), [], []

    async def overtaken(what: str) -> None:
        acts.extend([what] if what == "act" else [])
        if len(acts) == 7 + 2 + 1 and what == "act":
            await yard.later(LEASE + timedelta(seconds=1))
            await yard.work(quick)
            stands.append(await yard.shown(job))

    await yard.work(yard.bench(overtaken))
    assert stands == [await yard.shown(job)]
    assert stands[0]["figures"]["became"] == {
        "new": 300,
        "changed": 0,
        "same": 0,
        "refused": 0,
        "in_part": 0,
        "opted_out": 0,
    }


async def test_a_part_that_fails_is_tried_again_and_given_up_at_last(yard: Yard) -> None:
    job = await yard.asked(IMPORT, crowd(3))
    tries = []

    async def fails(what: str) -> None:
        if what == "look":
            tries.append(what)
            raise RuntimeError("+13145550142 is in the way")

    bench = yard.bench(fails)
    for _ in range(8):
        await yard.work(bench)
        await yard.later(timedelta(minutes=10))
    shown = await yard.shown(job)
    assert (len(tries), shown["state"]) == (5, "failed")
    assert "failed five times" in shown["reason"]
    assert "555" not in shown["reason"]


async def test_the_file_of_a_job_has_its_time(yard: Yard) -> None:
    job = await yard.done(IMPORT, ROWS)
    url = job["file"]["url"]
    url = url.removeprefix("https://tigr.example")
    assert url.startswith("/files/tiger.")
    forged = url[:-1] + ("A" if url[-1] != "A" else "B")
    for path, status in ((forged, 404), ("/files/x", 404), ("/files/lion" + url[len("/files/tiger") :], 404)):
        assert (await yard.ask("GET", path)).status == status
    await yard.later(timedelta(hours=25))
    assert (await yard.ask("GET", url)).status == 410
    newer = (await yard.shown(job["id"]))["file"]["url"]
    assert (await yard.ask("GET", newer)).status == 200


async def test_an_erasure_takes_away_what_jobs_wrote(yard: Yard) -> None:
    job = await yard.done(IMPORT, ROWS)
    customers = await yard.ask("GET", "/api/customers?q=dana%20reyes")
    erased = await yard.ask("DELETE", f"/api/customers/{customers.body['items'][0]['id']}")
    assert erased.status == 204
    assert (await yard.ask("GET", job["file"]["url"])).status == 410
    assert (await yard.shown(job["id"]))["file"] is None
    assert await yard.many(job_parts) == 0


async def test_a_byte_that_is_none_costs_its_cell_and_garbles_no_other_name(yard: Yard) -> None:
    job = await yard.done(IMPORT, "id,name,phone\nc1,José,314-555-0142\nc2,An".encode() + b"\xff,314-555-0143\n")
    assert 'c2,An�,314-555-0143,3,imported without this,"name: has unreadable characters' in await yard.file(job)
    found = (await yard.ask("GET", "/api/customers?q=jos")).body["items"]
    assert [one["name"] for one in found] == ["José"]


GONE = "c1,Dana Reyes,314-555-0142,d@mail.example"
LATER = f"""id,name,phone,email,note
{GONE},
c2,Bert,314-555-0143,,
{crowd(60, 100).partition(chr(10))[2].replace(chr(10), ",," + chr(10))},,
{GONE},
c3,=cmd,314-555-0144,,
c4,=cmd,314-555-0145,,her sister is D@mail.example now
c5,=cmd,314-555-0146,,or call (314) 555 0142
,Dana Reyes,,,
c1,Dana
c6,Dana Reyes,314-555-0147,,,more
c1,Reyes,,no mail,
"""
"""Dana stands in the first part of the file and in its second one."""
NAMES_HER = ("Reyes", "Dana", "0142", "d@mail", "D@mail", "314) 555")


async def _erase(yard: Yard, query: str = "dana%20reyes") -> None:
    found = (await yard.ask("GET", f"/api/customers?q={query}")).body["items"]
    assert (await yard.ask("DELETE", f"/api/customers/{found[0]['id']}")).status == 204


@pytest.mark.parametrize("parts", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("asked", [IMPORT, f"{IMPORT}?dry_run=1"], ids=["taken over", "dry run"])
async def test_who_is_erased_while_a_file_is_read_is_in_no_rejects(yard: Yard, asked: str, parts: int) -> None:
    await yard.done(IMPORT, f"id,name,phone,email\n{GONE}\n")
    job, bench = await yard.asked(asked, LATER), yard.bench()
    await yard.work(bench, parts)
    await _erase(yard)
    await yard.work(bench)
    shown = await yard.shown(job)
    if parts > (1 if "dry_run" in asked else 4):  # all of it was looked through, or written, before
        assert shown["file"] is None
        return
    told = await yard.file(shown)
    assert [one for one in NAMES_HER if one in told] == []
    withheld = told.count("not kept; see this line of your file")
    assert ("c3,'=cmd,314-555-0144" in told, withheld in {7, 8}) == (True, True)


async def test_who_is_erased_between_a_row_and_its_rejects_is_in_none(yard: Yard) -> None:
    """The outcome of a part is known before it is kept."""
    await yard.done(IMPORT, f"id,name,phone,email\n{GONE}\n")
    job = await yard.asked(IMPORT, f"id,name,phone,email\n{GONE.replace('Dana Reyes', '=Reyes')}\nc2,=cmd,,\n")
    turns = 0

    async def before(kind: str) -> None:
        nonlocal turns
        turns += kind == "act"
        if kind == "act" and (await yard.record(job)).place.get("fates") and turns < 100:
            turns = 100
            await _erase(yard)

    await yard.work(yard.bench(before))
    assert turns >= 100
    told = await yard.file(await yard.shown(job))
    assert (len(told.splitlines()), "Reyes" in told, "0142" in told, "c2,'=cmd" in told) == (3, False, False, True)


async def test_a_file_that_is_sent_after_an_erasure_has_no_rejects_that_name_them(yard: Yard) -> None:
    await yard.done(IMPORT, f"id,name,phone,email\n{GONE}\n")
    await _erase(yard)
    job = await yard.done(IMPORT, f"id,name,phone,email\n{GONE}\nc2,=cmd,314-555-0143,\n,Nobody,,\n")
    told = (await yard.file(job)).splitlines()[1:]
    assert told[0].startswith(',,,,2,refused,"it names an erased person, so the row is not kept')
    assert [line.partition(",")[0] for line in told[1:]] == ["c2", ""]
    assert "Nobody" in told[2]


async def test_tags_and_places_come_along(yard: Yard) -> None:
    await yard.done(IMPORT, "id,phone,tags,state,country\nc1,314-555-0142,vip;gold,TX,US\n")
    assert await yard.many(customer_tags) == 2
