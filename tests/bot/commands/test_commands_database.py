"""Commands and the database: one that cannot be reached is one line that says why, and how one is made."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from bot.vault import Vault
from bot.web.health_routes import derive_metrics_token
from tests.bot.commands.commanding import KEY, Ended, Run, run
from tests.upgrades.later import NEXT, next_step

__all__ = ["run"]

ON_A_DATABASE = [
    ["apply", "shop.toml"],
    ["audit", "verify", "-b", "tiger"],
    ["demo", "--no-open"],
    ["key", "create", "-b", "tiger", "--scope", "read"],
    ["migrate"],
    ["parked"],
    ["parked", "--release", "all"],
    ["rebuild", "totals"],
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
        "parley: PARLEY_DATABASE_URL = 'postgresql://…@127.0.0.1:1/parley': nothing answers at 127.0.0.1:1: "
        "start PostgreSQL there, or correct the address\n",
    )


def test_the_token_of_the_figures_is_printed_when_it_is_asked_for(run: Run) -> None:
    token = derive_metrics_token(Vault(KEY))
    assert run("doctor", "--metrics-token") == (0, f"{token}\n", "")
    assert token not in "".join(map(str, run("doctor")))
    assert token not in "".join(map(str, run("doctor", "--json")))


def test_the_doctor_says_the_same_and_goes_on(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_DATABASE_URL", "postgresql://parley:hush@127.0.0.1:1/parley")
    ended = run("doctor")
    assert (ended.code, ended.err, "hush" in ended.out) == (1, "", False)
    told = "the database cannot be used: PARLEY_DATABASE_URL = 'postgresql://…@127.0.0.1:1/parley': nothing answers at"
    assert told in ended.out


@pytest.mark.parametrize(
    ("url", "why"),
    [
        (
            "postgresql://parley:hush@nowhere.invalid/parley",
            "the host nowhere.invalid is unknown here: correct its name",
        ),
        ("postgresql:///parley?host=/nowhere&password=hush", "nothing answers at /nowhere (No such file or directory)"),
        ("postgresql://par/ley:hu@sh@127.0.0.1:1/parley", "PARLEY_DATABASE_URL = 'postgresql://…@127.0.0.1:1/parley'"),
    ],
    ids=["no such host", "no such socket", "a password with signs"],
)
def test_a_database_that_cannot_be_reached_says_why(
    run: Run, monkeypatch: pytest.MonkeyPatch, url: str, why: str
) -> None:
    monkeypatch.setenv("PARLEY_DATABASE_URL", url)
    ended = run("migrate")
    code = 2 if "@127" in url and "hu@sh" in url else 1  # an address that nobody can read is a wrong setting
    assert (ended.code, ended.out, ended.err.count("\n")) == (code, "", 1)
    assert why in ended.err, ended.err
    assert "hu" not in ended.err


@pytest.mark.postgres
def test_a_server_that_lets_us_not_in_says_why(run: Run, monkeypatch: pytest.MonkeyPatch, system_postgres: str) -> None:
    """Roles and rules on the machine's own PostgreSQL: a password is asked from one role alone."""
    asyncio.run(guard(system_postgres))
    user, database = "postgresql://{0}:hush@/{1}?{2}", system_postgres.partition("?")[2]
    for role, name, why in (
        ("guarded", "postgres", "the password is wrong: correct it"),
        ("nobody_at_all", "postgres", "the server rejects this user"),
        ("postgres", "nothing", "there is no such database: create it with createdb"),
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
        f"the folder {tmp_path}/nowhere/dir does not exist; create it, or fix the path\n"
    )
    assert not (tmp_path / "nowhere").exists()


def test_what_migrate_makes_is_for_its_owner_alone(run: Run, tmp_path: Path) -> None:
    assert run("migrate").code == 0
    assert (tmp_path / "parley.db").stat().st_mode & 0o777 == 0o600


def test_migrate_says_where_the_copy_lies(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("migrate").code == 0
    next_step(tmp_path, monkeypatch)
    before = (tmp_path / "parley.db").read_bytes()
    said = f"applied {NEXT}; the database is at this version now\nthe earlier database is in parley.db.before-{NEXT};"
    assert run("migrate").out.startswith(said)
    (tmp_path / "parley.db").write_bytes(before)
    told = json.loads(run("migrate", "--json").out)
    assert told == {"applied": [NEXT], "version": NEXT, "copy": f"parley.db.before-{NEXT}-2"}


def test_migrate_takes_no_copy_where_there_is_one(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("migrate").code == 0
    next_step(tmp_path, monkeypatch)
    told = json.loads(run("migrate", "--backed-up", "--json").out)
    assert (told["applied"], told["copy"], list(tmp_path.glob("*.before-*"))) == ([NEXT], None, [])


def test_migrate(run: Run) -> None:
    first, again = run("migrate", "--json"), run("migrate")
    told = json.loads(first.out)
    assert told["applied"][-1] == told["version"]
    assert again.out == "the database is already at this version\n"
    assert "CREATE TABLE businesses" in run("migrate", "--sql").out
