"""The command line: what it prints, what it exits with, and how little it loads before it knows what to do."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg
import pytest

from bot.__main__ import main
from bot.clock import SystemClock
from bot.ids import Ids
from flows.delivery import Status
from flows.policy.facts import Kind, Purpose
from flows.policy.verdict import Outcome, Verdict
from storage.businesses import push_clock
from storage.messages import Message
from storage.migrate import migrate
from storage.people import Identity
from storage.schema import audit, events
from storage.store import open_store
from storage.unit import Unit

ROOT = Path(__file__).parents[2]
KEY = "0123456789abcdef0123456789abcdef"
SHOP = """\
[business]
id = "tiger"
name = "Tiger Tees"
country = "US"
timezone = "America/Chicago"
currency = "USD"

[channels.telegram]
provider = "telegram"
token = "env:BOT"
username = "tigertees_bot"

[[staff]]
name = "Ravi"
role = "owner"

[texts]
campaign = "New in {{ brand }}"
"""
COMMANDS = [
    *("demo", "serve", "worker", "migrate", "apply", "doctor", "parked", "why", "key create"),
    *("backup", "restore", "bench delivery", "bench idle"),
]


class Ended(NamedTuple):
    """How a command ended: its exit code and what it wrote."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in a folder of its own that holds shop.toml, with a key and a bot's token in .env."""
    for name in ("PARLEY_DATABASE_URL", "PARLEY_SECRET_KEY", "PARLEY_PORT", "BOT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop.toml").write_text(SHOP, encoding="utf-8")
    (tmp_path / ".env").write_text(f"PARLEY_SECRET_KEY={KEY}\nBOT=42:token\n", encoding="utf-8")

    def command(*arguments: str) -> Ended:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        written = capsys.readouterr()
        return Ended(int(ended.value.code or 0), written.out, written.err)

    return command


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(run: Run, command: str) -> None:
    ended = run(*command.split(), "--help")
    assert (ended.code, ended.err) == (0, "")
    assert f"parley {command}" in ended.out.partition("Example:")[2]


def test_help_waits_for_no_library() -> None:
    """Alembic, SQLAlchemy, aiohttp and the vendors' libraries take seconds to load on a small machine."""
    probe = "import sys, bot.__main__ as b\ntry: b.main(['--help'])\nfinally: print(*sys.modules, file=sys.stderr)"
    ended = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True)
    heavy = {
        "sqlalchemy",
        "alembic",
        "aiohttp",
        "twilio",
        "telegram",
        "pydantic",
        "cryptography",
        "phonenumbers",
        "rich",
    }
    assert heavy & set(ended.stderr.split()) == set()


LATER = {
    "alembic",
    "asyncpg",
    "cryptography",
    "handlers.api.endpoints",
    "handlers.router",
    "jinja2",
    "phonenumbers",
    "pygments",
    "rapidfuzz",
    "rich",
    "segno",
    "telegram",
    "twilio",
}


def test_a_service_loads_what_it_uses_at_once_and_no_more() -> None:
    """What reads, judges and answers comes with the first who needs it: an idle service holds a quarter less."""
    probe = "import sys\nfrom bot.loading import loading\nwith loading(): import bot.serving\nprint(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True)
    assert LATER & set(ended.stdout.split()) == set()


def test_a_service_that_is_measured_has_no_more_loaded_when_the_collector_is_told_to_leave_it_alone(
    tmp_path: Path,
) -> None:
    probe = """
import asyncio, gc, sys
from bot.bench.drain import build
from bot.config import load

async def measure():
    await build(load({"PARLEY_DATABASE_URL": "sqlite:///%s/parley.db", "PARLEY_SECRET_KEY": "s" * 44})).close()

asyncio.run(measure())
assert gc.get_freeze_count() > 0
print(*sys.modules)
"""
    command = [sys.executable, "-c", probe % tmp_path]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert LATER & set(ended.stdout.split()) == set()


def test_the_module_is_the_command(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "serv"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, "Did you mean 'serve'?" in ended.stderr) == (2, True)


