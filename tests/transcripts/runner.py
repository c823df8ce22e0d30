"""Plays a transcript: each line is said, done or looked for, and nothing else may leave in between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from flows.delivery import Status
from flows.policy.facts import Kind
from flows.policy.verdict import Outcome
from handlers.actions.recovery_report import recovery_report
from storage.messages import Message
from storage.schema import events, runs
from templates.segments import Encoding, measure
from tests.single import events_by_status
from tests.transcripts.deeds import DEEDS
from tests.transcripts.script import Line, Misprint, Person, Script, is_moment, moment, stretch
from tests.transcripts.world import World

_SAYS = re.compile(r"(?P<who>\w+)(?:/(?P<channel>\w+))?<(?: \((?P<note>[^)]*)\))? (?P<text>.*)")
_WHY = re.compile(
    r"why (?P<who>\w+)(?:/(?P<channel>\w+))?: (?P<outcome>\w+)(?: until (?P<until>[\w: -]+))?, (?P<rule>\S+)"
)
_PLACES = {
    "link": r"https://tigr\.example/l/(?P<link>[0-9A-Za-z]{7})",
    "code": "(?P<code>[A-HJ-NP-Z2-9]{8,9})",
    "rest": ".+",
}
_NOW = timedelta(0)
_ENDED = {Status.REFUSED, Status.EXPIRED, Status.FAILED, Status.UNKNOWN}


class Differs(AssertionError):
    """What happened is not what the transcript says."""


@dataclass(slots=True)
class Story:
    """A transcript while it is played. ``unheard`` left and was not looked for yet, ``untold`` was judged.

    ``unread`` says something else since it left, and was not looked for since.
    """

    world: World
    people: dict[UUID, tuple[str, str]] = field(default_factory=dict)
    unheard: list[Message] = field(default_factory=list)
    unread: list[Message] = field(default_factory=list)
    untold: list[Judgement] = field(default_factory=list)
    known: set[tuple[Any, ...]] = field(default_factory=set)
    heard: dict[str, Message] = field(default_factory=dict)
    heard_all: list[tuple[str, Message]] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    at_provider: int = 0

    @property
    def script(self) -> Script:
        return self.world.script

    def person(self, name: str) -> Person:
        """Somebody in the story."""
        try:
            return self.script.people[name]
        except KeyError:
            raise Misprint(f"nobody here is called {name!r}") from None

    def way(self, name: str, channel: str | None) -> tuple[str, str]:
        """Where somebody writes: the named channel, else their usual one."""
        person = self.person(name)
        channel = channel or next(iter(person.ways))
        if channel not in person.ways:
            raise Misprint(f"{name} has no {channel}")
        return channel, person.ways[channel]

    async def play(self) -> None:
        """Play the whole script. Raises Differs with the line that was not so."""
        for line in self.script.lines:
            try:
                await self._line(line)
            except (Differs, Misprint) as wrong:
                raise Differs(f"line {line.number}: {line.text}\n{wrong}") from None
        self._nothing_left()
        await self._all_shown()
        await self._all_read()

    async def go_on(self) -> None:
        """In a database that holds the beginning: what left before the script begins was heard then."""
        await self.gather()
        begins = self.script.start
        for found in [one for one in self.unheard if one.left_at and one.left_at < begins]:
            self.unheard.remove(found)
            self._hear(*self.people[found.address], found)
        self.unread.clear()
        self.untold.clear()
        standing = await self.world.look(lambda turn: events_by_status(turn.unit))
        self.world.told_before = sum(standing.values())

    async def seen(self) -> frozenset[str]:
        """What this transcript showed: types of events, flows, and templates that left."""
        kinds = await self._column(events.c.type, events)
        flows = await self._column(runs.c.flow, runs)
        templates = {message.template for message in await self.world.messages() if message.left_at}
        named: dict[str, set[Any]] = {"event": kinds, "flow": flows, "text": templates}
        return frozenset(f"{sort} {one}" for sort, found in named.items() for one in found)

    async def _column(self, column: Any, table: Any) -> set[str]:
        query = select(column).distinct()
        rows = await self.world.look(lambda turn: turn.unit.rows(query.where(turn.unit.mine(table))))
        return {row[0] for row in rows}

    async def _line(self, line: Line) -> None:
        if crowd := re.fullmatch(r"others< (\d+) messages", line.text):
            self._expect_crowd(int(crowd[1]))
        elif says := _SAYS.fullmatch(line.text):
            self._expect(says, line.more)
        elif why := _WHY.fullmatch(line.text):
            self._judged(why)
        elif nothing := re.fullmatch(r"(\w+): nothing", line.text):
            self.person(nothing[1])
            self._nothing_left()
        elif line.text.startswith("report: "):
            await self._report(line)
        else:
            self._nothing_left()
            await self._deed(line)
            await self.gather()

    async def _deed(self, line: Line) -> None:
        if is_moment(line.text):
            await self.world.push(moment(line.text, self.world.now))
            return
        for pattern, deed in _FORMS:
            if found := pattern.fullmatch(line.text):
                await deed(self, found, line.more)
                return
        raise Misprint("no line is written like this; README.md lists them")

    async def gather(self) -> None:
        """Look what left, and what was judged, since the last look."""
        messages = await self.world.messages()
        await self._meet(messages)
        judged = await self.world.verdicts([one.id for one in messages if one.direction == "out"])
        left = [one for one in messages if _has_left(one) and self._is_new(one.id, "left")]
        self.unheard += sorted(left, key=lambda one: (one.left_at or self.world.now, one.id))
        self._reread(messages)
        for message in messages:
            for at, verdict in ((one.at, one.verdict) for one in judged.get(message.id, ())):
                waits = verdict.outcome is Outcome.WAIT and verdict.rule != "news"
                if waits and self._is_new(message.id, at, verdict.rule, verdict.until):
                    self.untold.append(Judgement(message, "waits", verdict.rule, verdict.until))
            if message.status in _ENDED and self._is_new(message.id, message.status, message.code):
                self.untold.append(Judgement(message, message.status.value, message.code or "-", None))
        await self._compare_with_providers(messages)

    def _reread(self, messages: Sequence[Message]) -> None:
        """What says something else than at the last look, by its last words; what came since then is read as it is."""
        shown = [one for one in messages if one.edited_at and self._on_phone(one) == one.text]
        changed = [one for one in shown if self._is_new(one.id, "edited", one.edited_at, one.text)]
        unheard = {one.id for one in self.unheard}
        new = {one.id: one for one in changed}
        self.unread = [one for one in self.unread if one.id not in new]
        self.unread += [one for one in changed if one.id not in unheard]
        self.unheard = [new.get(one.id, one) for one in self.unheard]

    def _is_new(self, *key: Any) -> bool:
        if key in self.known:
            return False
        self.known.add(key)
        return True

    async def _meet(self, messages: Sequence[Message]) -> None:
        unknown = [one for one in messages if one.address not in self.people]
        if not unknown:
            return
        written = await self.world.look(lambda turn: turn.unit.messages.addresses_of(unknown))
        for identity, address in written.items():
            channel, _, value = address.partition(":")
            who = next((one.name for one in self.script.people.values() if one.ways.get(channel) == value), address)
            self.people[identity] = (who, channel)

    def _expect(self, says: re.Match[str], more: tuple[str, ...]) -> None:
        who, channel = says["who"], self.way(says["who"], says["channel"])[0]
        edited = says["note"] == "edited"
        among = self.unread if edited else self.unheard
        lines = [line for line in more if not line.startswith("[")]
        expected = "\n".join([says["text"], *lines])
        theirs = [one for one in among if self.people[one.address] == (who, channel)]
        if not theirs:
            raise Differs(f"nothing came; {self._standing()}")
        found = next((one for one in _at_once(theirs) if self._reading(expected, one.text or "")), theirs[0])
        among.remove(found)
        since = self.world.now - (
            stretch(says["note"].split()[1]) if (says["note"] or "").startswith("within") else _NOW
        )
        if not edited and (found.left_at is None or found.left_at < since):
            raise Differs(f"it came already at {found.left_at}; name that moment first")
        self._compare(expected, found.text or "")
        _check_reminder(found)
        keys = [key for line in more if line.startswith("[") for key in re.findall(r"\[([^\]]+)\]", line)]
        shown = [button["text"] for button in found.buttons]
        if keys != shown:
            raise Differs(f"its buttons are {shown}")
        self._hear(who, channel, found)
        if says["note"] == "approved template":
            self._used_a_template(found)

    def _hear(self, who: str, channel: str, found: Message) -> None:
        self.heard[f"{who}/{channel}"] = found
        self.heard_all.append((who, found))
        for button in found.buttons:
            self._keep_link(who, button.get("url") or "")
        self._keep_link(who, found.text or "")

    def _expect_crowd(self, many: int) -> None:
        """What the people without a name got."""
        theirs = [one for one in self.unheard if self.people[one.address][0] not in self.script.people]
        if len(theirs) != many:
            raise Differs(f"they got {len(theirs)}; {self._standing()}")
        self.unheard = [one for one in self.unheard if one not in theirs]

    def _used_a_template(self, found: Message) -> None:
        twilio = self.world.twilio
        sent = next(one for one in twilio.messages if one.sid == found.provider_id) if twilio else None
        if sent is None or not sent.first("ContentSid"):
            raise Differs("it left as a free text, without a ContentSid")

    def _keep_link(self, who: str, text: str) -> None:
        link = re.search(_PLACES["link"], text)
        if link:
            self.links[who] = link[0]

    def _reading(self, expected: str, text: str) -> re.Match[str] | None:
        parts = re.split(r"\{(\w+)\}", expected)
        pattern = "".join(
            re.escape(part) if at % 2 == 0 else _PLACES.get(part, r"\S+") for at, part in enumerate(parts)
        )
        return re.fullmatch(pattern, text)

    def _compare(self, expected: str, text: str) -> None:
        found = self._reading(expected, text)
        if found is None:
            raise Differs(f"it says\n  {text!r}")
        if "code" in found.groupdict():
            self.codes.append(found["code"])

    def _judged(self, why: re.Match[str]) -> None:
        who, channel = why["who"], why["channel"]
        found = next((one for one in self.untold if self._is_to(one.message, who, channel)), None)
        if found is None:
            raise Differs(f"nothing was judged; {self._standing()}")
        self.untold.remove(found)
        until = moment(why["until"], self.world.now) if why["until"] else None
        if (found.outcome, found.rule, found.until) != (why["outcome"], why["rule"], until):
            raise Differs(f"it was {found.said()}")

    def _is_to(self, message: Message, who: str, channel: str | None) -> bool:
        name, on = self.people[message.address]
        return name == who and channel in {None, on}

    def _nothing_left(self) -> None:
        if self.unheard or self.unread or self.untold:
            raise Differs(f"before this, {self._standing()}")

    def _standing(self) -> str:
        said = [f"{'/'.join(self.people[one.address])}< {one.text!r} at {one.left_at}" for one in self.unheard]
        said += [
            f"{'/'.join(self.people[one.address])}< (edited) {one.text!r} at {one.edited_at}" for one in self.unread
        ]
        said += [f"{'/'.join(self.people[one.message.address])}: {one.said()}" for one in self.untold]
        return "there was " + ("; ".join(said) or "nothing")

    async def _report(self, line: Line) -> None:
        report = await self.world.look(lambda turn: recovery_report(turn, None, None))
        wanted = " ".join([line.text.removeprefix("report: "), *line.more])
        for figure in wanted.split(", "):
            name, _, value = figure.strip().rstrip(",").rpartition(" ")
            found = _figure(report, name)
            if str(found) != value:
                raise Differs(f"{name} is {found}\n{report}")

    async def _compare_with_providers(self, messages: Any) -> None:
        """What really reached the provider is what we say that left: nothing twice, nothing unseen."""
        if self.world.twilio is None:
            return
        sids = [one.provider_id for one in messages if one.direction == "out" and one.channel != "telegram"]
        strange = [one for one in self.world.twilio.messages if sids.count(one.sid) != 1]
        if strange:
            raise Differs(f"the provider has what we do not know of: {[one.form for one in strange]}")

    def _on_phone(self, message: Message) -> str | None:
        """What Telegram shows of a message; None where it was deleted."""
        stand = self.world.telegram
        if stand is None or message.channel != "telegram":
            return message.text
        shown = {f"{one.chat}:{one.id}": one.text for one in stand.messages if one.id not in stand.deleted}
        return shown.get((message.provider_id or "").partition(":")[2])  # after the bot whose it is

    async def _all_shown(self) -> None:
        """A phone shows what a message says now, however often it was changed."""
        for message in await self.world.messages():
            shown = self._on_phone(message) if message.edited_at else None
            if shown is not None and shown != message.text:
                raise Differs(f"the phone shows {shown!r}, and it says {message.text!r}")

    async def _all_read(self) -> None:
        """Every event was acted upon: none is stuck."""
        standing = await self.world.look(lambda turn: events_by_status(turn.unit))
        stuck = {name: many for name, many in standing.items() if name in {"new", "parked"}}
        if stuck:
            raise Differs(f"events are stuck: {stuck}")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of a message that did not leave, or not yet."""

    message: Message
    outcome: str
    rule: str
    until: datetime | None

    def said(self) -> str:
        """As a transcript says it."""
        until = f" until {self.until:%a %H:%M UTC}" if self.until else ""
        return f"{self.outcome}{until}, {self.rule} ({self.message.template or self.message.text!r})"


