"""A stop of the staff is about what goes to customers: they are told what /pause does, with a button that does it.

It takes no member out of their chat. Where the member is a customer too, who agreed to be written to there, a bare STOP
takes that back as anybody's does (handlers/intake.py), and the confirmation names /pause.
"""

from __future__ import annotations

from datetime import timedelta

from flows.engine import Asks
from flows.phrase import At, Lines, Ours, phrase
from handlers import slash
from handlers.actions.pausing import Pause
from handlers.admins.command import Reply, numbered
from handlers.admins.pausing import PAUSE
from handlers.admins.yes_or_no import one_of_two
from handlers.replies.choices import read_choice
from handlers.replies.sending import wants_no_sending, whose_end
from handlers.turn import Turn
from storage.access import Member
from storage.messages import Message

SENDING = "stop_sending"
"""What a question expects that asks whether sending to customers is to be paused."""
_LEAVE = 2
_WITHIN = timedelta(hours=24)
_SLASHES = frozenset({"stop", "stopall", "unsubscribe"})


def is_about(text: str) -> bool:
    """Whether a text of the staff wants sending to stop, as a command or in words."""
    command = slash.command(text)
    return command in _SLASHES if command is not None else wants_no_sending(text) or whose_end(text) is not None


def ask(turn: Turn, member: Member) -> Reply:
    """What /pause would do, and whether it is to be done; where it is done, or is not theirs to do, that is said."""
    if member.role not in PAUSE.roles:
        return Reply(Lines((phrase("stop_not_yours"), phrase("next", command=Ours("/help")))))
    paused_at = turn.tenant.paused_at
    if paused_at is not None:
        return Reply(phrase("stop_is_paused", since=At(paused_at), by=turn.tenant.paused_by or ""))
    buttons = numbered(phrase("button_pause"), phrase("confirm_leave"))
    return Reply(phrase("stop_means_pause"), buttons, confirms=Asks(SENDING, within=_WITHIN))


def choice(text: str, button: str | None) -> int | None:
    """Which of the two was taken, by number, button or a bare yes or no; None for any other text, a stop among them."""
    return read_choice(text, button, most=_LEAVE) if wants_no_sending(text) else one_of_two(text, button)


async def settled(turn: Turn, member: Member, message: Message, taken: int) -> Reply:
    """What comes of it."""
    if taken == _LEAVE:
        return Reply(Lines((phrase("sending_goes_on"), phrase("next", command=Ours("/help")))))
    if member.role not in PAUSE.roles:
        return Reply(phrase("stop_not_yours"))
    return await PAUSE.do(turn, member, message.id, Pause())