def test_apply_makes_the_database_and_says_what_it_did(run: Run, tmp_path: Path) -> None:
    first, again = run("apply", "shop.toml"), run("apply", "shop.toml")
    assert (first.code, first.err) == (0, "")
    link = r"https://t\.me/tigertees_bot\?start=[A-Za-z0-9_-]{32}"
    assert re.fullmatch(
        "tiger: 4 changes\n"
        "  new business tiger: Tiger Tees\n"
        "  secret telegram.token: stored\n"
        "  secret telegram.secret: stored\n"
        "  staff: Ravi joins as owner\n"
        r"not linked yet; .*\n"
        f"  Ravi: {link}\n"
        "not used by this version: texts.campaign\n",
        first.out,
    )
    assert again.out.startswith("tiger: no changes\nnot linked yet")
    assert (tmp_path / "parley.db").stat().st_mode & 0o077 == 0


def test_a_dry_run_applies_nothing(run: Run) -> None:
    tried = run("apply", "shop.toml", "--dry-run")
    assert tried.out.startswith("tiger: 4 changes to make\n")
    assert "a start link would be made for Ravi\n" in tried.out
    assert tried.out.endswith("dry run: nothing was written\n")
    assert run("apply", "shop.toml").out.startswith("tiger: 4 changes\n")


def test_apply_for_programs(run: Run) -> None:
    told = json.loads(run("apply", "shop.toml", "--json").out)
    assert (told["business"], told["dry_run"], len(told["changes"])) == ("tiger", False, 4)
    assert (told["not_used"], told["refused"]) == (["texts.campaign"], {"one-sms-per-cart": 0})
    assert [link["name"] for link in told["links"]] == ["Ravi"]


def test_a_wrong_file_tells_all_mistakes_and_applies_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "shop.toml").write_text(SHOP.replace("env:BOT", "env:NOT_SET").replace("owner", "boss"), "utf-8")
    ended = run("apply", "shop.toml")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.splitlines() == [
        "shop.toml:10: channels.telegram.token: the environment has no NOT_SET: export it, or write it into .env, "
        "before this command",
        "shop.toml:15: staff[1].role: 'boss' is unknown; there are agent, manager, owner",
        "nothing was applied: 2 mistakes to mend",
    ]
    assert not (tmp_path / "parley.db").exists()
    told = json.loads(run("apply", "shop.toml", "--json").out)
    assert [(one["line"], one["path"]) for one in told["mistakes"]] == [
        (10, "channels.telegram.token"),
        (15, "staff[1].role"),
    ]


def test_a_file_in_another_encoding_names_the_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "shop.toml").write_bytes(SHOP.replace("Tiger Tees", "Tigre Été").encode("latin-1"))
    assert run("apply", "shop.toml").err.startswith("shop.toml:3: is no UTF-8 text")


def test_a_file_with_a_byte_order_mark_and_windows_line_ends(run: Run, tmp_path: Path) -> None:
    (tmp_path / "shop.toml").write_bytes(SHOP.replace("\n", "\r\n").encode("utf-8-sig"))
    assert run("apply", "shop.toml").code == 0


def test_wrong_settings_are_told_at_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_PORT", "high")
    monkeypatch.setenv("PARLEY_DATABSE_URL", "sqlite:///x.db")
    ended = run("serve")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.splitlines() == [
        "parley: PARLEY_DATABSE_URL = …: there is no such setting; did you mean PARLEY_DATABASE_URL?",
        "parley: PARLEY_PORT = 'high': use a port from 1 to 65535, or 0 for any free one",
    ]


@pytest.mark.parametrize("arguments", [["serve"], ["apply", "shop.toml"]], ids=["serve", "apply"])
def test_a_key_is_required_before_anything_is_made(run: Run, tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / ".env").write_text("BOT=42:token\n", encoding="utf-8")
    ended = run(*arguments)
    assert (ended.code, ended.err.partition(" = ")[0]) == (2, "parley: PARLEY_SECRET_KEY")
    assert not (tmp_path / "parley.db").exists()


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["serve", "--at", "2026-03-02T15:00:00Z"], "add --sandbox"),
        (["serve", "--sandbox", "--at", "2026-03-02T15:00"], "write it like 2026-03-02T15:00:00Z"),
        (["serve", "--sandbox", "--at", "noon"], "write it like 2026-03-02T15:00:00Z"),
        (["serve", "--port", "http"], "--port = 'http': use a port"),
        (["key", "create", "-b", "tiger", "--scope", "raed"], "did you mean read?"),
        (["key", "create", "-b", "tiger", "--scope", ","], "nothing is no scope"),
        (["key", "create", "--scope", "read"], "--business"),
        (["why", "no-id"], "no-id"),
        (["why", "5f0c83a1d2e4"], "it is a trail"),
        (["apply", "missing.toml"], "missing.toml"),
        (["doctr"], "Did you mean 'doctor'?"),
    ],
)
def test_a_wrong_argument_exits_2_with_a_hint(run: Run, arguments: list[str], hint: str) -> None:
    ended = run(*arguments)
    assert (ended.code, ended.out, hint in ended.err) == (2, "", True), ended.err


