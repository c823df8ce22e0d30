"""``parley import``: a file shown, brought in, stopped half way, and the rows that were not taken over."""

from __future__ import annotations

import asyncio
import csv
import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import Table, select

from bot.config import Settings
from bot.database import open_database
from flows.importing.column_fields import Field
from storage.schema import addresses, audit, contacts, places
from tests.bot.commands.commanding import KEY, ROOT, Run, run

__all__ = ["run"]

DANA, EVIL = "+13145550142", "=cmd|'/C calc'!A0"


@pytest.fixture
def shop(run: Run, tmp_path: Path) -> Path:
    """The folder of a shop in Chicago."""
    assert run("apply", "shop.toml").code == 0
    return tmp_path


def rows(folder: Path, table: Table, *columns: str) -> list[tuple[Any, ...]]:
    """These columns of all rows of the shop, sorted."""

    async def look() -> list[tuple[Any, ...]]:
        settings = Settings(database_url=f"sqlite:///{folder}/parley.db", secret_key=SecretStr(KEY))
        async with open_database(settings) as database:
            query = select(*(table.c[one] for one in columns))
            found = await database.store.read("tiger", lambda unit: unit.rows(query))
        return sorted((tuple(row) for row in found), key=str)

    return asyncio.run(look())


def rejected(folder: Path, name: str = "customers.rejected.csv") -> list[dict[str, str]]:
    """What stands in the file of rejects."""
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def put(folder: Path, *lines: str, name: str = "customers.csv", end: str = "\n") -> Path:
    """A file of these lines."""
    file = folder / name
    file.write_text("\n".join(lines) + end, encoding="utf-8")
    return file


FILE = (
    "Customer ID,Full name,Home phone,Mobile,Shoe size,Birthday",
    f"1,Dana Reyes,,{DANA},7,1990-05-04",
    "2,Sam,(314) 555-0143,none of yours,9,29/02/1996",
    f"3,{EVIL},,+13145550144,,29/02/1995",
    ",Nobody,,12345,,",
)


def test_what_columns_hold_and_how_many_there_are_is_shown_first(run: Run, shop: Path) -> None:
    put(shop, *FILE)
    ended = run("import", "customers", "customers.csv", "-b", "tiger", "--dry-run")
    assert ended.code == 0
    assert ended.err.splitlines() == [
        "customers.csv: utf-8, columns separated by commas",
        "  Customer ID  id",
        "  Full name    name",
        "  Home phone   phone, if the column before is empty",
        "  Mobile       phone",
        "  Shoe size    left",
        "  Birthday     birthday, day/month/year unless you say otherwise",
        f"A column that is left can be taken for one of these, by --map 'COLUMN=FIELD': {', '.join(Field)}",
    ]
    assert ended.out.splitlines() == [
        "3 people, 3 with a phone, 0 known already, 1 row refused, 0 opted out, 1 imported partly; "
        "the reasons are in customers.rejected.csv",
        "nothing was imported: this was --dry-run",
    ]
    assert rows(shop, contacts, "name") == [(None,)] * len(rows(shop, contacts, "id"))


def test_who_is_opted_out_is_told_before_and_after(run: Run, shop: Path) -> None:
    put(shop, "Phone,Contact pref", f"{DANA},ok", "+13145550143,do not contact")
    ask = ("import", "customers", "customers.csv", "-b", "tiger")
    stopped = run(*ask, "--dry-run")
    assert (stopped.code, "do not contact" in stopped.err) == (2, True)
    dry = run(*ask, "--dry-run", "--map", "Contact pref=opted_out")
    assert "0 rows refused, 1 opted out" in dry.out
    assert 'Contact pref: counted as opt-outs: "do not contact" (1 row); not: "ok" (1 row)' in dry.err
    assert "0 refused, 1 opted out" in run(*ask, "--map", "Contact pref=opted_out").out


def test_a_file_that_is_cut_in_a_letter_says_so(run: Run, shop: Path) -> None:
    (shop / "customers.csv").write_bytes(f"phone,name\n{DANA},Jos".encode() + "é".encode()[:1])
    ended = run("import", "customers", "customers.csv", "-b", "tiger", "--dry-run")
    assert ended.err.splitlines()[:2] == [
        "customers.csv: utf-8, columns separated by commas",
        "  the file is cut off: it ends in the middle of a character, and the rest is missing",
    ]
    assert [one["parley_reason"].partition(";")[0] for one in rejected(shop)] == [
        "the file is cut off here, in the middle of a character"
    ]


