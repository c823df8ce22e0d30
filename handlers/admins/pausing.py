"""/pause and /resume, and a stop that the staff writes. Such a stop is about messages to customers. The answer explains
/pause and shows its button; for a stop that names a person it asks about that person alone.

A stop takes no member out of their chat. Where the member is a customer too, who agreed to be written to there, a bare
STOP takes that back as anybody's does (handlers/intake.py), and the confirmation names /pause.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.engine import Asks
from flows.phrase import At, Lines, Ours, Phrase, Text, phrase, tap
from handlers import slash
from handlers.actions import why
from handlers.actions.pausing import Pause, Paused, Resume, Resumed, pause, resume
from handlers.admins.command import OWNERS, Asked, Command, Reply, numbered
from handlers.admins.obeying import obey
from handlers.admins.personal_data import OPTOUT
from handlers.admins.yes_or_no import one_of_two
from handlers.replies.choices import read_choice
from handlers.replies.errands import Errand
from handlers.replies.sending import wants_no_sending, whose_end
from handlers.replies.stopping import Extent, end_of, wants_pause, what_stops, without_end
from handlers.replies.text import words
from handlers.turn import Turn
from storage.access import Member
from storage.message import Message
from storage.questions import Question
from templates import formats

SENDING = "stop_sending"
"""What a question expects that asks whether sending to customers is to be paused."""
LEAVE = 2
"""The answer by which sending goes on."""
_WITHIN, _UNTIL = timedelta(hours=24), "until"
_SLASHES = frozenset({"stop", "stopall", "unsubscribe"})


def _paused(now: Paused) -> Text:
    """How much waits now, or since when it was paused."""
    if not now.before:
        said = phrase("paused", waiting=now.waiting)
    elif now.since is None:
        said = phrase("paused_already")
    else:
        said = phrase("paused_already_since", since=At(now.since), by=now.by)
    lasts = phrase("paused_until", until=At(now.until)) if now.until is not None else ""
    return _then(Lines((said, lasts), between=" ") if lasts else said, "resume")


def _resumed(now: Resumed) -> Text:
    """What goes on."""
    channels = Lines(tuple(map(formats.channel, now.mended)), between=", ")
    tries = phrase("tries_again", channels=channels) if now.mended else ""
    if not now.was_paused:
        return _then(Lines((phrase("was_not_paused"), tries), between=" "), "stats", "7d")
    return _then(Lines((phrase("sending_again", waiting=now.waiting), tries), between=" "), "stats", "today")


def _then(said: Phrase | Lines, *command: str) -> Text:
    return Lines((said, phrase("next", command=tap(*command))))


PAUSE = Command(
    name="pause",
    aliases=("hold everything", "pausa", "pausar"),
    takes=Pause,
    does=pause,
    says=_paused,
    roles=OWNERS,
    dangerous=True,
    errands=(Errand.PAUSE,),
)
RESUME = Command(
    name="resume",
    aliases=("unpause", "reanudar"),
    takes=Resume,
    does=resume,
    says=_resumed,
    roles=OWNERS,
    dangerous=True,
    errands=(Errand.RESUME,),
)


def is_about(text: str) -> bool:
    """Whether a text of the staff wants sending to stop, all of it or a part, as a command or in words."""
    command = slash.command(text)
    if words(text)[:1] == ["report"]:  # a shop asks for its figures so; of our messages customers say it
        return False
    return command in _SLASHES or (command in {None, PAUSE.name} and what_stops(text) is not Extent.NOTHING)


def ask(turn: Turn, member: Member, text: str) -> Reply:
    """What /pause would do, and until when, and whether it is to be done; where it is done, or is not theirs to do,
    that is said, as it is where days, hours or a part are meant."""
    stops = what_stops(text)
    if stops is Extent.TIMES:
        return Reply(Lines((phrase("stop_at_times"), _hours(turn), phrase("stop_is_by_pause"))))
    if stops is Extent.PART:
        return Reply(Lines((phrase("stop_of_a_part"), phrase("stop_is_by_pause"))))
    if member.role not in PAUSE.roles:
        return Reply(Lines((phrase("stop_not_yours"), phrase("next", command=Ours("/help")))))
    until, paused_at = end_of(text, turn.now, turn.zone), turn.tenant.paused_at
    if paused_at is not None and until is None:
        return Reply(phrase("stop_is_paused", since=At(paused_at), by=turn.tenant.paused_by or ""))
    buttons = numbered(phrase("button_pause"), phrase("confirm_leave"))
    asks = Asks(SENDING, values={} if until is None else {_UNTIL: until.isoformat()}, within=_WITHIN)
    return Reply(Lines((phrase("stop_means_pause"), _lasts(text, until))), buttons, confirms=asks)


def _hours(turn: Turn) -> Text:
    hours = turn.business.policy.hours
    return phrase("hours_now", **({"hours": str(hours)} if hours else {}))


def _lasts(text: str, until: datetime | None) -> Text:
    """Until when: the end that was named, or that there is none where one was named that nobody can read."""
    if until is not None:
        return phrase("stop_until", until=At(until))
    return phrase("stop_without_end") if without_end(text)[1] else ""


def choice(text: str, button: str | None) -> int | None:
    """Which of the two was taken, by number, button or a bare yes or no; None for any other text, a stop among them."""
    return read_choice(text, button, most=LEAVE) if wants_no_sending(text) else one_of_two(text, button)


async def settled(turn: Turn, member: Member, message: Message, question: Question, taken: int) -> Reply:
    """What comes of it. An end that has passed since it was named is none any more: the pause has to be given anew."""
    if taken == LEAVE:
        return Reply(Lines((phrase("sending_goes_on"), phrase("next", command=Ours("/help")))))
    if member.role not in PAUSE.roles:
        return Reply(phrase("stop_not_yours"))
    named = question.data.get(_UNTIL)
    until = datetime.fromisoformat(named) if named else None
    if until is not None and until <= turn.now:
        return Reply(Lines((phrase("stop_end_passed"), phrase("stop_is_by_pause"))))
    return await PAUSE.do(turn, member, message.id, Pause(until))


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