def test_a_worker_says_when_it_listens(run: Run) -> None:
    told = " ".join(run("worker", "--help").out.split())
    assert ("with --port they listen for what watches them, else on no port" in told, "--port 9101" in told) == (
        True,
        True,
    )


def test_a_key_is_offered_what_there_is_to_do(run: Run) -> None:
    told = run("key", "create", "--help").out
    assert ("write" in told, "admin" in told) == (True, False)  # nothing asks for the latter yet


def test_a_key_alone_stands_on_standard_output(run: Run) -> None:
    run("apply", "shop.toml")
    ended = run("key", "create", "--business", "tiger", "--scope", "read, events")
    assert ended.code == 0
    assert re.fullmatch(r"pk_tiger_[A-Za-z0-9_-]{43}\n", ended.out)
    told = json.loads(run("key", "create", "-b", "tiger", "--scope", "admin", "--json").out)
    assert (told["business"], told["scopes"]) == ("tiger", ["admin"])


def test_failures_are_one_line(run: Run) -> None:
    assert run("key", "create", "-b", "tiger", "--scope", "read") == Ended(
        1,
        "",
        "parley: there is no database parley.db, where PARLEY_DATABASE_URL leads; "
        "parley migrate makes it, and parley apply FILE.toml fills it\n",
    )
    run("migrate")
    assert run("key", "create", "-b", "tiger", "--scope", "read") == Ended(
        1, "", "parley: there is no business 'tiger'; apply its file first: parley apply FILE.toml\n"
    )


def test_why_tells_the_life_of_a_message(run: Run, tmp_path: Path) -> None:
    run("apply", "shop.toml")
    message = asyncio.run(refused_message(f"sqlite:///{tmp_path / 'parley.db'}"))
    told = run("why", str(message))
    assert (told.code, told.err) == (0, "")
    assert "quiet-hours.FL" in told.out
    shown = json.loads(run("why", str(message), "--json").out)
    assert (shown["id"], shown["business"], shown["status"]) == (str(message), "tiger", "refused")
    assert [verdict["rule"] for verdict in shown["verdicts"]] == ["quiet-hours.FL"]
    assert shown["story"] == told.out.splitlines()
    assert run("why", str(UUID(int=7))) == Ended(1, "", f"parley: no business has a message {UUID(int=7)}\n")


async def refused_message(url: str) -> UUID:
    """A reminder to a Floridian that was refused; returns its id."""
    store = open_store(url, Ids(SystemClock()))
    at = datetime(2026, 3, 2, 3, tzinfo=UTC)
    nothing: dict[str, Any] = {field.name: None for field in fields(Message)}
    verdict = Verdict(Outcome.REFUSE, "quiet-hours.FL", "It was night in Florida.")

    async def work(unit: Unit) -> UUID:
        contact = await unit.people.resolve([Identity("sms", "+13055550100")], at)
        (address,) = await unit.people.addresses_of(contact)
        known = {
            "id": unit.ids.new(), "key": "m", "direction": "out", "channel": "sms", "address": address.id,
            "contact": contact, "purpose": Purpose.MARKETING, "kind": Kind.MESSAGE, "status": Status.REFUSED,
            "status_at": at, "created_at": at, "data": {}, "buttons": (), "media": (), "asked": 0,
        }  # fmt: skip
        message = Message(**{**nothing, **known})
        await unit.messages.add(message)
        await unit.messages.judge(message.id, verdict, at)
        return message.id

    found = await store.write("tiger", work)
    await store.close()
    return found


ON_A_DATABASE = [
    ["apply", "shop.toml"],
    ["demo", "--no-open"],
    ["key", "create", "-b", "tiger", "--scope", "read"],
    ["migrate"],
    ["parked"],
    ["parked", "--release", "all"],
    ["serve"],
    ["serve", "--sandbox"],
    ["serve", "--migrate"],
    ["why", str(UUID(int=7))],
]


