"""What moves money is shown in numbers first, and done when the same person confirms it within ten minutes.

What is confirmed is the value of a command with a preview, kept with a hash of the preview's names and figures: where
one has changed since, it is shown anew and nothing is done, unless it needs no question any more. Each question is used
up by one conditional update.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from flows.phrase import Lines, Ours, Text, phrase
from handlers.actions.action import Preview, Refused
from handlers.admins import doing
from handlers.admins.command import Asked, Command, Reply
from handlers.replies.text import words
from handlers.replies.word_lists import read_sets
from handlers.turn import Turn
from storage import codec
from storage.access import Member
from storage.confirmations import Confirmation
from storage.messages import Message

VALID_FOR = timedelta(minutes=10)
"""How long what was shown can be confirmed."""
_MINUTES = int(VALID_FOR.total_seconds()) // 60
_TOKEN_BYTES = 8  # 16 characters of 0-9a-f, which a command to tap may hold
_BUTTON = re.compile(rf"/(do|no)_([0-9a-f]{{{2 * _TOKEN_BYTES}}})(?:@\w+)?", re.IGNORECASE)
_YES, _NO = (read_sets("commands")[answer] for answer in ("do", "leave"))
_RECENT = 40  # messages of a chat among which our question is looked for


async def show(command: Command, asked: Asked, value: Any) -> Reply:
    """Show what a command would do, to be confirmed by whoever gave it; what is harmless is done at once."""
    preview = await _preview(asked.turn, command, value)
    if isinstance(preview, Refused):
        return Reply(preview.text)
    if preview.harmless:
        return await doing.do(command, asked.turn, asked.member, asked.message, value)
    return await _show(asked.turn, asked.member, command, value, preview, asked.message)


async def _preview(turn: Turn, command: Command, value: Any) -> Preview | Refused:
    assert command.preview is not None, "a command without one is done at once"
    return await command.preview(turn, value)


def _value(command: Command, about: Mapping[str, Any]) -> Any:
    """The command's value as it was kept."""
    assert command.takes is not None, "what is previewed takes a value"
    return codec.load(command.takes, json.dumps(about))


async def answered(turn: Turn, member: Member, message: Message, text: str) -> Reply | None:
    """What comes of a message that confirms or declines; None for one that does neither."""
    pressed = _BUTTON.fullmatch(text.strip())
    if pressed is not None:
        token = turn.tools.token_hash(pressed[2].lower())
        return await _settle(turn, member, message, await turn.unit.confirmations.get(token), pressed[1].lower())
    word = _word(text)
    if word is None:
        return None
    open_ = await turn.unit.confirmations.open_of(member.id, turn.now)
    if not open_:
        return None
    asked = await _meant(turn, message, open_)
    if asked is None:
        return Reply(phrase("confirm_between"))
    return await _settle(turn, member, message, asked, word)


def _word(text: str) -> str | None:
    """A bare yes or no, as people on WhatsApp write it."""
    bare = " ".join(words(text))
    return "do" if bare in _YES else "no" if bare in _NO else None


async def _meant(turn: Turn, message: Message, open_: Sequence[Confirmation]) -> Confirmation | None:
    """The one question that a bare word can mean: what it quotes, else the last, where nothing was said to them since.

    Of two that are open it answers one, and never both.
    """
    thread = [one for one in await turn.unit.messages.thread(message.address, _RECENT) if one.direction == "out"]
    said = [one for one in thread if one.id < message.id]
    ours = {one.reply_to: one for one in said if one.reply_to is not None}
    if message.reply_to is not None:
        quoted = next((command for command, one in ours.items() if one.id == message.reply_to), None)
        return next((one for one in open_ if one.message == quoted), None)
    last = ours.get(open_[0].message)
    return open_[0] if last is not None and last.id == max(one.id for one in said) else None


async def _settle(turn: Turn, member: Member, message: Message, asked: Confirmation | None, word: str) -> Reply:
    refusal = _refusal(turn, member, asked)
    if asked is None or refusal is not None:
        return Reply(refusal or Ours())
    declined = word == "no"
    if not await turn.unit.confirmations.settle(asked.token, member.id, turn.now, declined=declined):
        return Reply(_then_help(phrase("confirm_done_already")))
    if declined:
        return Reply(_then_help(phrase("confirm_left")))
    command = turn.tools.conversations.commands.named[asked.deed]
    try:
        value = _value(command, asked.about)
    except ValidationError:  # a release before asked for it in other words
        return Reply(phrase("confirm_of_before"))
    preview = await _preview(turn, command, value)
    if isinstance(preview, Refused):
        return Reply(preview.text)
    if _hash(turn, preview) != asked.shown and not preview.harmless:
        anew = await _show(turn, member, command, value, preview, message.id)
        return Reply(Lines((phrase("confirm_changed"), anew.text)), anew.buttons)
    return await doing.do(command, turn, member, message.id, value)


def _refusal(turn: Turn, member: Member, asked: Confirmation | None) -> Text | None:
    """Why it cannot be settled by this person now."""
    if asked is None:
        return _then_help(phrase("confirm_nothing"))
    if asked.member != member.id:
        return phrase("confirm_not_yours")
    if asked.used_at is not None:
        return _then_help(phrase("confirm_was_left" if asked.declined else "confirm_done_already"))
    if asked.expires_at <= turn.now:
        return phrase("confirm_too_late", minutes=_MINUTES)
    command = turn.tools.conversations.commands.named.get(asked.deed)
    if command is None or command.preview is None:
        return phrase("confirm_of_before")
    if member.role not in command.roles:
        return phrase("confirm_may_not")
    return None


async def _show(turn: Turn, member: Member, command: Command, value: Any, preview: Preview, message: UUID) -> Reply:
    token = secrets.token_hex(_TOKEN_BYTES)
    hashed, about = turn.tools.token_hash(token), json.loads(codec.dump(value))
    question = Confirmation(
        hashed, member.id, command.name, about, _hash(turn, preview), message, turn.now, turn.now + VALID_FOR
    )
    await turn.unit.confirmations.ask(question)
    text = Lines((preview.text, phrase("confirm_nothing_yet", minutes=_MINUTES)))
    labels = [Lines((Ours("1"), preview.label), between=" "), Lines((Ours("2"), phrase("confirm_leave")), between=" ")]
    return Reply(text, ((f"/do_{token}", labels[0]), (f"/no_{token}", labels[1])))


def _hash(turn: Turn, preview: Preview) -> str:
    """What was shown, whatever language it was said in, so that a figure that moved since is seen."""
    return hashlib.sha256(f"{turn.business.id}\n{preview.text!r}".encode()).hexdigest()


def _then_help(text: Text) -> Text:
    return Lines((text, phrase("next", command=Ours("/help"))))
