"""Messages with no meaning: a lone picture, letters that form no word, an invisible text.

The first one gets an answer, and the staff is not involved.
"""

from __future__ import annotations

import re
from datetime import timedelta

from handlers.customer_talk.understood_message import UnderstoodMessage, say
from handlers.engine.turn import Turn
from handlers.replies.customer_acts import ActKind
from handlers.replies.customer_intents import Intent
from handlers.replies.known_words import is_known
from handlers.replies.nods import is_nod
from handlers.replies.text_normalisation import words
from handlers.staff_notices import handover
from storage.sending.message import Message

HOUR = timedelta(hours=1)
_LETTERS = re.compile(r"[a-z]{4,}")
_SOUNDS = re.compile(r"[cstkgpbdj]h")  # two letters for one sound: "achchha", "Schwarz"
_CLUSTER = re.compile(r"[bcdfghjklmnpqrstvwxz]{4,}")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_RUN = 4  # neighbouring letters of a keyboard
# Pictures that may mean "no more" or anger: a person looks.
_SPEAKING = frozenset("🛑🚫⛔✋🤚🖐👎🖕😡🤬😠💢❌❎🆘📵🔇🙅☠💀😤🙄😢😭💔")


async def answer_noise(turn: Turn, said: UnderstoodMessage) -> bool:
    """Answer a meaningless message; return True if it was one. A repeat within the hour, or one from a waiting
    customer, may have a meaning, so it is not handled here."""
    if said.reading.intent is not Intent.UNCLEAR or said.event.button or said.message.media:
        return False
    waits = await handover.is_waiting(turn, said.address)
    if waits and said.act.kind is ActKind.UNCLEAR and said.event.text.strip():
        await say(turn, said, "already_open", values={"nudges": "yes"})
        return True
    if waits or not is_noise(said.event.text) or await _is_repeated(turn, said.message):
        return False
    await say(turn, said, "not_understood")
    return True


def is_noise(text: str) -> bool:
    """Return True if a text is only pictures, or one impossible word, or has no word in it."""
    said = words(text)
    if not said:
        return True
    if "?" in text or is_nod(text):
        return False
    if not any(letter.isalnum() for letter in text):
        return _SPEAKING.isdisjoint(text)
    return len(said) == 1 and _is_no_word(said[0])


def _is_no_word(word: str) -> bool:
    if not _LETTERS.fullmatch(word) or is_known(word):
        return False
    return _CLUSTER.search(_SOUNDS.sub("h", word)) is not None or _is_run(word)


def _is_run(word: str) -> bool:
    """Return True if the letters are neighbours on the keyboard, typed by sliding along it."""
    return any(word[at : at + _RUN] in row for row in _ROWS for at in range(len(word) - _RUN + 1))


async def _is_repeated(turn: Turn, message: Message) -> bool:
    thread = await turn.unit.messages.thread(message.address)
    lately = (one for one in thread if one.by_person and one.id < message.id)
    return any(
        is_noise(one.text or "") and not one.media for one in lately if one.created_at > message.created_at - HOUR
    )
