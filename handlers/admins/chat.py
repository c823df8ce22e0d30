"""What the staff write in their chat: an answer to a customer, a command, or something we did not catch."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from flows.events import MessageReceived
from flows.phrase import Lines, Ours, Text, phrase
from handlers import slash
from handlers.admins import confirming, either, errands, halting, saying, today, unaddressed, unread
from handlers.admins.command import Asked, Command, Reply
from handlers.admins.examples import filled, filling, help_of
from handlers.admins.hearing import in_other_words
from handlers.admins.help import usages
from handlers.admins.obeying import TalkError, obey
from handlers.admins.passing_on import asker, handed_over, pass_on
from handlers.admins.saying import say
from handlers.admins.undoing import UNDO
from handlers.replies import commands as spoken
from handlers.replies.bare_answers import objects
from handlers.replies.choices import read_choice
from handlers.replies.greeting import asks_for_news, is_greeting
from handlers.replies.sending import wants_no_sending
from handlers.replies.text import words
from handlers.turn import Turn
from storage.access import Member
from storage.messages import Message
from storage.questions import Question

if TYPE_CHECKING:
    from handlers.conversation import Written

_UNDOES = (UNDO.name, *UNDO.aliases, *UNDO.near)
_CONFIRMED, _SENDING, _TODAY = "confirmed", "sending", "today"


async def commanded(turn: Turn, written: Written) -> bool:
    """Whether a member of the staff wrote, in their own chat: always answered, but for what only a machine writes."""
    address, message, event, member = written.address, written.message, written.event, written.member
    if member is None:
        return False
    pressed = event.button if event.button and event.button.startswith("/") else None
    text = (pressed or event.text).strip()
    question = None if text.startswith("/") else await handed_over(turn, message)
    if question is not None:
        typed = await _command_in(turn, written)
        if typed is None:
            assert question.about is not None, "it was handed over"
            await pass_on(turn, address, question.about, message)
        else:
            await say(turn, address, message, "either", either.ask(message, typed, await asker(turn, question)))
        return True
    name, reply = await _answer(turn, member, message, event, text)
    asked = written.question
    is_open = asked is not None and asked.answered_at is None and not asked.stays
    if asked is not None and is_open and name == _TODAY:
        await _beside(turn, written, asked, _TODAY, reply)
    elif asked is not None and is_open and name is None and _may_stay(asked, reply, text):
        if await unread.may_answer(turn, address, message):
            await _beside(turn, written, asked, unread.UNREAD, reply)
    elif name or await unread.may_answer(turn, address, message):
        await say(turn, address, message, name or unread.UNREAD, reply)
    return True


def _may_stay(question: Question, reply: Reply, text: str) -> bool:
    """Whether what a command shows may stay open behind the answer to a text that nobody understands: not where the
    text may speak against it, for the next "ok" would do it."""
    return _is_shown(question) and reply.confirms is None and not objects(text)


def _is_shown(question: Question) -> bool:
    """Whether a question is what a command shows before it is done."""
    return question.expects == confirming.CONFIRM


async def _beside(turn: Turn, written: Written, question: Question, name: str, reply: Reply) -> None:
    """A greeting, or what nobody understands, breaks no dialogue: what was asked before it is still open behind the
    answer, and may be confirmed."""
    text = Lines((reply.text, phrase("confirm_still_open"))) if _is_shown(question) else reply.text
    await say(turn, written.address, written.message, name, replace(reply, text=text), goes_on=question)


async def replied(turn: Turn, written: Written) -> bool:
    """Whether a member of the staff replies, in words, to what was handed over to them."""
    text, quotes = written.event.text.strip(), written.message.reply_to is not None
    unread = not quotes or written.event.media or not text or text.startswith("/")
    return not unread and await _command_in(turn, written) is None and await commanded(turn, written)


async def told_which(turn: Turn, written: Written) -> bool:
    """Whether a member of the staff says if a reply of theirs was a command, or the answer to a customer."""
    message, event, question, member = written.message, written.event, written.question, written.member
    if member is None or question is None or event.forwarded or event.edited or event.media:
        return False
    choice = read_choice(event.text, event.button, most=either.ANSWER)
    if choice is None:
        return False
    reply, typed = await either.of(turn, question)
    handed = await handed_over(turn, reply) if reply is not None else None
    if reply is None or handed is None or question.answered_at is not None:
        await say(turn, written.address, message, "either", phrase("confirm_done_already"))
    elif choice == either.ANSWER:
        assert handed.about is not None, "it was handed over"
        await pass_on(turn, written.address, handed.about, reply)
    else:
        name, said = await _obey(turn, member, reply, typed)
        await say(turn, written.address, message, name or unread.UNREAD, said)
    return True


async def told_to_whom(turn: Turn, written: Written) -> bool:
    """Whether a member of the staff says if words of theirs were for the customer who waits."""
    event, question, member = written.event, written.question, written.member
    if member is None or question is None or event.forwarded or event.edited or event.media:
        return False
    customer = unaddressed.chosen(question, event.text, event.button)
    if customer is None:
        return False
    words_ = await unaddressed.words_of(turn, question)
    if question.answered_at is not None:
        await say(turn, written.address, written.message, _CONFIRMED, phrase("confirm_done_already"))
    elif isinstance(customer, bool) or words_ is None or not await unaddressed.still_waits(turn, customer):
        await say(turn, written.address, written.message, _CONFIRMED, unaddressed.not_sent())
    else:
        await pass_on(turn, written.address, customer, words_)
    return True


async def completed(turn: Turn, written: Written) -> bool:
    """Whether a member of the staff says the rest of a command that was asked back, and no other command.

    What gets the command no further than it was is none: it is talk, or what we do not catch. Where it was refused the
    question stays, for the rest is said anew: a text without the word STOP is mended by the next message. Where a text
    is awaited, "Reply STOP to end" is that text: only the bare word calls it off.
    """
    message, event, question, member = written.message, written.event, written.question, written.member
    text, commands = event.text.strip(), turn.tools.conversations.commands
    if member is None or question is None or event.forwarded or event.edited or event.media or event.button:
        return False
    written_out = saying.WRITTEN in question.data
    if written_out and spoken.is_alone(text.removeprefix("/"), _UNDOES):  # nothing holds of what was refused
        await say(turn, written.address, message, UNDO.name, phrase("text_still_awaited"), goes_on=question)
        return True
    if not text or slash.command(text) is not None or is_greeting(text):  # "/order_1027" is a command, and no name
        return False
    if confirming.says_no_more(text) if written_out else confirming.calls_off(text):
        left = Lines((phrase("confirm_left"), phrase("stop_is_by_pause") if wants_no_sending(text) else ""))
        await say(turn, written.address, message, _CONFIRMED, left)
        return True
    is_text = written_out and spoken.is_long(text)
    if not is_text and spoken.read_command(text, commands.spellings, dangerous=commands.dangerous) is not None:
        return False
    so_far = tuple(question.data[saying.SO_FAR].split("\n"))
    name, reply = await _obey(turn, member, message, f"/{_typed(so_far)} {text}")
    if name is None or not reply.understood or (reply.asks == so_far and not written_out):
        return False
    again = replace(reply, asks=so_far, written=written_out) if reply.refused else reply
    await say(turn, written.address, message, name, again)
    return True


async def told_of_sending(turn: Turn, written: Written) -> bool:
    """Whether a member of the staff says if what goes to customers is to be paused, of which they were asked."""
    event, member = written.event, written.member
    if member is None or event.forwarded or event.edited or event.media:
        return False
    taken = halting.choice(event.text, event.button)
    if taken is not None:
        reply = await halting.settled(turn, member, written.message, taken)
        await say(turn, written.address, written.message, _SENDING, reply)
    return taken is not None


async def confirmed(turn: Turn, written: Written) -> bool:
    """Whether a member of the staff confirms or declines, in words, what a command showed."""
    message, event, question, member = written.message, written.event, written.question, written.member
    if member is None or question is None or event.forwarded or event.edited:
        return False
    reply = await confirming.worded(turn, member, message, question, event.text)
    if reply is not None:
        await say(turn, written.address, message, _CONFIRMED, reply)
    return reply is not None


def _typed(words: Sequence[str]) -> str:
    """Words as somebody types them: one that holds a blank is quoted."""
    return " ".join(f'"{word}"' if " " in word else word for word in words)


async def _answer(
    turn: Turn, member: Member, message: Message, event: MessageReceived, text: str
) -> tuple[str | None, Reply]:
    """What is confirmed or obeyed, None for neither, and the answer: only what they wrote themselves and sent so."""
    if event.forwarded or event.edited:
        return "not_theirs" if text.startswith("/") else None, Reply(phrase("not_obeyed"))
    reply = await confirming.tapped(turn, member, message, text)
    named = turn.tools.conversations.commands.dangerous.intersection(words(text))
    if reply is None and halting.is_about(text) and not named:  # whatever is open besides
        return _SENDING, halting.ask(turn, member)
    reply = reply or await confirming.missed(turn, member, message, text)
    if reply is not None:
        return _CONFIRMED, reply
    if is_greeting(text) or asks_for_news(text):
        return _TODAY, Reply(await today.today(turn, member))
    return await _obey(turn, member, message, text)


async def _command_in(turn: Turn, written: Written) -> str | None:
    """The command that a reply to a customer's question is, too; None for any other."""
    event = written.event
    if written.member is None or event.forwarded or event.edited or event.media:
        return None
    return await either.command_in(turn, written.member, written.message, event.text.strip())


