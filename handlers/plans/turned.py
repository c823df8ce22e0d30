"""What of a plan's name and of what turns it on or off is said in a few words: "welcome off", "pause welcome"."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flows.folding import folded
from flows.phrase import phrase, tap
from flows.plans.ready import READY_PLANS
from handlers.admins import suggesting
from handlers.admins.command import Reply
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


async def names_of(turn: Turn) -> Collection[str]:
    """The names of all plans but those of the settings."""
    return {one.name for one in await turn.unit.of(KeptPlans).all()} | READY_PLANS.keys()


def suggested(does: str, name: str) -> Reply:
    """The question whether a plan is to be turned over."""
    meant_so = phrase("campaign_meant", command=tap("plan", does, name))
    return suggesting.of(meant_so, f"plan {does} {name}")


def turned(said: Sequence[str], names: Collection[str]) -> tuple[str, str] | None:
    """What is to be done, "stop" or "start", with the plan that is named; None where anything else is said."""
    does = done(said)
    if does is None:
        return None
    rest = "".join(word for word in map(folded, said) if word not in _DOES[does] | _BESIDE)
    name = next((one for one in names if folded(one).replace("_", "") == rest), None)
    return None if name is None else (does, name)


def done(said: Sequence[str]) -> str | None:
    """The one thing to be done that some words name."""
    does = [what for what, verbs in _DOES.items() if verbs.intersection(map(folded, said))]
    return does[0] if len(does) == 1 else None
