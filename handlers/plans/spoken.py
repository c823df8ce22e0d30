"""A plan in the staff's own words: "new plan care to vip: …", "pause welcome", "welcome band karo".

What turns a plan on or off is asked about, and done by a tap or a yes; a new one is shown, as behind /plan new.
"""

from __future__ import annotations

import re

from flows.plans.ready import WIN_BACK
from handlers import slash
from handlers.admins.command import OWNERS, Reply
from handlers.admins.obeying import as_typed, obey
from handlers.admins.saying import say
from handlers.conversation import Written
from handlers.plans.birthdays import wants_birthdays, ways
from handlers.plans.own import PLAN_COMMAND
from handlers.plans.turned import done, names_of, suggested, turned
from handlers.replies.text import words
from handlers.turn import Turn

_MOST_WORDS = 10
_FRESH = r"(?:new|nuevo|naya)\s+"
_NEW = re.compile(
    r"^\s*(?:please\s+|pls\s+)?"
    rf"(?:(?:create|make|add|set ?up|crea|haz|banao)\s+(?:an?\s+|un\s+|ek\s+)?(?:{_FRESH})?|(?:an?\s+|un\s+)?{_FRESH})"
    r"plan\s+(?:called\s+|named\s+|llamado\s+)?(?P<rest>[^\s:][^:]*:\s.*)$",
    re.IGNORECASE | re.DOTALL,
)


async def meant(turn: Turn, written: Written) -> bool:
    """Whether a member of the staff says that there shall be a plan, or that one shall go on or stop."""
    member, message, text = written.member, written.message, written.event.text.strip()
    if member is None or member.role not in OWNERS or not written.is_sent_alone or written.event.button is not None:
        return False
    if message.reply_to is not None or slash.command(text) is not None:
        return False
    new = begun(text)
    if new is not None:
        typed = as_typed(turn, member, message.id, f"/{PLAN_COMMAND.name} {new}")
        await say(turn, written.address, message, "plan", await obey(PLAN_COMMAND, typed))
        return True
    reply = await ways(turn) if wants_birthdays(text) else await _turned(turn, text)
    if reply is None:
        return False
    await say(turn, written.address, message, "plan", reply)
    return True


def begun(text: str) -> str | None:
    """What stands behind /plan for a sentence that wants a new plan and says its steps; None for any other."""
    found = _NEW.match(text)
    return None if found is None else f"new {found['rest'].strip()}"


async def _turned(turn: Turn, text: str) -> Reply | None:
    """The question whether the plan that is named is to be turned over; what begins with win-back has its command."""
    said = words(text)
    if not 1 < len(said) <= _MOST_WORDS or done(said) is None or "".join(said).startswith(WIN_BACK.replace("_", "")):
        return None
    found = turned(said, await names_of(turn))
    return None if found is None else suggested(*found)
