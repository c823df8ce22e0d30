"""Ready-made answers if no run is open: to a greeting, thanks, a no, "who is this"."""

from collections.abc import Mapping
from typing import Any

from handlers.customer_talk.answered_message import TALK
from handlers.customer_talk.understood_message import UnderstoodMessage
from handlers.engine.turn import Turn
from handlers.replies.customer_acts import ActKind
from handlers.replies.nods import is_nod
from handlers.replies.sender_questions import asks_who_we_are
from handlers.replies.text_normalisation import words

THANKS = "thanks"


async def answer(turn: Turn, said: UnderstoodMessage) -> tuple[str | None, Mapping[str, Any]]:
    """Return the template that answers with its values; None if a person has to answer."""
    act = said.act.kind
    if act is ActKind.PERSON and asks_who_we_are(said.event.text):
        return "about_us", {}
    if act is ActKind.THANKS or (act is ActKind.YES and await _nods(turn, said)):
        return THANKS, {}
    if act is ActKind.GREETING:
        return "greeting", {"sells": "yes"} if await turn.unit.products.list_some(1) else {}
    if act is ActKind.NO and said.exact is None:
        return None, {}
    return {ActKind.NO: "no_thanks", ActKind.LATER: "no_reminder"}.get(act), {}


async def was_thanked(turn: Turn, said: UnderstoodMessage) -> bool:
    """Return True if our last recent message was a reply to thanks."""
    last = await turn.unit.messages.find_last_word(said.address.id, said.message.id)
    return last is not None and last.template == THANKS and last.created_at > turn.now - TALK


async def _nods(turn: Turn, said: UnderstoodMessage) -> bool:
    """Return True for a repeated yes when nothing is open: a thumbs-up, "ok", "haan bhej do".

    If we have never written to the writer, the yes is about something else, perhaps a question on another channel, so a
    person has to look.
    """
    if not words(said.event.text) or (said.answered.asked is None and is_nod(said.event.text)):
        return True
    silent = said.answered.asked is None and said.is_brief
    return silent and await turn.unit.messages.find_last_word(said.address.id, said.message.id) is not None
