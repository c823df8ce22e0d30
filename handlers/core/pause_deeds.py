"""/undo of a pause or its end: it is refused and names the opposite command.

An ambiguous word must trigger neither. A pause with an end expires on its own, and its author gets a message.
"""

from enum import StrEnum
from uuid import UUID

from flows.actor import SYSTEM
from flows.engine import Decision, Subject
from flows.phrase import Lines, Ours, phrase
from flows.policy.departure_facts import Kind
from flows.sending_pause import Ends, PauseFacts, SendAgain
from handlers.actions.action import Refused
from handlers.actions.business_pause import PAUSED, RESUMED, come_to_its_end
from handlers.conversation import Reversal, Undoing
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.person_language import speech_to
from handlers.engine.turn import Turn
from handlers.staff_notices import alerts
from storage.businesses.deeds import Deed
from storage.events.runs import Run


class PauseStays(StrEnum):
    """The reasons why /undo cannot reverse a pause or its end; the text explains the opposite command."""

    PAUSED = "undo_of_pause"
    RESUMED = "undo_of_resume"
    OVER = "undo_of_pause_over"


async def _refuse(turn: Turn, deed: Deed) -> Reversal:
    """Refuse the undo, and name the opposite command. Always raises Refused."""
    paused = turn.tenant.paused_at is not None
    if (deed.kind == PAUSED) is not paused:
        raise Refused(PauseStays.OVER, {"paused": True} if paused else {})
    if paused:
        raise Refused(PauseStays.PAUSED, {"command": Ours("/resume")})
    raise Refused(PauseStays.RESUMED, {"command": Ours("/pause")})


async def load_facts(turn: Turn, _contact: UUID, _subject: Subject | None, _event: object) -> PauseFacts:
    """Load the facts: whether the business is paused."""
    return PauseFacts(turn.tenant.paused_at is not None)


async def write(turn: Turn, run: Run, _before: Ends | None, decision: Decision[Ends]) -> None:
    """Release the waiting messages at the end of a pause, and report the end to the author."""
    if run.contact is None or not any(isinstance(effect, SendAgain) for effect in decision.effects):
        return
    waiting, chat = await come_to_its_end(turn, SYSTEM), await alerts.find_chat(turn, run.contact)
    if chat is not None and await turn.unit.access.member_of(run.contact) is not None:
        said = Lines((phrase("pause_is_over", waiting=waiting), phrase("next", command=Ours("/stats_today"))))
        text = (await speech_to(turn, chat)).say(said)
        await post(turn, chat, OutboundMessage(f"{run.id}:over", Kind.STAFF, text=text))


# Only the latest row counts: the pause before an end of it is over.
UNDOES = Undoing.of_rows("pause", dict.fromkeys((PAUSED, RESUMED), _refuse), alone=True)
