"""A stranger who commands campaigns in plain words: "pause all campaigns", "launch diwali to vip".

Only what no customer says is one: a wish to stop or to cancel is a customer's, whatever stands beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flows.channels import CHANNELS
from flows.folding import folded
from handlers import slash
from handlers.customer_talk import trespassing
from handlers.customer_talk.said import Said
from handlers.replies.text import words
from handlers.turn import Turn
from storage.campaigns.campaigns import Campaigns

_LATEST, _MOST_WORDS = 100, 14
_LAUNCHES = frozenset("launch relaunch lanza lanzar".split())  # noqa: SIM905
_PAUSES = frozenset("pause unpause resume pausa pausar reanuda reanudar".split())  # noqa: SIM905
_CAMPAIGNS = frozenset("campaign campaigns campana campanas कैंपेन".split())  # noqa: SIM905
_ALL = frozenset("all every todas sab saare saari सब".split())  # noqa: SIM905
_BESIDE = frozenset("the la las now ahora abhi please pls por favor right karo kar do करो कर दो".split())  # noqa: SIM905
_BEHIND = frozenset("to para ko at on now tomorrow today tonight ahora kal friday saturday sunday monday".split())  # noqa: SIM905
"""What goes on behind the name of a campaign that is launched."""


async def commanded(turn: Turn, said: Said) -> bool:
    """Whether a stranger commanded a campaign in plain words: nobody answers them, and the owner hears of it."""
    event = said.event
    if said.answered.question is not None or event.button or event.media or slash.command(event.text) is not None:
        return False
    spoken = words(event.text)
    if not CHANNELS[event.channel].proves_writer or "?" in event.text or not may_command(spoken):
        return False
    names = [one.name for one in await turn.unit.of(Campaigns).page(_LATEST)]
    return commands(spoken, names) and await trespassing.refuse(turn, said)


def may_command(spoken: Sequence[str]) -> bool:
    """Whether some words hold a verb of a command: the campaigns are asked for then alone."""
    return 1 < len(spoken) <= _MOST_WORDS and not (_LAUNCHES | _PAUSES).isdisjoint(map(folded, spoken))


def commands(spoken: Sequence[str], names: Collection[str]) -> bool:
    """Whether some words command all campaigns, or one of these names, and say nothing else."""
    said = [folded(word) for word in spoken]
    rest = [word for word in said if word not in _BESIDE]
    verbs = [word for word in rest if word in _LAUNCHES | _PAUSES]
    if len(verbs) != 1:
        return False
    left = [word for word in rest if word not in verbs]
    if not _CAMPAIGNS.isdisjoint(left) and not _ALL.isdisjoint(left) and not set(left) - _CAMPAIGNS - _ALL:
        return True
    behind = [word for word in left if word not in _CAMPAIGNS]
    return any(_is_about(behind, [folded(one) for one in words(name)], verbs[0]) for name in names)


def _is_about(behind: Sequence[str], name: Sequence[str], verb: str) -> bool:
    """Whether nothing but that campaign is named, or is said to be launched to somebody or at a moment."""
    if not name or list(behind[: len(name)]) != list(name):
        return False
    rest = behind[len(name) :]
    return not rest or (verb in _LAUNCHES and rest[0] in _BEHIND)