def test_a_file_is_brought_in_and_what_was_not_taken_over_can_be_mended(run: Run, shop: Path) -> None:
    put(shop, *FILE)
    ended = run("import", "customers", "customers.csv", "-b", "tiger")
    assert (ended.code, ended.out) == (
        0,
        "3 new, 0 changed, 0 same, 1 refused, 0 opted out, 1 imported partly; "
        "the reasons are in customers.rejected.csv\n",
    )
    assert "3 people, 3 with a phone, 0 known already, 1 row refused, 0 opted out, 1 imported partly" in ended.err
    assert {row for row in rows(shop, contacts, "name", "birth_day") if row[1]} == {
        ("Dana Reyes", "05-04"), ("Sam", "02-29"),
    }  # fmt: skip
    assert rows(shop, audit, "action", "figures")[-1] == ("imported customers", '{"new": 3, "refused": 1}')
    evil, nobody = rejected(shop)
    assert (evil["Full name"], evil["Mobile"]) == (f"'{EVIL}", "'+13145550144")
    assert (evil["parley_line"], evil["parley_outcome"]) == ("4", "imported without this")
    assert evil["parley_reason"].startswith("Full name: begins with '=', like a formula, and was left out; Birthday:")
    assert (nobody["parley_line"], nobody["parley_outcome"]) == ("5", "refused")
    assert nobody["parley_reason"].startswith("it identifies nobody")
    assert stat.S_IMODE((shop / "customers.rejected.csv").stat().st_mode) == 0o600

    mended = (shop / "customers.rejected.csv").read_text("utf-8-sig").replace(f"'{EVIL}", "Lee").replace("12345", DANA)
    put(shop, mended.replace("29/02/1995", "28/02/1995"), name="mended.csv", end="")
    again = run("import", "customers", "mended.csv", "-b", "tiger")
    assert again.out == "0 new, 2 changed, 0 same, 0 refused, 0 opted out, 0 imported partly\n"
    assert "parley_reason   ours, of a file of rejects" in again.err
    assert ("Lee", "02-28") in rows(shop, contacts, "name", "birth_day")
    assert not (shop / "mended.rejected.csv").exists()


def test_the_rejects_of_a_run_before_are_gone_when_nothing_is_wrong_any_more(run: Run, shop: Path) -> None:
    put(shop, "phone,name", "12345,Dana")
    run("import", "customers", "customers.csv", "-b", "tiger")
    assert len(rejected(shop)) == 1
    put(shop, "phone,name", f"{DANA},Dana")
    assert (
        run("import", "customers", "customers.csv", "-b", "tiger").out
        == "1 new, 0 changed, 0 same, 0 refused, 0 opted out, 0 imported partly\n"
    )
    assert not (shop / "customers.rejected.csv").exists()


def test_figures_for_programs(run: Run, shop: Path) -> None:
    put(shop, *FILE)
    told = json.loads(run("import", "customers", "customers.csv", "-b", "tiger", "--json").out)
    assert told == {
        "business": "tiger",
        "found": {
            "rows": 4,
            "people": 3,
            "with_phone": 3,
            "known": 0,
            "refused": 1,
            "partly": 1,
            "spare": 0,
            "opted_out": 0,
        },
        "done": {"new": 3, "changed": 0, "same": 0, "refused": 1, "in_part": 1, "opted_out": 0},
        "rejects": "customers.rejected.csv",
    }


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["nobody.csv"], "there is no file 'nobody.csv'"),
        (["customers.csv", "--map", "Mobile"], "is not COLUMN=FIELD, as in Mobile=phone"),
        (["customers.csv", "--map", "Mobil=phone"], "there is no column 'Mobil'"),
        (["customers.csv", "--map", "Mobile=fone"], "did you mean phone?"),
        (["book.csv"], "a workbook or an archive; save it as CSV first"),
        (["empty.csv"], "the file is empty"),
        (["heads.csv"], "no column holds a phone"),
    ],
)
def test_what_cannot_be_read_exits_2_and_says_what_to_do(run: Run, shop: Path, arguments: list[str], hint: str) -> None:
    put(shop, *FILE)
    put(shop, "Shoe size,Colour", "7,red", name="heads.csv")
    (shop / "book.csv").write_bytes(b"PK\x03\x04")
    (shop / "empty.csv").write_bytes(b"")
    ended = run("import", "customers", *arguments, "-b", "tiger")
    assert (ended.code, ended.out, hint in " ".join(ended.err.replace("│", " ").split())) == (2, "", True), ended.err


