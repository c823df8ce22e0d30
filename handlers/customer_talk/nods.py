"""What asks for nothing, and a question mark alone: no question for the staff.

"Wow", "ok great" and "🙏" are acknowledged once, and by nothing after that; so is "I don't need anything" of whoever
was offered nothing. Whoever writes "?" is asked what they would like to know, or told that the staff has their
question. Where the staff asked or offered something, or a question of ours is open, these answer it.
"""

from __future__ import annotations

from handlers import handover
from handlers.customer_talk.answered import TALK, staffs_words
from handlers.customer_talk.said import Said, say
from handlers.replies.intents import Intent
from handlers.replies.nodding import is_nod, is_question_mark
from handlers.replies.offering import may_settle
from handlers.turn import Turn

_THANKS = "thanks"
_NODS = frozenset({Intent.UNCLEAR, Intent.YES, Intent.THANKS})


async def answered(turn: Turn, said: Said) -> bool:
    """Acknowledge a nod where nothing is open, or that nothing is needed, and ask back to a question mark; False for
    all else."""
    if said.message.data.get("small_talk"):
        return await _acknowledge(turn, said)
    if _is_nod(said) and said.answered.asked is None:
        return await _acknowledge(turn, said)
    return await _asked_back(turn, said)


async def answered_to_staff(turn: Turn, said: Said) -> bool:
    """The same behind the staff's words, where these neither ask nor offer: the staff is told of a nod once."""
    staffs = said.answered.staffs
    if staffs is None or any(map(may_settle, await staffs_words(turn, said.message))):
        return False
    if not _is_nod(said):
        return await _asked_back(turn, said)
    if not await _was_thanked(turn, said):
        await handover.thanked(turn, said.address, said.message, staffs)
    return await _acknowledge(turn, said)


def _is_nod(said: Said) -> bool:
    return said.reading.intent in _NODS and _is_bare(said) and is_nod(said.event.text)


def _is_bare(said: Said) -> bool:
    event = said.event
    return not (event.button or event.forwarded or event.edited or event.media or said.message.media)


async def _asked_back(turn: Turn, said: Said) -> bool:
    if not _is_bare(said) or not is_question_mark(said.event.text):
        return False
    if await handover.is_waiting(turn, said.address):
        await say(turn, said, "already_open", values={"nudges": "yes"})
    else:
        await say(turn, said, "not_understood")
    return True


async def _acknowledge(turn: Turn, said: Said) -> bool:
    if not await _was_thanked(turn, said):
        await say(turn, said, _THANKS)
    return True


async def _was_thanked(turn: Turn, said: Said) -> bool:
    """Whether an acknowledgement is the last that they heard, of late."""
    last = await turn.unit.messages.last_word(said.address.id, said.message.id)
    return last is not None and last.template == _THANKS and last.created_at > turn.now - TALK
