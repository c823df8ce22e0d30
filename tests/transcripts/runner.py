"""Plays a transcript: each line is said, done or looked for, and nothing else may leave in between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import zip_longest
from typing import Any
from uuid import UUID

from sqlalchemy import select

from flows.business import STAFF_NOTICE
from flows.policy.departure_facts import Kind
from handlers.api.report_request import build_body
from storage.recovery.recovery_report import load_recovery_report
from storage.schema import events, runs
from storage.sending.message import Message, is_row
from templates.sms_segments import Encoding, measure
from tests.single import events_by_status
from tests.transcripts.deeds import DEEDS
from tests.transcripts.ear import LINK, Differs, Ear, shown_text
from tests.transcripts.script import Line, Misprint, Person, Script, is_moment, moment, stretch
from tests.transcripts.world import World

_SAYS = re.compile(r"(?P<who>\w+)(?:/(?P<channel>\w+))?<(?: \((?P<note>[^)]*)\))? (?P<text>.*)")
_WHY = re.compile(
    r"why (?P<who>\w+)(?:/(?P<channel>\w+))?: (?P<outcome>\w+)(?: until (?P<until>[\w: -]+))?, (?P<rule>\S+)"
)
_PLACES = {
    "link": LINK,
    "code": "(?P<code>[A-HJ-NP-Z2-9]{8,9})",
    "rest": ".+",
}
_NOW = timedelta(0)


@dataclass(slots=True)
class Story:
    """A transcript while it is played. ``codes`` are those that were said, the latest last."""

    world: World
    ear: Ear = field(init=False)
    codes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ear = Ear(self.world)

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
        await self.ear.listen()
        self.ear.hear_all(before=self.script.start)
        self.ear.unread.clear()
        self.ear.untold.clear()
        standing = await self.world.look(lambda turn: events_by_status(turn.unit))
        self.world.told_before = sum(standing.values())

    async def seen(self) -> frozenset[str]:
        """What this transcript showed: types of events, flows, and templates that left."""
        kinds = await self._column(events.c.type, events)
        flows = await self._column(runs.c.flow, runs)
        left = [message for message in await self.world.messages() if message.left_at]
        templates = {message.template for message in left}
        templates |= {STAFF_NOTICE for message in left if message.kind is Kind.STAFF and message.content}
        named: dict[str, set[Any]] = {"event": kinds, "flow": flows, "text": templates}
        return frozenset(f"{sort} {one}" for sort, found in named.items() for one in found)

    async def _column(self, column: Any, table: Any) -> set[str]:
        query = select(column).distinct()
        rows = await self.world.look(lambda turn: turn.unit.rows(query.where(turn.unit.owns(table))))
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
            await self.do(line)
            await self.ear.listen()

    async def do(self, line: Line) -> None:
        """What happens by this line; what comes of it is not listened to. Raises Misprint."""
        if is_moment(line.text):
            await self.world.push(moment(line.text, self.world.now))
            return
        for pattern, deed in _FORMS:
            if found := pattern.fullmatch(line.text):
                await deed(self, found, line.more)
                return
        raise Misprint("no line is written like this; README.md lists them")

    def _expect(self, says: re.Match[str], more: tuple[str, ...]) -> None:
        expected = "\n".join([says["text"], *(line for line in more if not line.startswith("["))])
        found = self._came(says, expected)
        self._compare(expected, shown_text(found))
        _check_reminder(found)
        keys = [key for line in more if line.startswith("[") for key in re.findall(r"\[([^\]]+)\]", line)]
        shown = [button["text"] for button in found.buttons if not is_row(button)]
        if _reading("\n".join(keys), "\n".join(shown)) is None:
            raise Differs(f"its buttons are {shown}")
        self.ear.hear(found)
        if says["note"] == "approved template":
            self._used_a_template(found)

    def _came(self, says: re.Match[str], expected: str) -> Message:
        """What came to somebody just now, or within the time that is named; what was changed, whenever it came."""
        whose, note = (says["who"], self.way(says["who"], says["channel"])[0]), says["note"] or ""
        among = self.ear.unread if note == "edited" else self.ear.unheard
        theirs = [one for one in among if self.ear.people[one.address] == whose]
        if not theirs:
            raise Differs(f"nothing came; {self._standing()}")
        found = next((one for one in _at_once(theirs) if _reading(expected, shown_text(one))), theirs[0])
        among.remove(found)
        since = self.world.now - (stretch(note.split()[1]) if note.startswith("within") else _NOW)
        if note != "edited" and (found.left_at is None or found.left_at < since):
            raise Differs(f"it came already at {found.left_at}; name that moment first")
        return found

    def _expect_crowd(self, many: int) -> None:
        """What the people without a name got."""
        theirs = [one for one in self.ear.unheard if self.ear.people[one.address][0] not in self.script.people]
        if len(theirs) != many:
            raise Differs(f"they got {len(theirs)}; {self._standing()}")
        self.ear.unheard = [one for one in self.ear.unheard if one not in theirs]

    def _used_a_template(self, found: Message) -> None:
        twilio = self.world.twilio
        sent = next(one for one in twilio.messages if one.sid == found.provider_id) if twilio else None
        if sent is None or not sent.first("ContentSid"):
            raise Differs("it left as a free text, without a ContentSid")

    def _compare(self, expected: str, text: str) -> None:
        found = _reading(expected, text)
        if found is None:
            pairs = zip_longest(expected.split("\n"), text.split("\n"))
            apart = next((pair for pair in pairs if None in pair or _reading(*map(str, pair)) is None), None)
            where = "" if apart is None else f"\nwhere they part\n  {apart[0]!r} stands here and\n  {apart[1]!r} came"
            raise Differs(f"it says\n  {text!r}{where}")
        if "code" in found.groupdict():
            self.codes.append(found["code"])

    def _judged(self, why: re.Match[str]) -> None:
        who, channel = why["who"], why["channel"]
        found = next((one for one in self.ear.untold if self.ear.is_to(one.message, who, channel)), None)
        if found is None:
            raise Differs(f"nothing was judged; {self._standing()}")
        self.ear.untold.remove(found)
        until = moment(why["until"], self.world.now) if why["until"] else None
        if (found.outcome, found.rule, found.until) != (why["outcome"], why["rule"], until):
            raise Differs(f"it was {found.said()}")

    def _nothing_left(self) -> None:
        if self.ear.missed():
            raise Differs(f"before this, {self._standing()}")

    def _standing(self) -> str:
        return f"there was {self.ear.missed() or 'nothing'}"

    async def _report(self, line: Line) -> None:
        report = build_body(
            await self.world.look(lambda turn: load_recovery_report(turn.unit, turn.tenant, None, None, turn.now))
        )
        wanted = " ".join([line.text.removeprefix("report: "), *line.more])
        for figure in wanted.split(", "):
            name, _, value = figure.strip().rstrip(",").rpartition(" ")
            found = _figure(report, name)
            if str(found) != value:
                raise Differs(f"{name} is {found}\n{report}")

    async def _all_shown(self) -> None:
        """A phone shows what a message says now, however often it was changed."""
        for message in await self.world.messages():
            shown = self.ear.on_phone(message) if message.edited_at else None
            if shown is not None and shown != message.text:
                raise Differs(f"the phone shows {shown!r}, and it says {message.text!r}")

    async def _all_read(self) -> None:
        """Every event was acted upon: none is stuck."""
        standing = await self.world.look(lambda turn: events_by_status(turn.unit))
        stuck = {name: many for name, many in standing.items() if name in {"new", "parked"}}
        if stuck:
            raise Differs(f"events are stuck: {stuck}")


def _reading(expected: str, text: str) -> re.Match[str] | None:
    """A text as it was expected, where it is; each word in braces stands for whatever is meant by it."""
    parts = re.split(r"\{(\w+)\}", expected)
    pattern = "".join(re.escape(part) if at % 2 == 0 else _PLACES.get(part, r"\S+") for at, part in enumerate(parts))
    return re.fullmatch(pattern, text)


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
