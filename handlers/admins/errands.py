"""The command that a sentence of the staff asks for without naming one.

What only shows something is shown at once, and what would change something is shown before it is done, as the command
does where it is named. What cannot be read whole, or is not sure enough, is suggested.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flows.phrase import Lines, Ours, phrase, tap
from handlers.admins import halting
from handlers.admins.command import Asked, Command, Commands, Reply
from handlers.admins.obeying import TalkError, as_typed, obey
from handlers.admins.pausing import PAUSE
from handlers.replies import stopping
from handlers.replies.errand_words import tells_somebody
from handlers.replies.errands import Errand, weigh_errand
from handlers.replies.harm import Deed, allows
from handlers.replies.plain_errands import plainly
from handlers.replies.text import words
from handlers.turn import Turn
from storage.access import Member
from storage.message import Message

_FEWEST, _MOST = 2, 30  # words of a sentence that asks for something; a longer one tells a story


@dataclass(frozen=True, slots=True)
class Wanted:
    """An errand that is likely enough to be told of, with how ``likely`` it is and its command; ``typed`` is the
    command with all that it is about, None where that cannot be read, and ``runs`` whether that may be obeyed."""

    errand: Errand
    likely: float
    command: Command | None = None
    typed: str | None = None
    runs: bool = False

    @property
    def sure(self) -> bool:
        """Whether it may be done upon."""
        return allows(Deed.TELL, self.likely)

    @property
    def names_somebody(self) -> bool:
        """Whether one person is named in so many words, to be told something or asked about."""
        return self.errand is Errand.SEND or (self.errand is Errand.FIND and self.likely == 1)

    @property
    def is_campaign(self) -> bool:
        """Whether nothing but an offer or a message to many customers is meant."""
        return self.errand is Errand.CAMPAIGN and allows(Deed.CARRY_OUT, self.likely)


def wanted(commands: Commands, text: str) -> Wanted | None:
    """The errand of a text; None for talk."""
    if text.startswith("/") or not _FEWEST <= len(words(text)) <= _MOST:
        return None
    errand, likely = (Errand.SEND, 1.0) if tells_somebody(text) else plainly(text) or weigh_errand(text)
    if errand is Errand.OTHER or not allows(Deed.NOTE, likely):
        return None
    for command in commands:
        reads = command.errands.get(errand) or command.suggests.get(errand)
        if reads is not None:
            behind = reads(text)
            typed = None if behind is None else f"{command.name} {behind}".strip()
            return Wanted(errand, likely, command, typed, runs=errand in command.errands)
    return Wanted(errand, likely)


def tapped(found: Wanted | None) -> Ours | None:
    """The command with all that it is about, to be tapped; None where that cannot be, or was of no use."""
    if found is None or found.typed is None or found.runs or not found.typed.isascii():
        return None
    return tap(*found.typed.split())


async def run(
    turn: Turn, member: Member, message: Message, text: str, instead: Command | None = None
) -> tuple[str | None, Reply] | None:
    """The command that was obeyed, if one was, and the answer; None where nothing is sure enough, or to the point.

    ``instead`` is the command that a word of the text names: where one of the two changes something, that is obeyed or
    suggested.
    """
    found = wanted(turn.tools.conversations.commands, text)
    if found is None or not found.sure:
        return None
    if found.command is None:
        return (found.errand, no_campaigns()) if found.is_campaign else None
    asks_why = plainly(text) == (Errand.WHY, 1.0)  # "noor ko message kyu nahi gaya" sends none
    if member.role not in found.command.roles or (not asks_why and _is_another(instead, found.command)):
        return None
    if found.command is PAUSE:
        return (PAUSE.name, halting.ask(turn, member, text)) if stopping.may_stop_all(text) else None
    if not found.runs or found.typed is None:
        return None
    answer = await _obeyed(turn, member, message, found)
    shop = _of_a_shop(turn.tools.conversations.commands, found) if answer is not None and answer[0] is None else None
    return (await _obeyed(turn, member, message, shop, whole=True) if shop is not None else None) or answer


async def set_elsewhere(asked: Asked) -> Reply | None:
    """What a text led in by "change" or "set" asks of another command, shown before it is done, as "change price of cap
    to 25"; None where it asks for none that shows."""
    found = wanted(asked.turn.tools.conversations.commands, asked.rest)
    command, typed = (found.command, found.typed) if found is not None else (None, None)
    if command is None or typed is None or command.preview is None or asked.member.role not in command.roles:
        return None
    reply = await obey(command, as_typed(asked.turn, asked.member, asked.message, typed, heard=True))
    return reply if reply.understood else None


def no_campaigns() -> Reply:
    """The answer to whoever wants an offer sent to many customers."""
    return Reply(Lines((phrase("no_campaigns"), phrase("next", command=Ours("/audience · /settings")))))


def _of_a_shop(commands: Commands, found: Wanted) -> Wanted | None:
    """What is asked of a person nobody knows, asked of the shop of that name: "connaught ka number kya hai"."""
    command = next((one for one in commands if Errand.SHOPS in one.errands), None)
    if found.errand is not Errand.FIND or found.typed is None or command is None:
        return None
    name = found.typed.partition(" ")[2]
    return Wanted(Errand.SHOPS, found.likely, command, f"{command.name} {name}", runs=True)


async def _obeyed(
    turn: Turn, member: Member, message: Message, found: Wanted, *, whole: bool = False
) -> tuple[str | None, Reply] | None:
    """The answer to a command as it would be typed; to the bare one, where the names behind it say nothing to it and it
    need not be meant ``whole``."""
    command, typed = found.command, found.typed
    assert command is not None, "an errand without a command is not obeyed"
    assert typed is not None, "nor is one that cannot be read"
    bare = (command.name,) if command.only_shows and command.run is None and not whole else ()
    for said in dict.fromkeys((typed, *bare)):
        try:
            reply = await obey(command, as_typed(turn, member, message.id, said, heard=True))
        except TalkError:
            continue
        if reply.understood:
            return command.name, reply
        if found.names_somebody:  # whoever is to be told something is not to read the order, or the question
            return None, replace(reply, asks=())
    return None


def _is_another(named: Command | None, wanted_: Command) -> bool:
    """Whether a word names another command than is wanted, and one of the two changes something."""
    return named is not None and named is not wanted_ and not (named.only_shows and wanted_.only_shows)