async def _obey(turn: Turn, member: Member, message: Message, text: str) -> tuple[str | None, Reply]:
    """The command that was obeyed or suggested, None for neither, and the answer.

    What resembles a command and says nothing to us counts as neither without its slash: an automatic reply
    ("Thank you for your order!") must not talk to us all night either.
    """
    commands = turn.tools.conversations.commands
    text = commands.untapped(slash.without_bot(text))
    alone = next((one.name for one in commands if one.dangerous and _is_bare(text, one)), None)
    read = spoken.read_command(alone or text, commands.spellings, dangerous=commands.dangerous)
    read = read or in_other_words(commands, text)
    if not isinstance(read, spoken.TypedCommand):
        ran = await errands.run(turn, member, message, text, read)
        if ran is not None:
            return ran
    if read is None:
        meant = next((word for word in words(text) if word in commands.dangerous), None)
        read = spoken.Suggestion(meant) if meant else None
    if read is None:
        return None, await unread.answer(turn, member, message, text)
    command, typed = commands.named[read.name], text.startswith("/")
    if member.role not in command.roles:
        return command.name, Reply(await _not_theirs(turn, command, member))
    if isinstance(read, spoken.Suggestion) or _is_talk(text, command, read.arguments):
        return command.name if typed or command.dangerous else None, Reply(await _suggest(turn, command))
    try:
        reply = await obey(command, Asked(turn, member, read.arguments, message.id, text, command.name))
    except TalkError:
        ran = await errands.run(turn, member, message, text, spoken.Suggestion(command.name))
        return ran or (command.name, Reply(await _suggest(turn, command)))
    return command.name if typed or reply.understood else None, reply


