"""What moves money is shown in numbers first, and done when the same person confirms it within ten minutes.

A deed says what it would do (``plan``) and does it (``do``). What was shown is kept as a hash: where the plan has
changed since, it is shown anew and nothing is done, unless it needs no question any more. Each question is used up by
one conditional update.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from handlers.admins.command import OWNERS, Asked, Reply
from handlers.replies.text import words
from handlers.replies.word_lists import read_sets
from handlers.turn import Turn
from storage.access import Member
from storage.confirmations import Confirmation
from storage.messages import Message

VALID_FOR = timedelta(minutes=10)
"""How long what was shown can be confirmed."""
LEAVE = "Leave it"
_TOKEN_BYTES = 8  # 16 characters of 0-9a-f, which a command to tap may hold
_BUTTON = re.compile(rf"/(do|no)_([0-9a-f]{{{2 * _TOKEN_BYTES}}})(?:@\w+)?", re.IGNORECASE)
_YES, _NO = (read_sets("commands")[answer] for answer in ("do", "leave"))
_RECENT = 40  # messages of a chat among which our question is looked for


@dataclass(frozen=True, slots=True)
class Plan:
    """What a deed would do: ``text`` in numbers, ``label`` the button that does it (at most 20 characters).

    ``harmless`` plans move no money, and are done without a question.
    """

    text: str
    label: str = "Do it"
    harmless: bool = False


@dataclass(frozen=True, slots=True)
class Deed:
    """A command whose doing is confirmed. ``about`` are ids and figures; both functions read the world anew.

    ``plan`` answers with a Reply where nothing can be done; ``do`` is given what the plan before it was made from.
    """

    name: str
    plan: Callable[[Turn, Mapping[str, str]], Awaitable[Plan | Reply]]
    do: Callable[[Turn, Member, Mapping[str, str], UUID], Awaitable[str]]
    roles: frozenset[str] = OWNERS


async def propose(asked: Asked, deed: Deed, about: Mapping[str, str]) -> Reply:
    """Show what the deed would do, to be confirmed by whoever asked; what is harmless is done at once."""
    plan = await deed.plan(asked.turn, about)
    if isinstance(plan, Reply):
        return plan
    if plan.harmless:
        return Reply(await deed.do(asked.turn, asked.member, about, asked.message))
    return await _show(asked.turn, asked.member, deed, about, plan, asked.message)


async def answered(turn: Turn, member: Member, message: Message, text: str, deeds: Mapping[str, Deed]) -> Reply | None:
    """What comes of a message that confirms or declines; None for one that does neither."""
    pressed = _BUTTON.fullmatch(text.strip())
    if pressed is not None:
        token = turn.tools.token_hash(pressed[2].lower())
        return await _settle(turn, member, message, await turn.unit.confirmations.get(token), pressed[1].lower(), deeds)
    word = _word(text)
    if word is None:
        return None
    open_ = await turn.unit.confirmations.open_of(member.id, turn.now)
    if not open_:
        return None
    asked = await _meant(turn, message, open_)
    if asked is None:
        return Reply("Something else came in between. Reply to the question itself, or give the command again.")
    return await _settle(turn, member, message, asked, word, deeds)


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


async def _settle(
    turn: Turn, member: Member, message: Message, asked: Confirmation | None, word: str, deeds: Mapping[str, Deed]
) -> Reply:
    refusal = _refusal(turn, member, asked, deeds)
    if asked is None or refusal is not None:
        return Reply(refusal or "")
    declined = word == "no"
    if not await turn.unit.confirmations.settle(asked.token, member.id, turn.now, declined=declined):
        return Reply("That is done already: it works once.\nNext: /help")
    if declined:
        return Reply("Left as it was: nothing was done.\nNext: /help")
    deed = deeds[asked.deed]
    plan = await deed.plan(turn, asked.about)
    if isinstance(plan, Reply):
        return plan
    if _hash(turn, plan) != asked.shown and not plan.harmless:
        anew = await _show(turn, member, deed, asked.about, plan, message.id)
        return Reply(f"It changed since it was shown, so nothing was done. Now:\n{anew.text}", anew.buttons)
    return Reply(await deed.do(turn, member, asked.about, message.id))


def _refusal(turn: Turn, member: Member, asked: Confirmation | None, deeds: Mapping[str, Deed]) -> str | None:
    """Why it cannot be settled by this person now, in words."""
    if asked is None:
        return "Nothing is to be confirmed by that.\nNext: /help"
    if asked.member != member.id:
        return "Only who was shown it can confirm it. Nothing was done: give the command yourself."
    if asked.used_at is not None:
        how = "You left it as it was" if asked.declined else "That is done already: it works once"
        return f"{how}.\nNext: /help"
    if asked.expires_at <= turn.now:
        minutes = int(VALID_FOR.total_seconds()) // 60
        return f"That was shown more than {minutes} minutes ago, so nothing was done. Give the command again."
    deed = deeds.get(asked.deed)
    if deed is None or member.role not in deed.roles:
        return "You may not do that any more. Nothing was done."
    return None


async def _show(turn: Turn, member: Member, deed: Deed, about: Mapping[str, str], plan: Plan, message: UUID) -> Reply:
    token = secrets.token_hex(_TOKEN_BYTES)
    hashed = turn.tools.token_hash(token)
    question = Confirmation(
        hashed, member.id, deed.name, about, _hash(turn, plan), message, turn.now, turn.now + VALID_FOR
    )
    await turn.unit.confirmations.ask(question)
    minutes = int(VALID_FOR.total_seconds()) // 60
    text = f"{plan.text}\nNothing is done yet. You have {minutes} minutes."
    return Reply(text, ((f"/do_{token}", f"1 {plan.label}"), (f"/no_{token}", f"2 {LEAVE}")))


def _hash(turn: Turn, plan: Plan) -> str:
    """What was shown, so that a figure that moved since is seen."""
    return hashlib.sha256(f"{turn.business.id}\n{plan.text}".encode()).hexdigest()
