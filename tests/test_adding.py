"""The examples of docs/adding run: each Python block with a path is loaded as that module."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from importlib import import_module
from textwrap import dedent
from types import ModuleType
from uuid import UUID

import pytest
from sqlalchemy import MetaData, Table
from sqlalchemy.schema import CreateTable

import storage.schema
from bot.conversations import CONVERSATIONS
from flows.engine import Elapsed, Left
from flows.phrase import Lines, phrase
from handlers.conversation import Conversations, DailyJob, ReaderKey, To
from handlers.replies.customer_acts import ActKind
from handlers.staff_chat.staff_command import IssuedCommand
from storage.database.stores import Database
from storage.events.event_inbox import Stored
from storage.profiles.profiles import Profiles
from storage.schema import tenancy
from storage.unit import Unit
from templates.phrases import Phrases
from tests.conftest import START
from tests.handlers.sourcing.staff.sourced import NOW, SOUVENIRS, Desk, play
from tests.quoted import ROOT

PAGES = ROOT / "docs" / "adding"
MODULE = re.compile(r"^( *)```python\n(\1# ([\w/]+)\.py\n.*?)^\1```", re.DOTALL | re.MULTILINE)
TABLE = re.compile(r"^( *)```(?:toml|json)\n(.*?)^\1```", re.DOTALL | re.MULTILINE)
LANGUAGES = ["en", "es", "hi", "hi-Latn"]
Load = Callable[[str], Mapping[str, ModuleType]]


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Load:
    """Return a function that loads the modules of a page, by their names; names of an existing module are added."""

    def load_page(page: str) -> Mapping[str, ModuleType]:
        found = {}
        for _, code, path in MODULE.findall((PAGES / f"{page}.md").read_text(encoding="utf-8")):
            if path.startswith("tests/"):
                continue
            name = path.replace("/", ".")
            module = found[name] = ModuleType(name)
            exists = (ROOT / f"{path}.py").exists()
            if not exists:
                parent, _, leaf = name.rpartition(".")
                monkeypatch.setitem(sys.modules, name, module)
                monkeypatch.setattr(import_module(parent), leaf, module, raising=False)
            exec(compile(dedent(code), f"{path}.py", "exec"), module.__dict__)  # noqa: S102
            for added, value in [*vars(module).items()]:
                if exists and added.isupper():
                    monkeypatch.setattr(import_module(name), added, value, raising=False)
                if isinstance(value, Table):  # storage/schema/__init__.py imports each table
                    monkeypatch.setattr(storage.schema, added, value, raising=False)
        return found

    return load_page


def tables(page: str) -> list[str]:
    return [dedent(table) for _, table in TABLE.findall((PAGES / f"{page}.md").read_text(encoding="utf-8"))]


async def test_the_command_lists_who_has_a_birthday(store: Database, load: Load) -> None:
    module = load("command")["handlers.audience.birthdays_command"]

    async def scene(desk: Desk) -> None:
        for place, days in enumerate((6, 7), 1):
            person = await desk.house.person(f"+91982000000{place}", f"Noor {place}", "whatsapp")
            born = NOW + timedelta(days=days)
            await desk.unit.of(Profiles).change(person.contact, NOW, birth_day=f"{born:%m-%d}")
        asked = IssuedCommand(desk.turn, desk.people["Asha"][0], (), UUID(int=1), "/birthdays")
        said = await module.BIRTHDAYS.run(asked)
        assert isinstance(said, Lines)
        assert said.parts[0] == phrase("birthdays_head", many=1)
        assert len(said.parts) == 2

    await play(store, scene)
    (phrases,) = map(tomllib.loads, tables("command"))
    assert {name: list(told) for name, told in phrases.items()} == dict.fromkeys(
        (f"help_{module.BIRTHDAYS.name}", "birthdays_head"), LANGUAGES
    )


def test_the_conversation_reads_thanks(load: Load) -> None:
    thanks = load("conversation")["handlers.thanks"].THANKS
    key = ReaderKey(to={To.ANYTHING}, act=ActKind.THANKS)
    readers = Conversations((*CONVERSATIONS.all, thanks)).readers
    taking = [one.read for one in readers if key.is_for(one) and not one.expects and one.acts]
    assert taking[0] is thanks.talk.readers[0].read, "the general answers come later"
    (message,) = map(tomllib.loads, tables("conversation"))
    assert message["part"] == thanks.name


def test_the_resource_has_its_route(load: Load) -> None:
    found = load("resource")
    shown = found["handlers.audience.api.segment_size"].show_segment_size
    assert shown.route == found["handlers.audience.api.routes"].SHOW_SEGMENT_SIZE


def test_the_flow_asks_a_week_later(load: Load) -> None:
    found = load("flow")
    flow, conversation = found["flows.check_back"], found["handlers.check_back"].CHECK_BACK
    facts = flow.CheckBackFacts(((UUID(int=1), "sms"), (UUID(int=2), "telegram")))

    def decide(state: object, event: object, now: datetime = START) -> object:
        return flow.decide(state, event, facts, now)

    begun = flow.decide(None, flow.Delivered(START), facts, START)
    assert [(one.name, one.due_at) for one in begun.waits] == [("week", START + timedelta(days=7))]
    asked = flow.decide(begun.state, Elapsed("week"), facts, START)
    assert ([one.address for one in asked.effects], asked.ended) == ([UUID(int=1)], "asked")
    assert flow.decide(begun.state, Left("erased"), facts, START).ended == "left"
    assert flow.decide(None, Left("erased"), facts, START) is None
    assert conversation.flows[0].waits.keys() == {"week"}


def test_the_plans_are_whole(load: Load) -> None:
    plan = load("plan")["handlers.win_back"].WIN_BACK.flows[0].plan(SOUVENIRS)
    assert [step.template for step in plan.steps] == ["win_back", "win_back_code"]
    (terms,) = map(json.loads, tables("plan"))
    played = (ROOT / "tests/transcripts/plays/plans/greeted_on_their_birthday.txt").read_text(encoding="utf-8")
    assert json.dumps(terms) in played


async def test_the_daily_job_reports_birthdays(store: Database, load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    module, found = load("daily_job")["handlers.audience.birthday_report"], [*map(tomllib.loads, tables("daily_job"))]
    monkeypatch.setitem(vars(Phrases.load()), "_texts", {**Phrases.load()._texts, **found[0]})
    job = DailyJob(module.JOB, module.MORNING, module.report_birthdays)

    async def scene(desk: Desk) -> None:
        firing = Stored("tiger", UUID(int=1), "schedule", job.name, None, desk.turn.now, 0, None)
        assert await job.work(desk.turn, firing)
        assert await desk.told() == []
        for place, days in enumerate((0, 1), 1):
            person = await desk.house.person(f"+91982000000{place}", f"Noor {place}", "whatsapp")
            await desk.unit.of(Profiles).change(person.contact, NOW, birth_day=f"{NOW + timedelta(days=days):%m-%d}")
        assert [await job.work(desk.turn, firing) for _ in range(2)] == [True, True]
        assert await desk.told() == ["Birthdays today: 1."]

    await play(store, scene)
    assert {name: list(texts) for name, texts in found[0].items()} == {"birthdays_today": LANGUAGES}


async def test_the_table_keeps_holidays(store: Database, load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tenancy, "metadata", MetaData())
    found = load("table")
    table, repository = storage.schema.holidays, found["storage.holidays"].Holidays  # type: ignore[attr-defined]

    async def keep(unit: Unit) -> Mapping[date, str]:
        await unit.run(CreateTable(table))
        await unit.of(repository).put(date(2026, 12, 25), "Christmas")
        kept: Mapping[date, str] = await unit.of(repository).all()
        return kept

    assert await store.write("tiger", keep) == {date(2026, 12, 25): "Christmas"}