def _has_left(message: Message) -> bool:
    """Whether a provider took it, or may have."""
    refused = message.status is Status.FAILED and message.sent_at is None
    return message.direction == "out" and message.left_at is not None and not refused


def _at_once(messages: Sequence[Message]) -> Sequence[Message]:
    """The first of these, and those of other conversations that left at its moment: they come in any order."""
    first: dict[UUID | None, Message] = {}
    for one in messages:
        if one.left_at == messages[0].left_at:
            first.setdefault(one.run, one)
    return list(first.values())


def _check_reminder(found: Message) -> None:
    """What every marketing SMS must hold: the brand first, the way out, one segment (two where it is not GSM-7)."""
    if not (found.marketing and found.channel == "sms" and found.kind is Kind.MESSAGE):
        return
    size = measure(found.text or "")
    if size.segments > (1 if size.encoding is Encoding.GSM7 else 2):
        raise Differs(f"it takes {size.segments} segments")
    if not (found.text or "").startswith("Tiger Tees: ") or "STOP" not in (found.text or ""):
        raise Differs("it does not begin with the brand, or does not say how to leave")


def _figure(report: Any, path: str) -> Any:
    """A figure of the report by its path: ``recovered``, ``refused.cap.business``, ``by_step.1.revenue``."""
    name, _, rest = path.partition(".")
    if name == "refused":
        return report[name].get(rest, 0)
    if name == "by_step":
        step, _, rest = rest.partition(".")
        return report[name][int(step) - 1][rest]
    return _figure(report[name], rest) if rest and report[name] is not None else report[name]


_FORMS = tuple((re.compile(pattern), deed) for pattern, deed in DEEDS)
