"""What the staff wrote and no command is: never silence, but the closest commands, one to tap, and the way to a list.

A machine on the other side must not talk to us all night: what only a machine writes is left unanswered, the same text
five times an hour, or text after text within two seconds of ours (handlers/machines.py). A person may write as many
different texts as they like.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.phrase import Lines, Ours, Text, phrase
from handlers import slash
from handlers.admins import errands, suggesting, unaddressed
from handlers.admins.closest import closest
from handlers.admins.command import Command, Reply
from handlers.admins.examples import Filling, filled, filling, help_of
from handlers.admins.help import allowed, usages
from handlers.admins.yes_or_no import bare_answer, is_thanks
from handlers.entrances import links
from handlers.machines import Machine, machine
from handlers.replies.errands import Errand
from handlers.replies.intents import Intent, read
from handlers.replies.plain_errands import asks_what_will_sell, is_own, opens_a_question
from handlers.replies.questioning import is_question
from handlers.replies.text import words
from handlers.turn import Turn
from storage.access import Member
from storage.message import Message
from storage.people import Address

_ASKS = frozenset({Intent.ORDER_STATUS, Intent.REFUND, Intent.COMPLAINT, Intent.CHANGE_SIZE})
_FEWEST_WORDS, _ASKED_WORDS = 2, 4
_MOST_SHOWN = 3
UNREAD = "unread"
"""The name of an answer that caught nothing."""
_SHORTEST_NAME = 4  # letters of a word by which goods may be named
_MOST_TYPED = 3  # words that somebody types again and again
_SPEAKS_TOO_MUCH = frozenset({Machine.ECHO, Machine.PROMPT})


async def answer(turn: Turn, member: Member, message: Message, text: str) -> Reply:
    """The answer to a text of this member that was not understood."""
    said = _said_back(text)
    if said is not None:
        return Reply(Lines((said, phrase("next", command=Ours("/help")))))
    meant = errands.wanted(turn.tools.conversations.commands, text)
    own = is_own(text) or (meant is not None and meant.sure and (meant.command is not None or meant.is_campaign))
    asks = is_question(text) or opens_a_question(text)
    offered = None if asks or own else await unaddressed.offer(turn, message, text)
    return offered or await _closest(turn, member, message, text, meant)


def _typed(meant: errands.Wanted | None) -> str | None:
    """The command that is suggested whole, which a yes may do."""
    return meant.typed if meant is not None and meant.sure and errands.tapped(meant) is not None else None


async def _most_asked(turn: Turn, known: Sequence[Command]) -> Text:
    """Less than all: the commands that stand first, and where the others are."""
    values = await filling(turn, known[:_MOST_SHOWN])
    can = Lines(tuple(filled(one.example, values) for one in known[:_MOST_SHOWN]), between=" · ")
    return Lines((phrase("not_caught_again", can=can, all=Ours("/help")), phrase("answering_customers")))


async def _caught_nothing_before(turn: Turn, message: Message) -> bool:
    """Whether the last answer was that nothing was caught: the same list helps nobody twice."""
    thread = await turn.unit.messages.thread(message.address)
    ours = [one for one in thread if one.id < message.id and one.direction == "out"]
    return bool(ours) and ours[-1].key.endswith(f":{UNREAD}")


async def closest_to(turn: Turn, member: Member, message: Message, text: str) -> Reply:
    """What comes closest to a text that is offered to nobody and to no yes, and where the rest is."""
    meant = errands.wanted(turn.tools.conversations.commands, text)
    return replace(await _closest(turn, member, message, text, meant), confirms=None)


async def _closest(turn: Turn, member: Member, message: Message, text: str, meant: errands.Wanted | None) -> Reply:
    """What comes closest to a text: an answer about something else, or a list of commands where any comes close."""
    known = allowed(await turn.tools.conversations.offered(turn), member.role)
    if asks_what_will_sell(text):
        shown = Lines((phrase("no_forecast"), phrase("next", command=Ours("/stats_30d · /stock"))))
        return suggesting.of(shown, _typed(meant))
    if meant is not None and meant.errand is Errand.CAMPAIGN:
        return suggesting.of(errands.no_campaigns().text, _typed(meant))
    near = _near(meant, text, known)
    head = _head(text, alone=not near)
    if not near:
        tried = await _is_customers(turn, text)
        if not tried and not head and await _caught_nothing_before(turn, message):
            return Reply(await _most_asked(turn, known))
        how = await _tried(turn) if tried else phrase("answering_customers")
        return Reply(Lines((_not_caught(head, await usages(turn, known, member.role)), how)))
    values = await filling(turn, near, text)
    lines = [Lines((filled(one.example, values), help_of(one, values)), between=" - ") for one in near]
    shown = Lines((head, *lines, phrase("tap_or_all", command=_tapped(near[0], values, meant))))
    return suggesting.of(shown, _typed(meant))


def _near(meant: errands.Wanted | None, text: str, known: Sequence[Command]) -> Sequence[Command]:
    """The commands that a text may be about, the one that its words together surely mean first."""
    likely = [one for one in known if meant is not None and one is meant.command]
    near = [one for one in closest(text, known) if one not in likely]
    return ([*likely, *near] if meant is not None and meant.sure else [*near, *likely])[:_MOST_SHOWN]


async def _is_customers(turn: Turn, text: str) -> bool:
    """Whether a text reads like a customer's: it asks something ("what is this?" is of this chat), or names goods that
    are sold."""
    said = words(text)
    if slash.command(text) is not None or len(said) < _FEWEST_WORDS:
        return False
    named = {word for word in said if len(word) >= _SHORTEST_NAME}
    asks = len(said) >= _ASKED_WORDS and (is_question(text) or read(text).intent in _ASKS)
    return asks or bool(named and await turn.unit.products.holding(named, 1))


async def _tried(turn: Turn) -> Text:
    """Where an owner who tries the bot gets what customers get: this chat is the staff's."""
    link = next(iter(links(turn).values()), "")
    return phrase("try_as_customer", link=Ours(link))


async def may_answer(turn: Turn, address: Address, message: Message) -> bool:
    """Whether a person may have written it, who is always answered: the fifth "yes" or "skip" of an hour is still a
    person's, and an automatic reply is a sentence."""
    if len(words(message.text or "")) <= _MOST_TYPED:
        return True
    return machine(await turn.unit.messages.thread(address.id), message) not in _SPEAKS_TOO_MUCH


def _said_back(text: str) -> Text | None:
    """The answer to a bare thanks, and to a yes or no where nothing was asked; None for any other text."""
    if is_thanks(text):
        return phrase("staff_thanked")
    return phrase("nothing_was_asked") if bare_answer(text) is not None else None


def _head(text: str, *, alone: bool) -> Text:
    command = slash.command(text)
    if command is None:
        return "" if alone else phrase("not_caught_near")
    return phrase("no_such_command" if alone else "no_such_command_near", command=command)


def _not_caught(head: Text, can: Text) -> Text:
    return Lines((head, phrase("here_i_can", can=can)), between=" ") if head else phrase("not_caught", can=can)


def _tapped(command: Command, values: Filling, meant: errands.Wanted | None) -> Ours:
    """The command as it is tapped: what comes after a space would not be taken."""
    said = errands.tapped(meant) if meant is not None and meant.command is command else None
    if said is not None:
        return said
    example = filled(command.example, values)
    return example if " " not in example else Ours(f"/{command.name}")
