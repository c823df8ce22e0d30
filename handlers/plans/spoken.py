"""A plan by its name in the staff's own words, with what turns it on or off: "pause welcome", "welcome band karo".

It is asked about, and done by a tap or a yes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flows.folding import folded
from flows.phrase import phrase, tap
from flows.plans.ready import READY_PLANS
from handlers import slash
from handlers.admins import suggesting
from handlers.admins.command import OWNERS, Reply
from handlers.admins.saying import say
from handlers.conversation import Written
from handlers.replies.text import words
from handlers.turn import Turn
from storage.plans.kept import KeptPlans

_DOES = {
    "stop": frozenset(
        "stop pause off end halt hold para pausa deten apaga apagar desactiva roko rok band बंद रोको".split()  # noqa: SIM905
    ),
    "start": frozenset("start on resume begin activa enciende empieza chalu shuru चालू शुरू".split()),  # noqa: SIM905
}
_BESIDE = frozenset(
    "plan the my our please pls turn switch el la los de del por favor ko ka ki karo kar do dijiye को करो कर दो".split()  # noqa: SIM905
)
_MOST_WORDS = 10


async def meant(turn: Turn, written: Written) -> bool:
    """Whether a member of the staff says that a plan shall go on or stop; the command for it is suggested."""
    member, message, text = written.member, written.message, written.event.text.strip()
    if member is None or member.role not in OWNERS or not written.is_sent_alone or written.event.button is not None:
        return False
    said = words(text)
    if message.reply_to is not None or slash.command(text) is not None or not 1 < len(said) <= _MOST_WORDS:
        return False
    if _done(said) is None:  # no names are loaded for all else
        return False
    found = turned(said, await names_of(turn))
    if found is None:
        return False
    await say(turn, written.address, message, "plan", suggested(*found))
    return True


async def names_of(turn: Turn) -> Collection[str]:
    """The names of all plans but those of the settings."""
    return {one.name for one in await turn.unit.of(KeptPlans).all()} | READY_PLANS.keys()


def suggested(does: str, name: str) -> Reply:
    """The question whether a plan is to be turned over."""
    meant_so = phrase("campaign_meant", command=tap("plan", does, name))
    return suggesting.of(meant_so, f"plan {does} {name}")


def turned(said: Sequence[str], names: Collection[str]) -> tuple[str, str] | None:
    """What is to be done, "stop" or "start", with the plan that is named; None where anything else is said."""
    does = _done(said)
    if does is None:
        return None
    rest = "".join(word for word in map(folded, said) if word not in _DOES[does] | _BESIDE)
    name = next((one for one in names if folded(one).replace("_", "") == rest), None)
    return None if name is None else (does, name)


def _done(said: Sequence[str]) -> str | None:
    """The one thing to be done that some words name."""
    does = [what for what, verbs in _DOES.items() if verbs.intersection(map(folded, said))]
    return does[0] if len(does) == 1 else None
