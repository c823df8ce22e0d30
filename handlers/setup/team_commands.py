"""The staff: /team shows it, /staff changes it, with a start link for a new member; and the progress of setup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from flows.engine import Subject
from flows.phrase import At, Lines, Ours, Shows, Text, phrase
from flows.policy.departure_facts import Kind
from handlers.actions.action import Origin, Preview, Refused
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.person_language import load_speech, speech_to
from handlers.engine.turn import Turn
from handlers.setup.setting_words import say_value, setting
from handlers.staff_chat.staff_command import LONGEST, OWNERS, Command
from handlers.staff_notices import alerts
from storage.businesses.access import Member
from storage.businesses.businesses import bump
from storage.businesses.chosen_settings import Choice, Choices, SetupSteps

PREFIX = "staff."
_OWNER = "owner"


class StaffStays(StrEnum):
    """The reasons why the staff is not changed."""

    SAME = "choice_same"
    NOBODY = "staff_nobody"
    LAST_OWNER = "staff_last_owner"
    NO_CHAT = "staff_no_chat"
    TWO = "staff_two_of_that_name"


@dataclass(frozen=True, slots=True)
class ChangeStaff:
    """A command that gives a person a role on the staff; if ``role`` is None, the person leaves the staff."""

    name: str
    role: str | None
    channel: str = ""


@dataclass(frozen=True, slots=True)
class StaffChanged:
    """A member's role now and before, and whether setup continues. The start link, if needed, is valid for the given
    number of days."""

    name: str
    role: str | None
    previous: str | None
    link: str | None  # words to write if no link is possible
    days: int
    goes_on: bool = False


def is_of(path: str) -> bool:
    """Return True if the path of a setting is that of a staff member."""
    return path.startswith(PREFIX)


async def would_change(turn: Turn, command: ChangeStaff) -> Preview:
    """Preview the changed roles. Raises Refused."""
    before = await _check_role(turn, command)
    path = PREFIX + command.name
    values = {"before": say_value(path, before), "after": say_value(path, command.role)}
    if command.role is None:
        return Preview(phrase("staff_would_leave", name=command.name, **values), phrase("choice_do"))
    may = phrase(f"staff_may_{command.role}")
    return Preview(phrase("staff_would_be", name=command.name, may=may, **values), phrase("choice_do"))


async def change(turn: Turn, origin: Origin, command: ChangeStaff) -> StaffChanged:
    """Change the role, and record the actor; a member with no chat gets a start link. Raises Refused."""
    before = await _check_role(turn, command)
    path = PREFIX + command.name
    await put(turn, path, command.role)
    kept = await turn.unit.of(Choices).put(path, command.role, before, before, origin.by, turn.now)
    await turn.unit.access.log(origin.by, "staff changed", turn.now, Subject("setting", kept.id))
    return await _change_staff(turn, command, before)


async def would_lose(turn: Turn, choice: Choice) -> bool:
    """Return True if undoing that change would remove a connected member from the staff."""
    member = await _find_member(turn, choice.path.removeprefix(PREFIX))
    return choice.previous is None and member is not None and member.contact is not None


async def put(turn: Turn, path: str, role: str | None) -> None:
    """Give a person that role on the staff, or remove and notify them; a member's language and chat stay."""
    from handlers.actions.staff_members import put_staff
    from handlers.business_file import StaffEntry

    name = path.removeprefix(PREFIX)
    others = [one for one in await turn.unit.access.members() if one.name != name]
    entries = [StaffEntry(one.name, one.role, None, one.language) for one in others]
    before = await _find_member(turn, name)
    if role is not None:
        entries.append(StaffEntry(name, role, None, before.language if before else None))
    await put_staff(turn.unit, entries, turn.now)
    await bump(turn.unit)
    if before is not None and before.contact is not None and role is None:
        await _tell_gone(turn, before.contact, before.language)


async def _tell_gone(turn: Turn, contact: UUID, spoken: str | None) -> None:
    """Notify a person who left the staff, in ``spoken``, the language of their former membership."""
    chat = await alerts.find_chat(turn, contact)
    if chat is None:
        return
    speech = load_speech(turn, spoken) if spoken else await speech_to(turn, chat)
    left = speech.say(phrase("staff_you_left", business=turn.business.name))
    await post(turn, chat, OutboundMessage(f"left-staff:{turn.unit.ids.make()}", Kind.STAFF, text=left))


