"""/team: who works here, in which role, since when, and when they were last here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flows.phrase import At, Lines, Ours, Shows, Text, phrase
from handlers.actions.action import Origin
from handlers.admins.command import LONGEST, OWNERS, Command
from handlers.turn import Turn
from storage.access import Member

_RANKS = ("owner", "manager", "agent")


@dataclass(frozen=True, slots=True)
class TeamOf:
    """The staff is asked for."""


@dataclass(frozen=True, slots=True)
class Team:
    """The members, owners first, with when each was last here, and whether an owner asks."""

    members: Sequence[Member]
    seen: Mapping[UUID, datetime]
    is_owners: bool


async def team(turn: Turn, origin: Origin, _command: TeamOf) -> Team:
    """The staff as it is."""
    members = await turn.unit.access.members()
    seen = await turn.unit.access.last_seen([one.id for one in members])
    asks = next((one.role for one in members if one.id == origin.by.row), "")
    return Team(sorted(members, key=lambda one: (_RANKS.index(one.role), one.name)), seen, asks == _RANKS[0])


def _told(found: Team) -> Text:
    how = Ours("/staff add Ravi manager · /staff remove Ravi")
    last = phrase("example", command=how) if found.is_owners else phrase("team_is_the_owners")
    return Lines((*(_row(found, one) for one in found.members), last), longest=LONGEST)


def _row(found: Team, one: Member) -> Text:
    known: dict[str, object] = {} if one.contact is not None else {"waits": True}
    known |= {"since": At(one.linked_at, Shows.DAY)} if one.linked_at else {}
    known |= {"seen": At(found.seen[one.id])} if one.id in found.seen else {}
    return phrase("team_row", name=one.name, role=phrase(f"role_{one.role}"), **known)


TEAM = Command(
    name="team", aliases=("my team", "equipo"), takes=TeamOf, does=team, says=_told, roles=OWNERS, topic="people"
)
