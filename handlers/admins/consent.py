"""/consent: what a person agreed to and took back, and what they had read before; numbers and pages are left out."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.actions import evidence, story, why
from handlers.admins.command import OWNERS, Asked, Command, Reply
from handlers.admins.whom import whom
from handlers.turn import Turn
from storage.evidence import Proof
from storage.people import Contact
from templates.values import quoted

_MOST = 60  # lines of a person that are looked through
_ROOM = 560  # characters for the acts, of the 700 of an answer
_SHOWN = 160  # characters of what they had read
_EXAMPLE = "Whose consent? Their name or the end of their number: /consent_0123"
_MORE = "All of it, with what proves it: parley consent"


async def consent(asked: Asked) -> str | Reply:
    """The person whom the words name, or which of several."""
    found = await whom(asked, "consent", _EXAMPLE)
    return found if isinstance(found, Reply) else await _told(asked.turn, found)


async def _told(turn: Turn, person: Contact) -> str:
    lines = await turn.unit.evidence.page(_MOST, contact=person.id)
    head = await story.called_briefly(turn, person)
    if not lines:
        return f"{head}: they agreed to nothing, and took nothing back.\nNext: {await why.tap(turn, person)}"
    return "\n".join([f"{head}, the newest first:", *_acts(turn, lines), _MORE])


def _acts(turn: Turn, lines: Sequence[Proof]) -> list[str]:
    """As many of the newest as there is room for, at least one."""
    told: list[str] = []
    acts = evidence.together(lines)
    for act in acts:
        text = _act(turn, act)
        if told and len("\n".join([*told, text])) > _ROOM:
            break
        told.append(text)
    left = len(acts) - len(told)
    return [*told, f"(and {left} earlier)"] if left else told


def _act(turn: Turn, act: Sequence[Proof]) -> str:
    at, shown = act[0].at.astimezone(turn.zone), act[0].shown
    text = f"{at:%a} {at.day} {at:%b %Y %H:%M} {evidence.tell(act)}."
    return text if shown is None else f'{text} Read: "{quoted(shown.text, _SHOWN)}" ({evidence.wording(act[0])})'


CONSENT = Command(
    name="consent",
    aliases=("consents",),
    usage="/consent",
    help="what a customer agreed to, when, how, and what they had read",
    run=consent,
    roles=OWNERS,
    topic="people",
)
