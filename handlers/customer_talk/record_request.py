"""A customer asks for a copy of their data: the staff gets the request with its deadline, the customer the date.

The law gives a month (GDPR art. 12(3) and 15, India's DPDP Act s. 11). Only a text that says so in so many words is
read; anything else goes to a person as a question.
"""

from __future__ import annotations

import re

from flows.events import DataRequested
from flows.events.people import NOBODY
from handlers import own_events
from handlers.customer_talk.said import Said, say
from handlers.deadlines import WITHIN
from handlers.turn import Turn

_LONGEST = 150  # characters of such a request
_REQUESTS = (
    r"\b(?:send|show|give|export|download|copy of|access to|get|see|want)\b"
    r"(?: me)?(?: a copy of)?(?: all)?(?: of)? my (?:own |personal )*data\b",
    r"\b(?:what|which|all) (?:personal )?(?:data|information) (?:do |that )?(?:you|u)"
    r" (?:have|hold|keep|store|know)\w* (?:about|on|of) me\b",
    r"\b(?:subject access request|dsar|gdpr (?:access|data) request)\b",
    r"\b(?:env[ií]\w*|m[aá]nd\w*|mu[eé]str\w*|d[ae]\w*|quiero)\b(?: una copia de)?(?: todos)? mis datos\b",
    r"\bqu[eé] datos (?:\w+ )?(?:tienen?s?|guardan?s?) (?:de|sobre) m[ií]\b",
    r"\bmera (?:saara |sara |pura )?data (?:bhej|dikha|do\b|chahiye)",
    r"मेरा (?:सारा |पूरा )?(?:डेटा|डाटा) (?:भेज|दिखा|दो|दीजिए|चाहिए)",
)
_REQUEST = re.compile("|".join(_REQUESTS), re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:don'?t|do not|no|not|never|mat|na|delete|erase|borr\w*|elimin\w*)\b|मत|हटा|मिटा", re.IGNORECASE
)


def asks_for_record(text: str) -> bool:
    """Return True if a text asks for a copy of the writer's data."""
    plain = " ".join(text.replace("’", "'").split())
    return len(plain) <= _LONGEST and bool(_REQUEST.search(plain)) and not _DENIED.search(plain)


async def answered(turn: Turn, said: Said) -> bool:
    """Pass a request for the writer's data to the staff, and say by when it is answered; False for other texts."""
    if said.event.forwarded or not asks_for_record(said.event.text):
        return False
    request = DataRequested(NOBODY, (), said.message.created_at)
    await own_events.emit(turn, said.address.contact, request, f"record:{said.message.id}")
    await say(turn, said, "record_asked", values={"until": turn.now + WITHIN})
    return True
