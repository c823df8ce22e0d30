"""What a person agreed to and took back, for the staff's chat."""

from dataclasses import dataclass
from uuid import UUID

from flows.phrase import Ours, Text
from handlers.actions import evidence, story, why
from handlers.actions.action import Origin
from handlers.turn import Turn
from storage.evidence import Proof

_MOST = 60  # lines of a person that are looked through


@dataclass(frozen=True, slots=True)
class ConsentsOf:
    """What somebody agreed to is asked for."""

    contact: UUID


@dataclass(frozen=True, slots=True)
class Consents:
    """What ``who`` agreed to and took back, act by act, the newest first; ``why`` tells the rest."""

    who: Text
    acts: tuple[list[Proof], ...]
    why: Ours


async def consents_of(turn: Turn, _origin: Origin, command: ConsentsOf) -> Consents:
    """Their acts."""
    person = await turn.unit.people.get(command.contact)
    assert person is not None, "they were found by their name"
    lines = await turn.unit.evidence.page(_MOST, contact=person.id)
    who = await story.called_briefly(turn, person)
    return Consents(who, tuple(evidence.together(lines)), await why.tap(turn, person))
