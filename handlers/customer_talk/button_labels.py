"""Typed labels of buttons, in any language: "haan banaiye" counts as a tap on [Haan, banaiye].

Punctuation and a leading number may be missing. Only the buttons of the last, the quoted and the open question's
message count. An opt-out is never read as a label.
"""

from collections.abc import AsyncIterator
from dataclasses import replace

from handlers.customer_talk.understood_message import UnderstoodMessage
from handlers.engine.turn import Turn
from handlers.replies.customer_intents import Expecting, Intent, read
from handlers.replies.text_normalisation import words
from storage.sending.message import Message
from templates.message_catalogue import CatalogueMessage as Template


async def read_press(turn: Turn, said: UnderstoodMessage) -> UnderstoodMessage:
    """Convert a text that is the label of a button into a tap; return any other text unchanged."""
    kept = said.event.button or said.event.forwarded or said.answered.staffs is not None
    if kept or said.reading.intent is Intent.STOP or not words(said.event.text):
        return said
    names = set(turn.tools.library.names())
    async for one in _list_shown(turn, said):
        template = turn.tools.library.message(one.template) if one.template in names else None
        button = find_button(template, said.event.text) if template is not None else None
        if button is not None:
            return _make_press(said, button)
    return said


def find_button(template: Template, text: str) -> str | None:
    """Return the id of the button with this label, in any of the message's languages; None if no label matches."""
    typed = _fold_label(text)
    answers = [one for one in template.buttons if one.link is None]
    return next((one.id for one in answers if typed in map(_fold_label, one.texts.values())), None)


def _fold_label(label: str) -> tuple[str, ...]:
    """Return the label's words, without a number at the beginning."""
    spoken = tuple(words(label))
    return spoken[1:] if len(spoken) > 1 and spoken[0].isdecimal() else spoken


async def _list_shown(turn: Turn, said: UnderstoodMessage) -> AsyncIterator[Message]:
    """Yield messages that may have the button: only the quoted one, else our last message and the open question's.

    A newer question excludes the open one: "haan" to whether our messages should stop is not the "1 Haan" of a request.
    """
    quoted = await turn.unit.messages.get(said.message.reply_to) if said.message.reply_to else None
    if quoted is not None:
        yield quoted
        return
    last = await turn.unit.messages.find_last_word(said.address.id, said.message.id)
    if last is not None:
        yield last
    asked = said.answered.asked
    another = said.answered.question is not None and last is not None and asked is not None and last.run != asked.run
    if asked is not None and not another:
        for one in reversed(await turn.unit.messages.list_for_run(asked.run)):
            yield one


def _make_press(said: UnderstoodMessage, button: str) -> UnderstoodMessage:
    asked = said.answered.asked
    expecting = Expecting(asked.question.expecting) if asked else Expecting.NOTHING
    reading = read(said.event.text, expecting=expecting, quick=button)
    return replace(said, event=replace(said.event, button=button), reading=reading)
