"""``parley consent``: read by a person, and written as one file for a regulator, also after an erasure."""

from __future__ import annotations

import asyncio
import csv
import hashlib
import io
import json
import stat
import zipfile
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.commands import consent
from bot.config import Settings
from bot.conversations import CONVERSATIONS
from bot.database import open_database
from flows.events import ConsentAction, ConsentGiven, Customer, CustomerConsented
from flows.policy.departure_facts import Programme
from handlers.actions.consent_view import COLUMNS
from handlers.engine.turn import Turn
from handlers.people.customer_news import learn_consent
from handlers.privacy import privacy_requests
from storage.consent.consents import LedgerLine
from storage.events.event_inbox import Arrival, event_id
from storage.people.people import Identity
from tests.bot.commands.commanding import KEY, Ended, Run, run

__all__ = ["run"]

NUMBER, EVIL = "+13145550142", "=cmd|'/C calc'!A0"
CONSENT: dict[str, Any] = {
    "channel": "sms",
    "source": "checkout",
    "text": "Text me about my cart",
    "double": True,
    "ip": "203.0.113.9",
    "user_agent": EVIL,
}


def act(folder: Path, *works: Callable[[Turn], Awaitable[None]]) -> None:
    """Do something in the shop's database, as a service would."""

    async def do() -> None:
        settings = Settings(database_url=f"sqlite:///{folder}/parley.db", secret_key=SecretStr(KEY))
        async with open_database(settings) as database:
            for work in works:
                await database.turns(settings, CONVERSATIONS).act("tiger", work)

    asyncio.run(do())


@pytest.fixture
def shop(run: Run, tmp_path: Path) -> Path:
    """The folder of a shop whose customers agreed: Dana, and two who are called Sam."""
    assert run("apply", "shop.toml").code == 0
    people = ((NUMBER, "Dana Reyes"), ("+13145550143", "Sam"), ("+13145550144", "Sam"))
    act(tmp_path, *(partial(_tell, number=number, name=name) for number, name in people))
    return tmp_path


async def _tell(turn: Turn, *, number: str, name: str) -> None:
    contact = await turn.unit.people.resolve([Identity("sms", number)], turn.now)
    given = ConsentGiven(action=ConsentAction.GRANTED, at=turn.now, address=number, **CONSENT)
    news = CustomerConsented(Customer(phone=number, name=name), (given,), turn.now)
    identity = event_id(turn.business.id, "api", number)
    await turn.unit.inbox.add(Arrival(identity, "api", number, turn.now, b"{}", news, contact, contact))
    stored = await turn.unit.inbox.get(identity)
    assert stored is not None
    await learn_consent(turn, stored, news)


async def _forget(turn: Turn) -> None:
    address = await turn.unit.people.address("sms", NUMBER)
    assert address is not None
    await privacy_requests.erase_person(turn, address.contact, "they asked")


def told(ended: Ended) -> Any:
    assert ended.code == 0, ended.err
    return json.loads(ended.out)


@pytest.mark.parametrize("who", [NUMBER, f"sms:{NUMBER}", "+1 (314) 555-0142", "Dana Reyes", "0142"])
def test_a_person_is_found_as_they_are_called(shop: Path, run: Run, who: str) -> None:
    items = told(run("consent", who, "--business", "tiger", "--json"))["items"]
    assert {one["programme"] for one in items} == {"reminders", "offers"}
    assert {one["address"] for one in items} == {f"sms:{NUMBER}"}
    assert {(one["shown"], one["ip"]) for one in items} == {("Text me about my cart", "203.0.113.9")}
    assert all(list(one) == list(COLUMNS) for one in items)


def test_a_person_reads_it(shop: Path, run: Run) -> None:
    ended = run("consent", NUMBER, "--business", "tiger")
    assert ended.out.splitlines()[0] == "times in America/Chicago, newest first"
    assert "confirmed reminders and offers by SMS: as the shop reported (checkout)" in ended.out
    assert f"  from 203.0.113.9, {EVIL}" in ended.out.splitlines()


async def _name_partner(turn: Turn) -> None:
    address = await turn.unit.people.address("sms", NUMBER)
    assert address is not None
    line = LedgerLine(
        address.contact, address.id, Programme.PARTNER_OFFERS, ConsentAction.GRANTED, "app", "Offers", turn.now
    )
    await turn.unit.consents.record(replace(line, partners=("=Nike", "Puma")), turn.now)


