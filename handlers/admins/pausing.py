"""/pause and /resume: everything but answers, opt-out confirmations and staff chat stops, at once."""

from flows.phrase import At, Lines, Phrase, Text, phrase, tap
from handlers.actions.pausing import Pause, Paused, Resume, Resumed, pause, resume
from handlers.admins.command import OWNERS, Command
from handlers.replies.errands import Errand
from templates import formats


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
    near=("stop", "sending", "silence", "detener", "rok", "band", "रोक"),
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
    near=("start", "continue", "again", "unmute", "seguir", "chalu", "shuru", "शुरू"),
    takes=Resume,
    does=resume,
    says=_resumed,
    roles=OWNERS,
    dangerous=True,
    errands=(Errand.RESUME,),
)