@pytest.mark.parametrize("dry", [[], ["--dry-run"]], ids=["import", "dry run"])
def test_a_column_that_may_hold_opt_outs_stops_the_command_until_it_is_mapped(
    run: Run, shop: Path, dry: list[str]
) -> None:
    people = rows(shop, contacts, "id")
    put(shop, "name,phone,Status", f"Dana,{DANA},paused")
    asked = ["import", "customers", "customers.csv", "-b", "tiger", *dry]
    ended = run(*asked)
    said = " ".join(ended.err.replace("│", " ").split())
    assert (ended.code, ended.out, rows(shop, contacts, "id")) == (2, "", people)
    for part in ('column "Status"', '"paused"', '--map "Status=opted_out"', '--map "Status=ignore"', "nothing was"):
        assert part in said, said
    for way in ("opted_out", "ignore"):
        assert run(*asked, "--map", f"Status={way}").code == 0


def test_the_last_line_of_an_import_of_orders_counts_what_was_taken_in_part(run: Run, shop: Path) -> None:
    lines = ("1,2026-01-01,c1,Cap,2,5", "2,2026-01-02,,Cap,1,5", "3,soon,c1,Cap,1,5", "4,2026-01-03,c1,Cap,-1,5")
    put(shop, "order id,date,customer id,product,qty,price", *lines, name="orders.csv")
    ended = run("import", "orders", "orders.csv", "-b", "tiger")
    assert ended.out == (
        "3 new, 0 changed, 0 same, 1 refused, 1 imported partly; the reasons are in orders.rejected.csv\n"
    )
    assert [one["parley_line"] for one in rejected(shop, "orders.rejected.csv")] == ["3", "4"]


def test_a_shop_that_is_not_there_is_told_so(run: Run, shop: Path) -> None:
    put(shop, *FILE)
    ended = run("import", "customers", "customers.csv", "-b", "lion")
    assert (ended.code, ended.err) == (1, "parley: there is no business 'lion'; there is tiger\n")


def test_ten_megabytes_of_a_name_and_a_file_cut_in_half_cost_their_own_rows_alone(run: Run, shop: Path) -> None:
    lines = (f"Dana,{DANA}", f"{'x' * 10_000_000},+13145550143", "Sam,+13145550144", '"Lee, the one')
    put(shop, "name,phone", *lines, end="")
    told = json.loads(run("import", "customers", "customers.csv", "-b", "tiger", "--json").out)
    assert told["done"] == {"new": 2, "changed": 0, "same": 0, "refused": 2, "in_part": 0, "opted_out": 0}
    assert [(row["parley_line"], row["parley_reason"]) for row in rejected(shop)] == [
        ("3", "the row is too long: a row has at most 1 MiB, and a cell 128 KiB"),
        ("5", "the row opens a quotation mark that is not closed: the file may be cut here"),
    ]


SHOWN = (addresses, ("channel", "value")), (contacts, ("name", "country", "birth_day")), (places, ("country", "region"))


def everybody(folder: Path) -> list[list[tuple[Any, ...]]]:
    """All people of a shop without the ids of their rows."""
    return [rows(folder, table, *columns) for table, columns in SHOWN]


def _many(folder: Path, many: int) -> None:
    lines = (f"{at},Person {at},+1205{2_000_000 + at},US,AL,1990-05-{at % 28 + 1:02}" for at in range(many))
    put(folder, "id,name,phone,country,state,birthday", *lines)


def _killed(arguments: Sequence[str], after: str, folder: Path) -> None:
    """Kill the command when it says that it is so far."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stderr is not None
    for line in process.stderr:
        if after in line.decode():
            process.send_signal(signal.SIGKILL)
            break
    process.stderr.close()
    assert process.wait() == -signal.SIGKILL


def test_a_run_that_was_killed_is_begun_again_and_ends_as_one_that_was_not(run: Run, shop: Path) -> None:
    many = 4000
    _many(shop, many)
    _killed(["import", "customers", "customers.csv", "-b", "tiger"], "25%", shop)
    before = len(rows(shop, contacts, "id"))
    assert 1000 <= before < many
    told = json.loads(run("import", "customers", "customers.csv", "-b", "tiger", "--json").out)
    assert told["done"]["new"] + told["done"]["same"] == many
    assert told["done"]["same"] >= 1000
    whole = everybody(shop)
    assert len(whole[0]) >= 2 * many
    assert len(set(map(str, whole[0]))) == len(whole[0]), "nobody is doubled"
    third = json.loads(run("import", "customers", "customers.csv", "-b", "tiger", "--json").out)
    assert (third["done"]["same"], everybody(shop)) == (many, whole)