def test_the_partners_of_a_consent_are_shown_and_written(shop: Path, run: Run) -> None:
    act(shop, _name_partner)
    shown = run("consent", NUMBER, "--business", "tiger").out.splitlines()
    assert [line for line in shown if "partners: " in line] == ["  partners: =Nike, Puma"]
    assert run("consent", NUMBER, "--business", "tiger", "--export", "dana.csv").code == 0
    rows = list(csv.DictReader(io.StringIO((shop / "dana.csv").read_text())))
    assert [row["partners"] for row in rows] == ["'=Nike; Puma", "", ""]


def test_who_is_not_known_or_is_several(shop: Path, run: Run) -> None:
    assert run("consent", "Zoe", "--business", "tiger") == (1, "", "parley: no person of tiger matches 'Zoe'\n")
    several = run("consent", "Sam", "--business", "tiger")
    assert several.code == 1
    assert "several people match 'Sam'; name one of them: " in several.err
    one = several.err.split(": ")[-1].strip().split(", ")[0]
    assert len(told(run("consent", one, "--business", "tiger", "--json"))["items"]) == 2


def test_all_of_it_is_one_file_with_its_sum(shop: Path, run: Run) -> None:
    answer = told(run("consent", "--business", "tiger", "--export", "all.zip", "--json"))
    file = shop / "all.zip"
    assert (answer["lines"], answer["sha256"]) == (6, hashlib.sha256(file.read_bytes()).hexdigest())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    assert set(parts) == {"consents.csv", "consents.jsonl", "READ_ME.txt"}
    lines = [json.loads(line) for line in parts["consents.jsonl"].splitlines()]
    rows = list(csv.DictReader(io.StringIO(parts["consents.csv"].decode())))
    assert [one["id"] for one in lines] == [row["id"] for row in rows]
    assert {row["user_agent"] for row in rows} == {f"'{EVIL}"}
    assert {one["user_agent"] for one in lines} == {EVIL}
    note = parts["READ_ME.txt"].decode()
    assert all(f"{hashlib.sha256(parts[name]).hexdigest()}  {name}" in note for name in parts if name != "READ_ME.txt")
    assert all(f"\n{name}: " in note for name in COLUMNS)


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_one_person_in_a_plain_file(shop: Path, run: Run, ending: str) -> None:
    ended = run("consent", NUMBER, "--business", "tiger", "--export", f"dana.{ending}")
    text = (shop / f"dana.{ending}").read_bytes()
    assert ended.out == f"dana.{ending}: 2 lines, SHA-256 {hashlib.sha256(text).hexdigest()}\n"
    assert len(text.splitlines()) == (3 if ending == "csv" else 2)


def test_a_file_is_never_written_over(shop: Path, run: Run) -> None:
    (shop / "old.csv").write_text("kept")
    assert run("consent", NUMBER, "--business", "tiger", "--export", "old.csv").code == 2
    assert (shop / "old.csv").read_text() == "kept"
    assert run("consent", NUMBER, "--business", "tiger", "--export", "dana.pdf").code == 2
    assert run("consent", "Zoe", "--business", "tiger", "--export", "zoe.csv").code == 1
    assert run("consent", "--business", "tiger").code == 2
    assert not (shop / "zoe.csv").exists()


def test_a_file_that_appears_meanwhile_is_somebody_elses(shop: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = consent._make_path

    def appears(name: str) -> Path:
        file = looked(name)
        file.write_text("kept")
        return file

    monkeypatch.setattr(consent, "_make_path", appears)
    ended = run("consent", NUMBER, "--business", "tiger", "--export", "late.csv")
    assert (ended.code, (shop / "late.csv").read_text()) == (2, "kept")
    assert "late.csv already exists; name a new file" in " ".join(ended.err.split())


@pytest.mark.parametrize("who", [NUMBER, f"sms:{NUMBER}"])
def test_whoever_was_erased_is_found_by_their_number(shop: Path, run: Run, who: str) -> None:
    act(shop, _forget)
    assert told(run("consent", who, "--business", "tiger", "--export", "gone.jsonl", "--json"))["lines"] == 5
    lines = [json.loads(line) for line in (shop / "gone.jsonl").read_text().splitlines()]
    assert {one["shown"] for one in lines if one["action"] == "confirmed"} == {"Text me about my cart"}
    assert {(one["ip"], one["user_agent"]) for one in lines} == {(None, None)}
    assert NUMBER not in (shop / "gone.jsonl").read_text()
    assert run("consent", "Dana Reyes", "--business", "tiger").code == 1
