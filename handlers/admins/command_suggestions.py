"""What the staff wrote and no command is: never silence, but words for who waits, or commands to tap.

A sentence is never obeyed. What only a machine writes is left unanswered (handlers/replies/automatic_senders.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from flows.engine import Asks
from flows.phrase import Lines, Ours, Text, phrase
from handlers.admins import pause_commands, waiting_customer_reply
from handlers.admins.argument_questions import filled, filling, help_of
from handlers.admins.staff_command import Command, Reply
from handlers.admins.staff_help import allowed, usages
from handlers.admins.staff_yes_no import bare_answer, is_thanks
from handlers.engine import slash_command
from handlers.engine.turn import Turn
from handlers.replies.automatic_senders import Machine, machine
from handlers.replies.harm_thresholds import ReadingDeed, allows
from handlers.replies.opt_out_recognition import OptOut, read_opt_out
from handlers.replies.staff_errands import Errand, weigh_errand
from handlers.replies.text_normalisation import normalise, words
from storage.businesses.access import Member
from storage.events.open_questions import QuestionRecord
from storage.people.people import Address
from storage.sending.message import Message

if TYPE_CHECKING:
    from handlers.conversation import Written

SUGGESTED = "command_suggested"
"""What a question expects that names a command for a tap."""
UNREAD = "unread"
"""The name of an answer that caught nothing."""
MOST = 3
"""How many commands are suggested."""
_TYPED, _WITHIN = "typed", timedelta(minutes=10)
_FEWEST, _MOST_WORDS = 2, 30  # words of a sentence that asks for something; a longer one tells a story
_SHORTEST = 5  # letters of a word that may be a misspelt name: "show" is no /shop
_ALIKE = 0.72  # of 1; "refund" and "refunded" are 0.75, "undo" and "orders" are not
_MOST_TYPED = 3  # words that somebody types again and again
_SPEAKS_TOO_MUCH = frozenset({Machine.ECHO, Machine.PROMPT})


def of(shown: Text, typed: str | None, buttons: tuple[tuple[str, Text], ...] = ()) -> Reply:
    """Suggest one command as it is typed, which a yes does as a tap would; without one only show the text."""
    if typed is None:
        return Reply(shown)
    return Reply(shown, buttons, confirms=Asks(SUGGESTED, values={_TYPED: typed}, within=_WITHIN))


def taken(written: Written) -> str | Reply | None:
    """The suggested command as typed, for a yes; the answer to a no; None for any other text."""
    question: QuestionRecord | None = written.question
    if written.member is None or question is None or not written.is_sent_alone:
        return None
    answer = bare_answer(written.event.text)
    if answer is None:
        return None
    if question.answered_at is not None:
        return Reply(phrase("confirm_done_already"))
    if answer == "no":
        return Reply(Lines((phrase("confirm_left"), phrase("next", command=Ours("/help")))))
    return f"/{question.data[_TYPED]}"


def errand_of(text: str) -> Errand | None:
    """Return the errand that a sentence is surely about by the learned reader; None for talk and for commands."""
    errand, likely = _weighed(text)
    return errand if errand is not Errand.OTHER and allows(ReadingDeed.TELL, likely) else None


def near(text: str, known: Sequence[Command]) -> list[Command]:
    """Return up to three commands that a text may mean, the likeliest first: those of a sure errand alone."""
    errand, likely = _weighed(text)
    asked = [one for one in known if errand in one.errands] if allows(ReadingDeed.NOTE, likely) else []
    if asked and allows(ReadingDeed.TELL, likely):
        return asked[:MOST]
    return [*(one for one in _misspelt(text, known) if one not in asked), *asked][:MOST]


def _weighed(text: str) -> tuple[Errand, float]:
    if text.startswith("/") or not _FEWEST <= len(words(text)) <= _MOST_WORDS:
        return Errand.OTHER, 0.0
    return weigh_errand(text)


def _misspelt(text: str, known: Sequence[Command]) -> list[Command]:
    """Return the commands whose name is nearly one of the words, the closest first."""
    from rapidfuzz import process  # loaded with the first text that is no command
    from rapidfuzz.distance import OSA

    said = [part for word in words(text)[:_MOST_WORDS] for part in word.split("_") if len(part) >= _SHORTEST]
    names = [(one, normalise(name)) for one in known for name in (one.name, *one.aliases)]
    spelled = [name for _, name in names]
    score = OSA.normalized_similarity
    found = [hit for word in said for hit in process.extract(word, spelled, scorer=score, score_cutoff=_ALIKE)]
    found.sort(key=lambda hit: (-hit[1], hit[2]))
    return list({names[at][0].name: names[at][0] for _, _, at in found}.values())[:MOST]


async def offered(turn: Turn, commands: Sequence[Command], head: Text) -> Reply:
    """Show the commands with what each does, a button for each; a yes to a single one does what its button does."""
    values = await filling(turn, commands)
    lines = [Lines((filled(one.example, values), help_of(one, values)), between=" - ") for one in commands]
    buttons = tuple((f"/{one.name}", Ours(f"/{one.name}")) for one in commands)
    tapped = phrase("tap_or_all", command=Ours(" · ".join(answer for answer, _ in buttons)))
    typed = commands[0].name if len(commands) == 1 and not commands[0].dangerous else None
    asks = Asks(SUGGESTED, values={_TYPED: typed}, within=_WITHIN) if typed is not None else None
    return Reply(Lines((head, *lines)), buttons, confirms=asks, spelled=tapped)


async def answer_unread(turn: Turn, member: Member, message: Message, text: str) -> Reply:
    """The answer to a text of this member that is no command: an errand gets suggestions, other words go to who waits
    if the member says so."""
    said = _said_back(text)
    if said is not None:
        return Reply(Lines((said, phrase("next", command=Ours("/help")))))
    offer = None if errand_of(text) is not None else await waiting_customer_reply.offer(turn, message, text)
    if offer is None and len(words(text)) >= _FEWEST and read_opt_out(text) is OptOut.AMBIGUOUS:
        return pause_commands.ask(turn, member)
    return offer or await _closest(turn, member, message, text)


async def closest_to(turn: Turn, member: Member, message: Message, text: str) -> Reply:
    """The suggestions for a text, offered to nobody and to no yes."""
    return replace(await _closest(turn, member, message, text), confirms=None)


def _said_back(text: str) -> Text | None:
    """The answer to a bare thanks, and to a yes or no where nothing was asked; None for any other text."""
    if is_thanks(text):
        return phrase("staff_thanked")
    return phrase("nothing_was_asked") if bare_answer(text) is not None else None


async def _closest(turn: Turn, member: Member, message: Message, text: str) -> Reply:
    """Suggest the commands that come closest to a text; where none does, list what there is."""
    known = allowed(await turn.tools.conversations.offered(turn), member.role)
    command, close = slash_command.command(text), near(text, known)
    if close:
        about = {"command": command} if command is not None else {}
        return await offered(turn, close, phrase("no_such_command_near" if about else "not_caught_near", **about))
    if command is None and await _caught_nothing_before(turn, message):
        return Reply(await _most_asked(turn, known), understood=False)
    can = await usages(turn, known, member.role)
    if command is None:
        return Reply(Lines((phrase("not_caught", can=can), phrase("answering_customers"))), understood=False)
    head = Lines((phrase("no_such_command", command=command), phrase("here_i_can", can=can)), between=" ")
    return Reply(Lines((head, phrase("answering_customers"))))


async def _most_asked(turn: Turn, known: Sequence[Command]) -> Text:
    """Less than all: the commands that stand first, and where the others are."""
    values = await filling(turn, known[:MOST])
    can = Lines(tuple(filled(one.example, values) for one in known[:MOST]), between=" · ")
    return Lines((phrase("not_caught_again", can=can, all=Ours("/help")), phrase("answering_customers")))


async def _caught_nothing_before(turn: Turn, message: Message) -> bool:
    """Whether the last answer was that nothing was caught: the same list helps nobody twice."""
    thread = await turn.unit.messages.thread(message.address)
    ours = [one for one in thread if one.id < message.id and one.direction == "out"]
    return bool(ours) and ours[-1].key.endswith(f":{UNREAD}")


async def may_answer(turn: Turn, address: Address, message: Message) -> bool:
    """Whether a person may have written it, who is always answered: the fifth "yes" or "skip" of an hour is still a
    person's, and an automatic reply is a sentence."""
    if len(words(message.text or "")) <= _MOST_TYPED:
        return True
    return machine(await turn.unit.messages.thread(address.id), message) not in _SPEAKS_TOO_MUCH