@pytest.mark.parametrize("arguments", ON_A_DATABASE, ids=" ".join)
def test_an_unreachable_database_is_one_line_without_its_password(
    run: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setenv("PARLEY_DATABASE_URL", "postgresql://parley:hush@127.0.0.1:1/parley")
    assert run(*arguments) == Ended(
        1,
        "",
        "parley: PARLEY_DATABASE_URL = 'postgresql://…@127.0.0.1:1/parley': nobody answers at 127.0.0.1:1: "
        "start PostgreSQL there, or mend the address\n",
    )


def test_the_doctor_says_the_same_and_goes_on(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_DATABASE_URL", "postgresql://parley:hush@127.0.0.1:1/parley")
    ended = run("doctor")
    assert (ended.code, ended.err, "hush" in ended.out) == (1, "", False)
    told = "the database cannot be used: PARLEY_DATABASE_URL = 'postgresql://…@127.0.0.1:1/parley': nobody answers at"
    assert told in ended.out


@pytest.mark.parametrize(
    ("url", "why"),
    [
        (
            "postgresql://parley:hush@nowhere.invalid/parley",
            "the host nowhere.invalid is not known here: mend its name",
        ),
        ("postgresql:///parley?host=/nowhere&password=hush", "nobody answers at /nowhere (No such file or directory)"),
        ("postgresql://par/ley:hu@sh@127.0.0.1:1/parley", "PARLEY_DATABASE_URL = 'postgresql://…@127.0.0.1:1/parley'"),
    ],
    ids=["no such host", "no such socket", "a password with signs"],
)
def test_a_database_that_cannot_be_reached_says_why(
    run: Run, monkeypatch: pytest.MonkeyPatch, url: str, why: str
) -> None:
    monkeypatch.setenv("PARLEY_DATABASE_URL", url)
    ended = run("migrate")
    assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1)
    assert why in ended.err, ended.err
    assert "hu" not in ended.err


@pytest.mark.postgres
def test_a_server_that_lets_us_not_in_says_why(run: Run, monkeypatch: pytest.MonkeyPatch, system_postgres: str) -> None:
    """Roles and rules on the machine's own PostgreSQL: a password is asked from one role alone."""
    asyncio.run(guard(system_postgres))
    user, database = "postgresql://{0}:hush@/{1}?{2}", system_postgres.partition("?")[2]
    for role, name, why in (
        ("guarded", "postgres", "the password is wrong: mend it"),
        ("nobody_at_all", "postgres", "the server does not let this user in"),
        ("postgres", "nothing", "there is no such database: make it with createdb"),
    ):
        monkeypatch.setenv("PARLEY_DATABASE_URL", user.format(role, name, database))
        for command in (["migrate"], ["apply", "shop.toml"]):
            ended = run(*command)
            assert (ended.code, ended.out, ended.err.count("\n"), why in ended.err) == (1, "", 1, True), ended.err
            assert "hush" not in ended.err


async def guard(url: str) -> None:
    """A role that has to tell its password."""
    rules = Path(url.partition("host=")[2]) / "data/pg_hba.conf"
    rules.write_text(f"local all guarded scram-sha-256\n{rules.read_text()}")
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE ROLE guarded LOGIN PASSWORD 'another'")
    await connection.execute("SELECT pg_reload_conf()")
    await connection.close()


@pytest.mark.parametrize("arguments", [["--version"], ["--version", "serve"]], ids=["alone", "before a command"])
def test_the_version_is_told(run: Run, arguments: list[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert run(*arguments) == Ended(0, f"{project['project']['version']}\n", "")


def test_what_is_parked_is_listed_and_put_back(run: Run, tmp_path: Path) -> None:
    run("apply", "shop.toml")
    assert run("parked") == Ended(0, "nothing is parked\n", "")
    url = f"sqlite:///{tmp_path / 'parley.db'}"
    first, second = asyncio.run(parked_events(url, 2))
    listed = run("parked")
    assert (listed.code, listed.err) == (1, "")
    assert listed.out.splitlines() == [
        f"tiger  event   {one}  api cart.updated, 2026-03-02 15:00 UTC: KeyError: 'total'" for one in (first, second)
    ] + ["when the reason is mended: parley parked --release ID, or --release all"]
    shown = json.loads(run("parked", "--json").out)["parked"]
    assert [(one["id"], one["queue"], one["since"]) for one in shown] == [
        (str(one), "event", "2026-03-02T15:00:00Z") for one in (first, second)
    ]
    assert run("doctor").out.count("parley parked") == 1

    assert run("parked", "--release", str(first)) == Ended(0, f"tiger  event   {first}  put back\n", "")
    assert run("parked", "--release", str(first)) == Ended(1, "", f"nothing with the id {first} is parked\n")
    told = json.loads(run("parked", "--release", "all", "--business", "tiger", "--json").out)
    assert told == {"released": [{"business": "tiger", "queue": "event", "id": str(second)}]}
    assert run("parked", "--release", "all") == Ended(1, "", "nothing is parked\n")
    assert asyncio.run(logged(url)) >= {("released", f"event {first}"), ("released", f"event {second}")}
    assert run("parked", "-b", "lion") == Ended(1, "", "parley: there is no business 'lion'; there are tiger\n")
    assert run("parked", "--release", "some").code == 2


async def parked_events(url: str, many: int) -> list[UUID]:
    """Events that failed five times."""
    store, at = open_store(url, Ids(SystemClock())), datetime(2026, 3, 2, 15, tzinfo=UTC)

    async def work(unit: Unit) -> list[UUID]:
        made = [unit.ids.new() for _ in range(many)]
        for one in made:
            times = {"occurred_at": at, "received_at": at}
            named = {"source": "api", "external_id": str(one), "type": "cart.updated", "lane": one, "arrival": one}
            await unit.add(events, id=one, status="parked", reason="KeyError: 'total'", attempts=5, **named, **times)
        return made

    found = await store.write("tiger", work)
    await store.close()
    return found


async def logged(url: str) -> set[tuple[str, str]]:
    """What the audit says was done, and to what."""
    store = open_store(url, Ids(SystemClock()))
    rows = await store.read("tiger", lambda unit: unit.rows(audit.select()))
    await store.close()
    return {(row.action, row.detail) for row in rows}


@pytest.mark.postgres
def test_postgresql_is_migrated_only_when_asked(
    run: Run, monkeypatch: pytest.MonkeyPatch, packaged_postgres: str
) -> None:
    monkeypatch.setenv("PARLEY_DATABASE_URL", packaged_postgres)
    ended = run("apply", "shop.toml")
    assert (ended.code, ended.err.count("\n"), "parley migrate" in ended.err) == (1, 1, True)


@pytest.mark.parametrize("arguments", [["apply", "shop.toml"], ["migrate"]], ids=["apply", "migrate"])
def test_a_mistyped_folder_is_told_and_not_made(
    run: Run, arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARLEY_DATABASE_URL", f"sqlite:///{tmp_path}/nowhere/dir/x.db")
    ended = run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        f"parley: PARLEY_DATABASE_URL = 'sqlite:///{tmp_path}/nowhere/dir/x.db': "
        f"the folder {tmp_path}/nowhere/dir does not exist; make it, or mend the path\n"
    )
    assert not (tmp_path / "nowhere").exists()


def test_what_migrate_makes_is_for_its_owner_alone(run: Run, tmp_path: Path) -> None:
    assert run("migrate").code == 0
    assert (tmp_path / "parley.db").stat().st_mode & 0o777 == 0o600


def test_migrate(run: Run) -> None:
    first, again = run("migrate", "--json"), run("migrate")
    told = json.loads(first.out)
    assert told["applied"][-1] == told["version"]
    assert again.out == "the database is at this version already\n"
    assert "CREATE TABLE businesses" in run("migrate", "--sql").out


def test_commands_on_a_sandbox_need_no_key_and_use_its_clock(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BOT=42:token\n", encoding="utf-8")
    pushed = datetime(2027, 1, 1, 12, tzinfo=UTC)
    url = f"sqlite:///{tmp_path / 'parley.db'}"

    async def make() -> None:
        await migrate(url)
        store = open_store(url, Ids(SystemClock()))
        await store.write("", lambda unit: push_clock(unit, pushed))
        await store.close()

    async def logged() -> set[datetime]:
        async def work(unit: Unit) -> set[datetime]:
            return {row.at for row in await unit.rows(audit.select())}

        store = open_store(url, Ids(SystemClock()))
        found = await store.read("tiger", work)
        await store.close()
        return found

    asyncio.run(make())
    assert run("apply", "shop.toml").code == 0
    assert run("key", "create", "-b", "tiger", "--scope", "read").code == 0
    assert asyncio.run(logged()) == {pushed}
