"""/pause and /resume, and a stop that the staff writes: it is about messages to customers, so the reply has buttons.

Such a stop does not opt the staff member out. If they are also a customer with a consent in that chat, a bare STOP
revokes it as for anybody (handlers/intake/intake.py), and the confirmation mentions /pause.
"""

from __future__ import annotations

import re
from datetime import datetime

from flows.phrase import At, Lines, Ours, Phrase, Text, phrase, tap
from handlers.actions.business_pause import Pause, Paused, Resume, Resumed, pause, resume
from handlers.engine import slash_command
from handlers.engine.turn import Turn
from handlers.replies.moment_phrases import find_moment, read_moment
from handlers.replies.staff_errands import Errand
from handlers.replies.text_normalisation import normalise, words
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.staff_chat.staff_command import OWNERS, Command, IssuedCommand, Reply
from handlers.staff_chat.staff_yes_no import stops_sending
from storage.businesses.access import Member
from templates import formats
from templates.message_values import quote_line

STOPPED = "stop_sending"
"""The name of the answer to a stop."""
_SLASHES = frozenset({"stop", "stopall", "unsubscribe"})
_FOR, _UNTIL = re.compile(r"^(?:for|por) "), re.compile(r"^(?:until|till|hasta) ")
_SHORT = 40  # characters of the unread words
BUTTON: tuple[str, Text] = ("/pause", phrase("button_pause"))
_CAMPAIGNS: tuple[tuple[str, Text], ...] = (("/campaign", Ours("/campaign")),)


async def _find_end(asked: IssuedCommand, _known: Known, said: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the end of the pause, "2 hours" or "until 6pm"; other words pause nothing."""
    end = parse_end(asked.turn, " ".join(said))
    if end is not None or not said:
        return FoundArgument(end)
    unread = phrase("pause_unread", said=quote_line(" ".join(said), _SHORT))
    return Reply(unread, _CAMPAIGNS, understood=not asked.is_loose, asks=())


def parse_end(turn: Turn, said: str) -> datetime | None:
    """Parse the end of a pause, in UTC, from words such as "2 hours" or "until 6pm"; None for other words."""
    bare = normalise(said)
    until = _UNTIL.sub("", bare)
    forms = (f"at {until}", until) if until != bare else (f"in {_FOR.sub('', bare)}",)
    ends = (read_moment(one, turn.now, turn.zone) for one in forms if find_moment(one) == one)
    return next((one.at for one in ends if one is not None), None)


def _describe_pause(now: Paused) -> Text:
    """Say how many messages wait now, or since when the business has been paused."""
    if not now.before:
        said = phrase("paused", waiting=now.waiting)
    elif now.since is None:
        said = phrase("paused_already")
    else:
        said = phrase("paused_already_since", since=At(now.since), by=now.by)
    lasts = phrase("paused_until", until=At(now.until)) if now.until is not None else ""
    return _append_command(Lines((said, lasts), between=" ") if lasts else said, "resume")


def _describe_resumption(now: Resumed) -> Text:
    """Say what continues."""
    channels = Lines(tuple(map(formats.channel, now.mended)), between=", ")
    tries = phrase("tries_again", channels=channels) if now.mended else ""
    if not now.was_paused:
        return _append_command(Lines((phrase("was_not_paused"), tries), between=" "), "stats", "7d")
    return _append_command(Lines((phrase("sending_again", waiting=now.waiting), tries), between=" "), "stats", "today")


def _append_command(said: Phrase | Lines, *command: str) -> Text:
    return Lines((said, phrase("next", command=tap(*command))))


PAUSE = Command(
    name="pause",
    aliases=("hold everything", "pausa", "pausar"),
    usage="/pause",
    arguments=(Argument("until", "", _find_end),),
    takes=Pause,
    does=pause,
    says=_describe_pause,
    roles=OWNERS,
    dangerous=True,
    errands=(Errand.PAUSE,),
)
RESUME = Command(
    name="resume",
    aliases=("unpause", "reanudar"),
    takes=Resume,
    does=resume,
    says=_describe_resumption,
    roles=OWNERS,
    dangerous=True,
    errands=(Errand.RESUME,),
)


def is_about(text: str) -> bool:
    """Return True if a staff text is an opt-out on its own: "/stop", "STOP", "stop all messages"."""
    command = slash_command.command(text)
    if command is not None or words(text)[:1] == ["report"]:  # shops ask for figures this way
        return command in _SLASHES
    return stops_sending(text)


def ask(turn: Turn, member: Member) -> Reply:
    """Answer a stop with buttons for what can be paused; nothing is done and no consent ends."""
    if member.role not in PAUSE.roles:
        return Reply(Lines((phrase("stop_not_yours"), phrase("next", command=Ours("/help")))))
    paused_at = turn.tenant.paused_at
    if paused_at is not None:
        return Reply(phrase("stop_is_paused", since=At(paused_at), by=turn.tenant.paused_by or ""))
    return Reply(phrase("stop_means_pause"), (BUTTON, *_CAMPAIGNS, ("/optout", Ours("/optout"))))
