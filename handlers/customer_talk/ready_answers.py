"""What is answered without a person where no run goes on: a greeting, thanks, a no, who writes."""

from collections.abc import Mapping
from typing import Any

from handlers.customer_talk.said import Said
from handlers.replies.about_us import asks_who_we_are
from handlers.replies.intents import Intent
from handlers.replies.text import words
from handlers.turn import Turn


async def answer(turn: Turn, said: Said) -> tuple[str | None, Mapping[str, Any]]:
    """The template that answers without a person, with its values; None for what needs one."""
    intent = said.reading.intent
    if asks_who_we_are(said.event.text):
        return "about_us", {}
    if intent is Intent.THANKS or (intent is Intent.YES and await _nods(turn, said)):
        return "thanks", {}
    if intent is Intent.GREETING:
        return "greeting", {"sells": "yes"} if await turn.unit.products.some(1) else {}
    if intent is Intent.NO and said.exact is None:
        return None, {}
    return {Intent.NO: "no_thanks", Intent.LATER: "no_reminder"}.get(intent), {}


async def _nods(turn: Turn, said: Said) -> bool:
    """Whether a yes answers nothing that is open: a thumb up, "ok", "haan bhej do" once more.

    Somebody to whom we never wrote means something else, perhaps what we asked them elsewhere: a person has to look.
    """
    if not words(said.event.text):
        return True
    silent = said.answered.asked is None and said.is_brief
    return silent and await turn.unit.messages.last_word(said.address.id, said.message.id) is not None