async def _change_staff(turn: Turn, command: ChangeStaff, before: str | None) -> StaffChanged:
    from handlers.actions.staff_members import VALID_FOR, invite_member

    member = await _find_member(turn, command.name) if command.role is not None else None
    link = None
    if member is not None and member.contact is None:
        made = await invite_member(
            turn.unit, member, turn.business, turn.tools.token_hash, turn.now, command.channel or None
        )
        link = made.url
    goes_on = await is_under_way(turn)
    return StaffChanged(command.name, command.role, before, link, VALID_FOR.days, goes_on)


async def _check_role(turn: Turn, command: ChangeStaff) -> str | None:
    """Return the person's role before the change. Raises Refused if the change is impossible."""
    from handlers.actions.staff_members import has_staff_chat

    members = await turn.unit.access.members()
    named = [one for one in members if one.name == command.name]
    if len(named) > 1:
        raise Refused(StaffStays.TWO, {"name": command.name})
    before = named[0].role if named else None
    if before == command.role and command.role is not None:
        path = PREFIX + command.name
        values = {"setting": setting(path), "before": say_value(path, before), "after": say_value(path, before)}
        raise Refused(StaffStays.SAME, values, more=Ours("/staff"))
    if before is None and command.role is None:
        raise Refused(StaffStays.NOBODY, {"name": command.name}, more=Ours("/staff"))
    if before == _OWNER and [one.name for one in members if one.role == _OWNER] == [command.name]:
        raise Refused(StaffStays.LAST_OWNER, {"name": command.name})
    if command.role is not None and not has_staff_chat(turn.business):
        raise Refused(StaffStays.NO_CHAT)
    return before


async def _find_member(turn: Turn, name: str) -> Member | None:
    return next((one for one in await turn.unit.access.members() if one.name == name), None)


STEPS = ("try", "link", "text", "hours", "staff")


async def find_open_step(turn: Turn) -> str | None:
    """Return the first open setup step; None if all are done."""
    done = await turn.unit.of(SetupSteps).list_done()
    return next((step for step in STEPS if step not in done), None)


async def is_under_way(turn: Turn) -> bool:
    """Return True if some setup steps are done and others are open: /setup continues with these."""
    done = await turn.unit.of(SetupSteps).list_done()
    return bool(done) and not done.keys() >= set(STEPS)


_RANKS = ("owner", "manager", "agent")


@dataclass(frozen=True, slots=True)
class TeamOf:
    """A request for the staff."""


@dataclass(frozen=True, slots=True)
class Team:
    """The members, owners first, with the time when each was last here, and whether an owner asks."""

    members: Sequence[Member]
    seen: Mapping[UUID, datetime]
    is_owners: bool


async def team(turn: Turn, origin: Origin, _command: TeamOf) -> Team:
    """Load the present staff."""
    members = await turn.unit.access.members()
    seen = await turn.unit.access.find_last_seen([one.id for one in members])
    asks = next((one.role for one in members if one.id == origin.by.row), "")
    return Team(sorted(members, key=lambda one: (_RANKS.index(one.role), one.name)), seen, asks == _RANKS[0])


def _show_team(found: Team) -> Text:
    how = Ours("/staff add Ravi manager · /staff remove Ravi")
    last = phrase("example", command=how) if found.is_owners else phrase("team_is_the_owners")
    return Lines((*(_row(found, one) for one in found.members), last), longest=LONGEST)


def _row(found: Team, one: Member) -> Text:
    known: dict[str, object] = {} if one.contact is not None else {"waits": True}
    known |= {"since": At(one.linked_at, Shows.DAY)} if one.linked_at else {}
    known |= {"seen": At(found.seen[one.id])} if one.id in found.seen else {}
    return phrase("team_row", name=one.name, role=phrase(f"role_{one.role}"), **known)


TEAM = Command(
    name="team", aliases=("my team", "equipo"), takes=TeamOf, does=team, says=_show_team, roles=OWNERS, topic="people"
)
