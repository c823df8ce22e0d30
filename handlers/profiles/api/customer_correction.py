"""The correction of a customer's data on their request (GDPR, article 16)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flows.engine import Subject
from handlers.actions.action import Origin, Refused
from handlers.engine.turn import Turn
from handlers.privacy.privacy_deeds import CORRECTED
from handlers.profiles.api.customer_update import DetailsTold, change_details
from storage.people.people import Contact


class WhyNotCorrected(StrEnum):
    """The reasons why data is not corrected."""

    STAFF = "correct_of_staff"
    UNREAD = "correct_unread"


async def correct(turn: Turn, origin: Origin, person: Contact, fields: Mapping[str, Any]) -> None:
    """Store corrected ``fields``, which no news of a system replaces. The audit names the fields, not the values.

    Raises Refused for the staff and shopkeepers, ApiRefused or ValueError for an invalid value.
    """
    await turn.unit.people.hold(person.id)
    if await turn.unit.people.find_staffed([person.id]):
        raise Refused(WhyNotCorrected.STAFF)
    details = {name: value for name, value in fields.items() if name != "language"}
    await change_details(turn, person, DetailsTold(**details), corrects=True)
    if language := fields.get("language"):
        await turn.unit.people.write_in(person.id, language)
    about = Subject("contact", person.id)
    await turn.unit.access.log(origin.by, CORRECTED, turn.now, about, fields=" ".join(sorted(fields)))