def _is_talk(text: str, command: Command, arguments: Sequence[str]) -> bool:
    """Whether what looks like a command that changes something may be talk: its grammar has to be met whole."""
    if command.dangerous:
        return not _is_bare(text, command)
    changes = command.acts or command.preview is not None
    return changes and not text.startswith("/") and spoken.is_loose(arguments)


def _is_bare(text: str, command: Command) -> bool:
    """Whether nothing but the command was said: "pause the red one?" must not stop the shop."""
    said = re.sub(r"@\w+$", "", text.casefold().strip().rstrip(".!")).removeprefix("/")
    return said in {command.name, *command.aliases} or spoken.is_alone(text, (command.name, *command.aliases))


async def _suggest(turn: Turn, command: Command) -> Text:
    known = await filling(turn, [command])
    acts = command.acts or command.preview is not None
    meant = "meant_to_say" if acts else "meant_to_do" if command.dangerous else "meant_to_see"
    how = "example" if " " in command.example else "tap_it"  # what comes after a space is not tapped
    named = phrase(meant, command=Ours(f"/{command.name}"), help=help_of(command, known))
    return Lines((named, phrase(how, command=filled(command.example, known))))


async def _not_theirs(turn: Turn, command: Command, member: Member) -> Text:
    can = await usages(turn, await turn.tools.conversations.offered(turn), member.role)
    refusal = "only_owners" if "manager" in command.roles else "only_the_owner"
    return phrase(refusal, command=Ours(f"/{command.name}"), can=can)
