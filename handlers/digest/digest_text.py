"""The text of a digest: today's open work, and yesterday's results."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.digest import DigestFacts, Morning, Tell
from flows.engine import Decision, Subject
from flows.phrase import Lines, Text, phrase
from flows.policy.departure_facts import Kind
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.person_language import speech_to
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.staff_chat.staff_help import describe_today
from handlers.staff_notices import alerts
from storage.businesses.access import Member
from storage.events.runs import Run

_MONDAY = 0


async def load_facts(turn: Turn, contact: UUID, _subject: Subject | None, _event: object) -> DigestFacts:
    """Load the facts: a member's hour, None for anybody else."""
    member = await turn.unit.access.member_of(contact)
    return DigestFacts(member.digest_at if member else None, ZoneInfo(turn.business.timezone))


async def write(turn: Turn, run: Run, _before: Morning | None, decision: Decision[Morning]) -> None:
    """Send the digest to the member's chat."""
    if run.contact is None or not any(isinstance(effect, Tell) for effect in decision.effects):
        return
    member, chat = await turn.unit.access.member_of(run.contact), await alerts.find_chat(turn, run.contact)
    if member is None or chat is None:
        return
    said = (await speech_to(turn, chat)).say(await write_digest(turn, member))
    day = turn.today.isoformat()
    await post(turn, chat, OutboundMessage(f"digest:{member.id}:{day}", Kind.STAFF, text=said))


async def write_digest(turn: Turn, member: Member) -> Text:
    """Format the member's open work and yesterday's figures, if any; on a Monday also those of the week before."""
    end = _midnight(turn, turn.now)
    told = await _describe(turn, "digest_yesterday", _midnight(turn, end - timedelta(hours=12)), end)
    if turn.today.weekday() == _MONDAY:
        told += await _describe(turn, "digest_last_week", _midnight(turn, end - timedelta(days=6, hours=12)), end)
    return Lines((*told, await describe_today(turn, member, "digest_today")))


async def _describe(turn: Turn, head: str, start: datetime, end: datetime) -> tuple[Text, ...]:
    """Format the figures of a period below their heading; empty if there are none."""
    figures = await conversations_of(turn).figures(turn, start, end)
    return (phrase(head), *(line for lines in figures for line in lines)) if figures else ()


def _midnight(turn: Turn, moment: datetime) -> datetime:
    """Return the start of a moment's local day."""
    return datetime.combine(moment.astimezone(turn.zone).date(), time(0), turn.zone)
