"""A text that names no campaign changes the one that was drafted last, or else says its parts."""

from __future__ import annotations

from flows.campaigns.campaign import UNLAUNCHED
from handlers.admins.command import Reply
from handlers.admins.confirming import command_of
from handlers.campaigns.asking import is_shown_by
from handlers.campaigns.commands import CAMPAIGN_COMMAND
from handlers.campaigns.drafts.reading import means_people
from handlers.campaigns.sentences.changing import terms_alone
from handlers.campaigns.sentences.courtesy import bare
from handlers.campaigns.sentences.heard import Heard, Meant
from handlers.campaigns.sentences.latest import latest_of
from handlers.campaigns.sentences.said import obeyed, sentence_in, typed
from handlers.campaigns.sentences.unnamed import change_of
from handlers.turn import Turn
from storage.access import Member
from storage.message import Message


async def changes_its_terms(heard: Heard) -> Meant | None:
    """Terms and nothing else, behind what was drafted: "holdout 10%", "free shipping", "15% off kar do"."""
    terms = terms_alone(heard.text)
    return await _edits(heard, f", {terms}", shown=False) if terms else None


async def changes_what_is_shown(heard: Heard) -> Meant | None:
    """One change of what was just shown: "to loyal instead", "7 baje kar do". Behind anything else the same words
    may be for a customer."""
    change = change_of(bare(heard.led), heard.turn.now, heard.turn.zone)
    if change is None or (change.people and not await means_people(heard.turn, change.people)):
        return None
    return await _edits(heard, change.behind, shown=True)


async def says_parts(heard: Heard) -> Meant | None:
    """A sentence that is read part by part."""
    sentence = await sentence_in(heard.turn, heard.text, heard.names)
    if sentence is None:
        return None

    async def parts(turn: Turn, member: Member, message: Message) -> Reply:
        return await obeyed(turn, member, message, sentence)

    return parts


async def _edits(heard: Heard, behind: str, *, shown: bool) -> Meant:
    """The change of the latest campaign by what stands behind its name; where there is none, what the parts say."""
    otherwise = await says_parts(heard)

    async def changes(turn: Turn, member: Member, message: Message) -> Reply | None:
        latest = await latest_of(turn, member) if not shown or await _is_shown(turn, message) else None
        if latest is None or latest.status not in UNLAUNCHED:
            return await otherwise(turn, member, message) if otherwise is not None else None
        return await typed(turn, member, message, f"edit {latest.name}{behind}")

    return changes


async def _is_shown(turn: Turn, message: Message) -> bool:
    """Whether a campaign waits for a yes, or was what we spoke of last and nothing is asked."""
    asked = await turn.unit.questions.answered_by(message)
    if asked is not None:
        return command_of(asked) == CAMPAIGN_COMMAND.name
    last = await turn.unit.messages.last_word(message.address, message.id)
    return last is not None and is_shown_by(last)
