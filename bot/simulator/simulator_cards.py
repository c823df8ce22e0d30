"""Customers on a sandbox's page: the staff's card of a customer, next to the customer's phone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from bot.simulator.simulator_state import Shown
from bot.web.web_server import Part
from flows.phrase import Text
from handlers.engine.person_language import load_speech
from handlers.engine.turn import Turn
from handlers.profiles.customer_card import load_card
from storage.sending.message import Message

if TYPE_CHECKING:
    from bot.app import Service


def _parts(_service: Service) -> Iterable[Part]:
    return ()


async def _people(_turn: Turn, _people: Sequence[UUID]) -> Mapping[UUID, Mapping[str, Any]]:
    return {}


async def _thread(turn: Turn, contact: UUID | None) -> Mapping[str, Any]:
    """Return the card of a customer, in English like the page; staff, partners and erased people have none."""
    person = None if contact is None else await turn.unit.people.get(contact)
    if person is None or person.erased_at is not None or await turn.unit.people.find_staffed([person.id]):
        return {"card": None}
    told, speech = await load_card(turn, person), load_speech(turn, "en")

    def say_all(lines: Sequence[Text]) -> list[str]:
        return [text for text in map(speech.say, lines) if text]

    return {
        "card": {
            "head": speech.say(told.head),
            "facts": say_all(told.facts),
            "agreed": speech.say(told.agreed),
            "notes": say_all(told.notes),
            "words": say_all(told.words),
        }
    }


def _message(_message: Message) -> Mapping[str, Any]:
    return {}


async def _find_person(_turn: Turn, _run: UUID) -> str | None:
    return None


SHOWN = Shown(_parts, _people, _thread, _message, _find_person)
