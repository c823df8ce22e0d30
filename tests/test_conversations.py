"""Nothing that a conversation brings is forgotten: what nobody declares fails here, with what to declare where."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast
from uuid import UUID

import pytest

import flows
from bot.conversations import CONVERSATIONS, EVENTS, get_performers
from flows.delivery import MessageStatus
from flows.engine import Own
from flows.policy.verdict import Verdict
from handlers.calls import call_names
from handlers.conversation import Conversations, Rank, Reader, ReaderKey, To
from handlers.conversation.conversation_facets import Manifest
from handlers.replies.customer_acts import ActKind
from storage.sending.message import Message
from templates.message_library import Library
from templates.phrases import Phrases
from tests.conftest import START

if TYPE_CHECKING:
    from handlers.engine.turn import Turn

FLOWS = Path(flows.__file__).parent
NOBODYS = {"campaign", "campaign_progress"}  # the launch of a campaign, and telling of it, are no person's
PLANS = tuple(flow.name for flow in CONVERSATIONS.flows.values() if flow.runs_plans)
"""The engine of plans, ``flows/sequence.py``, waits in the name of each of them."""

ROOT = Path(__file__).parents[1]


def _twice(names: Iterable[str]) -> set[str]:
    return {name for name, many in Counter(names).items() if many > 1}


@pytest.mark.parametrize("manifest", CONVERSATIONS.manifests, ids=lambda one: one.name)
def test_a_manifest_says_what_its_conversation_brings(manifest: Manifest) -> None:
    assert Manifest.of(manifest.conversation) == manifest, "make the entry in bot/conversations.py equal to it"


@pytest.mark.parametrize(("about", "loaded"), [(None, []), ("cart", ["recovery"]), ("campaign", ["campaigns"])])
async def test_a_departure_loads_the_conversation_of_its_subject_alone(about: str | None, loaded: list[str]) -> None:
    held, turn = Conversations(tuple(replace(one) for one in CONVERSATIONS.manifests)), cast("Turn", None)
    who, status = UUID(int=1), MessageStatus.QUEUED
    message = Message(
        id=who, direction="out", key="", channel="sms", address=who, contact=who, status=status, status_at=START,
        created_at=START, subject_kind=about,
    )  # fmt: skip
    assert await held.judge_departures(turn, [message]) == {}
    assert await held.load_values(turn, [message], {}) == {}
    assert await held.hold_back(turn, message) is None
    await held.fall_back(turn, message, "consent.none")
    kind = held.find_subject_kind(about)
    assert (kind.kind if kind else None) == about
    assert "recovery" in held.plans
    assert [one.name for one in held.manifests if "conversation" in vars(one)] == loaded


async def test_a_message_that_names_its_campaign_alone_is_judged_by_campaigns() -> None:
    asked: list[Sequence[Message]] = []

    async def judge(_turn: object, messages: Sequence[Message]) -> dict[UUID, Verdict]:
        asked.append(messages)
        return {}

    campaigns = next(one for one in CONVERSATIONS.manifests if one.name == "campaigns")
    judging = replace(campaigns.conversation, sending=replace(campaigns.conversation.sending, standing=judge))
    who, status = UUID(int=1), MessageStatus.QUEUED
    message = Message(
        id=who, direction="out", key="", channel="sms", address=who, contact=who, status=status, status_at=START,
        created_at=START, campaign=who,
    )  # fmt: skip
    await Conversations((judging,)).judge_departures(cast("Turn", None), [message])
    assert asked == [[message]]


def test_every_event_is_heard() -> None:
    silent = sorted(kind.TYPE for kind in EVENTS.kinds if kind not in CONVERSATIONS.hears)
    assert silent == [], f"nobody hears {silent}: say in the `hears` of a conversation what is to be done"


def test_every_call_is_known_and_made() -> None:
    """The names of the kinds stand in ``calls.py`` of ``flows`` and its folders, and in
    ``handlers/calls/call_names.py``.
    """
    of_flows = [one.name for one in pkgutil.walk_packages(flows.__path__, "flows.") if one.name.endswith("call_kinds")]
    rooms = [vars(room) for room in (*map(importlib.import_module, of_flows), call_names)]
    named = {value for room in rooms for name, value in room.items() if name.isupper()}
    asked = {name for name in named if isinstance(name, str)} - {call_names.PLANNER}
    unknown = sorted(asked - CONVERSATIONS.calls.keys())
    assert unknown == [], f"no conversation knows the calls {unknown}: add them to its `work.calls`"
    unmade = sorted(CONVERSATIONS.calls.keys() - get_performers().keys())
    assert unmade == [], f"nothing makes the calls {unmade}: add them to `performed` of bot/conversations.py"


def test_every_text_is_a_conversations() -> None:
    names, library = {one.name for one in CONVERSATIONS.all}, Library.load()
    nobodys = sorted(name for name in library.names() if library.message(name).part not in names)
    assert nobodys == [], (
        f"no conversation says {nobodys}: name the one that does as `part` in templates/messages/<text>/message.toml, "
        f"{' or '.join(sorted(names))}"
    )


def _asked() -> Iterator[tuple[str, str]]:
    """What each question expects, by the first argument of its ``Asks``, and where it is asked."""
    files = [file for room in ("flows", "handlers") for file in (ROOT / room).rglob("*.py")]
    for file in (one for one in files if "Asks(" in one.read_text()):
        place = file.relative_to(ROOT)
        known = vars(importlib.import_module(".".join(place.with_suffix("").parts)))
        for call in ast.walk(ast.parse(file.read_text())):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "Asks":
                yield eval(ast.unparse(call.args[0]), known), f"{place}:{call.lineno}"  # noqa: S307


def test_the_answer_to_every_question_is_read() -> None:
    asked = dict(_asked())
    unread = {where: expects for expects, where in asked.items() if expects not in CONVERSATIONS.expected}
    assert unread == {}, (
        f"nobody reads the answers to {unread}: declare a Reader that expects them among the `talk.readers` (a "
        "customer's) or the `talk.doors` (a partner's or the staff's) of the conversation that asks"
    )
    assert CONVERSATIONS.expected == asked.keys(), "nobody asks what these expect any more: take the reader away"


# Who compares the name of a message's template, and why: never to know what an answer to it means.
_COMPARED = {
    "handlers/actions/person_story.py": "tells what was answered",
    "handlers/customer_talk/button_labels.py": "whether the template has buttons",
    "handlers/customer_talk/ready_answers.py": "whether thanks were the last word",
    "handlers/delivery/message_retry.py": "whether its text is approved",
    "handlers/sourcing/shop/shop_readers.py": "whether the last words asked for goods",
    "handlers/engine/message_text.py": "whether it leaves as another text that was approved",
}


def test_each_reader_of_customers_is_found_by_a_question_or_an_act() -> None:
    """The guard against machines takes every message, and a person what is left."""
    takes_all = [one for one in CONVERSATIONS.readers if not (one.expects or one.acts or one.to != To.ANYTHING)]
    assert {one.read.__qualname__ for one in takes_all} == {"_pass_answer_on", "_hand_to_person"}, (
        "declare the `acts` of its Reader (handlers/replies/customer_acts.py), what it answers (`to`) or a question"
    )


def test_a_reader_takes_its_acts_alone() -> None:
    async def answers(_turn: object, _said: object) -> bool:
        return True

    status = Reader(Rank.KNOWN, answers, acts={ActKind.STATUS})
    behind = Reader(Rank.KNOWN, answers, "where", to=To.STAFF)
    assert ReaderKey(to={To.ANYTHING}, act=ActKind.STATUS).is_for(status)
    assert not ReaderKey(to={To.ANYTHING}, act=ActKind.YES).is_for(status)
    assert ReaderKey("where", {To.ANYTHING, To.STAFF}, ActKind.YES).is_for(behind)
    assert not ReaderKey("where", {To.ANYTHING}, ActKind.YES).is_for(behind)
    assert not ReaderKey("which", {To.ANYTHING, To.STAFF}, ActKind.YES).is_for(behind)


def test_no_answer_is_read_by_the_name_of_a_template() -> None:
    found = {
        f"{file.relative_to(ROOT)}:{one.lineno}"
        for file in (ROOT / "handlers").rglob("*.py")
        if str(file.relative_to(ROOT)) not in _COMPARED
        for one in ast.walk(ast.parse(file.read_text()))
        if isinstance(one, ast.Compare) and _compares_template(one)
    }
    assert found == set(), (
        f"{sorted(found)} ask for the name of a message's template: what it asks is a question of its own (`asks` of "
        "its OutboundMessage or Send), and a Reader that expects it reads the answer"
    )


def _compares_template(one: ast.Compare) -> bool:
    """Whether a name is compared, and not whether there is one."""
    named = any(isinstance(part, ast.Attribute) and part.attr == "template" for part in (one.left, *one.comparators))
    return named and not all(isinstance(how, ast.Is | ast.IsNot) for how in one.ops)


def test_no_name_is_given_twice() -> None:
    conversations = CONVERSATIONS.all
    assert _twice(one.name for one in conversations) == set()
    assert _twice(flow.name for one in conversations for flow in one.flows) == set(), "a run belongs to one flow"
    assert _twice(kind for one in conversations for kind in one.work.calls) == set(), "a call is one conversation's"
    assert _twice(kind for one in conversations for kind in one.talk.invites) == set(), "an invite opens one thing"
    asked = [reader.expects for one in conversations for reader in one.talk.doors if reader.expects]
    assert _twice(asked) == set(), "an answer of a partner or the staff is read by one reader"
    assert _twice(kind for one in conversations for kind in one.api.told()) == set(), "an event is told in one form"
    spelled = [word for command in CONVERSATIONS.commands for word in (command.name, *command.aliases)]
    assert _twice(spelled) == set(), "the staff could mean two commands by one word"


def test_every_resource_is_answered() -> None:
    for one in CONVERSATIONS.all:
        answered = {str(endpoint.route) for endpoint in one.api.endpoints(CONVERSATIONS.told)}
        routes = {str(route) for route in one.api.routes}
        assert answered == routes, f"{one.name}: `routes` and `endpoints` name the same resources"


def test_a_command_that_is_confirmed_takes_a_value_and_does_something() -> None:
    confirmed = [one for one in CONVERSATIONS.commands if one.preview is not None]
    assert confirmed, "some move money"
    assert [one.name for one in confirmed if not (one.takes and one.does and one.says)] == []


def test_each_command_has_its_line_of_help() -> None:
    unsaid = [one.name for one in CONVERSATIONS.commands if f"help_{one.name}" not in Phrases.load()]
    assert unsaid == [], "add the phrases help_ and these names under templates/phrases"


def test_each_event_that_enters_plans_is_said_and_documented() -> None:
    phrases, page = Phrases.load(), (ROOT / "docs" / "plans.md").read_text("utf-8")
    table = page.partition("## Entry by an event")[2].partition("\n## ")[0]
    rows = {
        name: row.split("|")[2] for row in table.splitlines() if row.startswith("| `") for name in row.split("`")[1:2]
    }
    for name, fields in CONVERSATIONS.entry_fields.items():
        assert f"plan_event_{name.replace('.', '_')}" in phrases, f"say who enters a plan by {name}"
        assert f"`{name}`" in table, f"add {name} to the table of docs/plans.md"
        assert set(fields) <= set(re.findall("[a-z_]+", rows.get(name, ""))), (
            f"name the fields of {name} in docs/plans.md"
        )
        assert [one for one in fields if f"audience_field_{one}" not in phrases] == [], "say the fields"


def test_every_wait_is_said() -> None:
    waited = set(_waited_for())
    said = {(flow.name, name) for flow in CONVERSATIONS.flows.values() for name in flow.waits}
    assert ("sourcing", "wave") in waited, "the flows are read"
    unsaid = sorted(waited - said)
    assert unsaid == [], f"what happens after the waits {unsaid} is said nowhere: add them to the `waits` of the Flow"
    idle = sorted(said - waited)
    assert idle == [], (
        f"nobody waits for {idle}: take them out of the `waits` of the Flow, or name its module's NAME so"
    )
    persons = (flow for flow in CONVERSATIONS.flows.values() if flow.name not in NOBODYS)
    assert all("{who}" in text for flow in persons for text in flow.waits.values())


def test_every_effect_is_done() -> None:
    for module in pkgutil.walk_packages(flows.__path__, "flows."):
        importlib.import_module(module.name)
    done = {effect for flow in CONVERSATIONS.flows.values() for effect in flow.does}
    undone = sorted(effect.__name__ for effect in _below(Own) - done)
    assert undone == [], f"nobody does {undone}: add them to the `does` of the Flow whose `write` does them"
    unwritten = [flow.name for flow in CONVERSATIONS.flows.values() if flow.does and flow.write is None]
    assert unwritten == [], "what a flow `does` its `write` does"


def _below(kind: type[Own]) -> set[type[Own]]:
    """The kinds of effects that are made from one; a dataclass with slots is made anew, and the first is no effect."""
    return {
        found
        for found in kind.__subclasses__()
        if getattr(importlib.import_module(found.__module__), found.__name__) is found
    }


def _waited_for() -> Iterator[tuple[str, str]]:
    """Flow and name of every wait, out of the flows' own text."""
    for path in sorted(FLOWS.rglob("*.py")):
        own = _name_of(path) or next(filter(None, map(_name_of, sorted(path.parent.glob("*_flow.py")))), None)
        flows_of = PLANS if path.name == "sequence.py" else (own,) if own else ()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Wait":
                yield from ((flow, _said(node.args[0], path)) for flow in flows_of)


def _said(name: ast.expr, path: Path) -> str:
    """A name as it is written, or as a constant of its module has it."""
    if isinstance(name, ast.Constant):
        return str(name.value)
    module = importlib.import_module(".".join(path.relative_to(FLOWS.parent).with_suffix("").parts))
    return str(getattr(module, ast.unparse(name)))


def _name_of(path: Path) -> str | None:
    if not path.exists():
        return None
    for line in ast.parse(path.read_text("utf-8")).body:
        if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "NAME":
            return str(ast.literal_eval(line.value))
    return None
