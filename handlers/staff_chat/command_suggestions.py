"""Replies to staff texts that are no command: always the waiting customer, or commands to tap.

A sentence is never run. An automatic reply gets no answer (handlers/replies/automatic_senders.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from flows.engine import Asks
from flows.phrase import Lines, Ours, Text, phrase
from handlers.engine import slash_command
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.replies.automatic_senders import Machine, machine
from handlers.replies.harm_thresholds import ReadingDeed, allows
from handlers.replies.opt_out_recognition import OptOut, read_opt_out
from handlers.replies.staff_errands import Errand, weigh_errand
from handlers.replies.text_normalisation import normalise, words
from handlers.staff_chat import pause_commands, waiting_customer_reply
from handlers.staff_chat.argument_questions import fill_example, help_of, load_filling
from handlers.staff_chat.staff_command import Command, Reply
from handlers.staff_chat.staff_help import list_allowed, list_usages
from handlers.staff_chat.staff_yes_no import is_thanks, read_staff_answer
from storage.businesses.access import Member
from storage.events.open_questions import QuestionRecord
from storage.people.people import Address
from storage.sending.message import Message

if TYPE_CHECKING:
    from handlers.conversation import Written

SUGGESTED = "command_suggested"
"""The expectation of a question with a command to tap."""
UNREAD = "unread"
"""The name of an answer that understood nothing."""
MOST = 3
"""How many commands are suggested."""
_TYPED, _WITHIN = "typed", timedelta(minutes=10)
_FEWEST, _MOST_WORDS = 2, 30  # words of a request; a longer sentence tells a story
_SHORTEST = 5  # letters of a word that may be a typo: "show" is no /shop
_ALIKE = 0.72  # of 1; "refund" and "refunded" are 0.75, "undo" and "orders" are not
_MOST_TYPED = 3  # words that people repeat often
_SPEAKS_TOO_MUCH = frozenset({Machine.ECHO, Machine.PROMPT})


def suggest_command(shown: Text, typed: str | None, buttons: tuple[tuple[str, Text], ...] = ()) -> Reply:
    """Suggest one command as typed; a yes runs it as a tap would. If there is no command, only show the text."""
    if typed is None:
        return Reply(shown)
    return Reply(shown, buttons, confirms=Asks(SUGGESTED, values={_TYPED: typed}, within=_WITHIN))


def take_answer(written: Written) -> str | Reply | None:
    """Return the suggested command as typed after a yes, a reply after a no, and None for any other text."""
    question: QuestionRecord | None = written.question
    if written.member is None or question is None or not written.is_sent_alone:
        return None
    answer = read_staff_answer(written.event.text)
    if answer is None:
        return None
    if question.answered_at is not None:
        return Reply(phrase("confirm_done_already"))
    if answer == "no":
        return Reply(Lines((phrase("confirm_left"), phrase("next", command=Ours("/help")))))
    return f"/{question.data[_TYPED]}"


def classify_errand(text: str, deed: ReadingDeed = ReadingDeed.TELL) -> Errand | None:
    """Return the task in a sentence if it is likely enough for that deed; None for conversation and for commands."""
    errand, likely = _weigh_errand(text)
    return errand if errand is not Errand.OTHER and allows(deed, likely) else None


def find_near_commands(text: str, known: Sequence[Command]) -> list[Command]:
    """Return up to three commands that a text may mean, the likeliest first; if the task is certain, only its own."""
    errand, likely = _weigh_errand(text)
    asked = [one for one in known if errand in one.errands] if allows(ReadingDeed.NOTE, likely) else []
    if asked and allows(ReadingDeed.TELL, likely):
        return asked[:MOST]
    return [*(one for one in _find_misspelt(text, known) if one not in asked), *asked][:MOST]


def _weigh_errand(text: str) -> tuple[Errand, float]:
    if text.startswith("/") or not _FEWEST <= len(words(text)) <= _MOST_WORDS:
        return Errand.OTHER, 0.0
    return weigh_errand(text)


def _find_misspelt(text: str, known: Sequence[Command]) -> list[Command]:
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


async def suggest(turn: Turn, commands: Sequence[Command], head: Text) -> Reply:
    """Show commands with their descriptions and buttons; a yes to a single one runs it."""
    values = await load_filling(turn, commands)
    lines = [Lines((fill_example(one.example, values), help_of(one, values)), between=" - ") for one in commands]
    buttons = tuple((f"/{one.name}", Ours(f"/{one.name}")) for one in commands)
    tapped = phrase("tap_or_all", command=Ours(" · ".join(answer for answer, _ in buttons)))
    typed = commands[0].name if len(commands) == 1 and not commands[0].dangerous else None
    asks = Asks(SUGGESTED, values={_TYPED: typed}, within=_WITHIN) if typed is not None else None
    return Reply(Lines((head, *lines)), buttons, confirms=asks, spelled=tapped)


async def answer_unread(turn: Turn, member: Member, message: Message, text: str) -> Reply:
    """Answer a staff text that is no command. A task gets suggestions; other words go to the waiting customer if the
    staff member confirms it."""
    said = _answer_courtesy(text)
    if said is not None:
        return Reply(Lines((said, phrase("next", command=Ours("/help")))))
    offer = None if classify_errand(text) is not None else await waiting_customer_reply.offer(turn, message, text)
    if offer is None and len(words(text)) >= _FEWEST and read_opt_out(text) is OptOut.AMBIGUOUS:
        return pause_commands.ask(turn, member)
    return offer or await _suggest_closest(turn, member, message, text)


async def suggest_closest(turn: Turn, member: Member, message: Message, text: str) -> Reply:
    """Suggest the commands closest to a text, with no question left open."""
    return replace(await _suggest_closest(turn, member, message, text), confirms=None)


def _answer_courtesy(text: str) -> Text | None:
    """Answer a bare thanks, and a yes or no that no question asked for; None for any other text."""
    if is_thanks(text):
        return phrase("staff_thanked")
    return phrase("nothing_was_asked") if read_staff_answer(text) is not None else None


async def _suggest_closest(turn: Turn, member: Member, message: Message, text: str) -> Reply:
    """Suggest the commands closest to a text; if there are none, list the main ones."""
    known = list_allowed(await conversations_of(turn).list_offered(turn), member.role)
    command, close = slash_command.command(text), find_near_commands(text, known)
    if close:
        about = {"command": command} if command is not None else {}
        return await suggest(turn, close, phrase("no_such_command_near" if about else "not_caught_near", **about))
    if command is None and await _has_missed_before(turn, message):
        return Reply(await _list_main(turn, known), understood=False)
    can = await list_usages(turn, known, member.role)
    if command is None:
        return Reply(Lines((phrase("not_caught", can=can), phrase("answering_customers"))), understood=False)
    head = Lines((phrase("no_such_command", command=command), phrase("here_i_can", can=can)), between=" ")
    return Reply(Lines((head, phrase("answering_customers"))))


async def _list_main(turn: Turn, known: Sequence[Command]) -> Text:
    """List the main commands, and say where the others are."""
    values = await load_filling(turn, known[:MOST])
    can = Lines(tuple(fill_example(one.example, values) for one in known[:MOST]), between=" · ")
    return Lines((phrase("not_caught_again", can=can, all=Ours("/help")), phrase("answering_customers")))


async def _has_missed_before(turn: Turn, message: Message) -> bool:
    """Return True if the last text was not understood either, since showing the same list twice does not help."""
    thread = await turn.unit.messages.thread(message.address)
    ours = [one for one in thread if one.id < message.id and one.direction == "out"]
    return bool(ours) and ours[-1].key.endswith(f":{UNREAD}")


async def may_answer(turn: Turn, address: Address, message: Message) -> bool:
    """Return True if a person may have written the message, because persons always get an answer. A fifth "yes" or
    "skip" in an hour is a person's; an automatic reply is a sentence."""
    if len(words(message.text or "")) <= _MOST_TYPED:
        return True
    return machine(await turn.unit.messages.thread(address.id), message) not in _SPEAKS_TOO_MUCH
