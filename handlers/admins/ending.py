"""/optout: somebody who told the staff gets no more messages that advertise; "/stop asha" is the same."""

from __future__ import annotations

from flows.phrase import Lines, Ours, Phrase, Text, phrase
from handlers import slash
from handlers.actions import why
from handlers.admins.command import Asked, Command, Reply
from handlers.admins.obeying import obey
from handlers.admins.pausing import PAUSE
from handlers.admins.whom import PERSON
from handlers.ending import EndMessages, end, would_end
from handlers.replies.sending import whose_end
from handlers.replies.stopping import wants_pause, without_end
from handlers.turn import Turn
from storage.access import Member
from storage.message import Message


def _ended(said: Phrase) -> Text:
    return Lines((said, phrase("next", command=Ours("/help"))))


OPTOUT = Command(
    name="optout",
    aliases=("opt out", "dar de baja"),
    near=("unsubscribe", "baja", "unlist"),
    arguments=(PERSON,),
    takes=EndMessages,
    preview=would_end,
    does=end,
    says=_ended,
    topic="people",
)


async def of_somebody(turn: Turn, member: Member, message: Message, text: str) -> Reply | None:
    """The question whether messages to one person end, where a stop names somebody: "/stop asha", "stop sending to
    0003". None for a stop that names nobody."""
    bare, lasts = without_end(text)
    named = _named(bare if lasts else text)
    if not named or not (any(one.isdigit() for one in named) or await why.find(turn, " ".join(named))):
        return None
    if lasts:
        return Reply(phrase("optout_has_no_end"))
    return await obey(OPTOUT, Asked(turn, member, named, message.id, text, OPTOUT.name))


def _named(text: str) -> tuple[str, ...]:
    if slash.command(text) == PAUSE.name or wants_pause(text):  # "/pause 30 min" is for so long
        return ()
    return tuple(slash.arguments(text) if slash.command(text) is not None else (whose_end(text) or "").split())
