"""A reply to a customer that is a command, too, without its slash: which was meant is asked before anything is sent."""

from datetime import timedelta
from uuid import UUID

from flows.engine import Asks
from flows.phrase import Ours, Text, phrase
from handlers.actions.action import Refused
from handlers.admins.arguments import read_values
from handlers.admins.command import Asked, Command, Reply, numbered, within
from handlers.admins.obeying import as_typed
from handlers.replies.text import words
from handlers.turn import Turn
from storage.access import Member
from storage.message import Message
from storage.questions import Question

EITHER = "command_or_answer"
"""What a question expects that asks which of the two a reply was."""
COMMAND, ANSWER = 1, 2
_WORDS, _WITHIN = "words", timedelta(hours=24)


async def command_in(turn: Turn, member: Member, message: Message, text: str) -> str | None:
    """The command that a reply begins with in its own word, and whose arguments all other words are; None else."""
    head, _, rest = text.partition(" ")
    command = turn.tools.conversations.commands.named.get(" ".join(words(head)))
    if command is None:
        return None
    typed = f"/{command.name} {rest}".strip()
    return typed if await _fits(command, as_typed(turn, member, message.id, typed)) else None


async def _fits(command: Command, asked: Asked) -> bool:
    inner = within(command, asked)
    if inner is not None:
        return await _fits(*inner)
    if command.run is not None:
        return False
    try:
        read = await read_values(command, asked)
    except Refused:  # its words are clear, and it cannot be done
        return True
    return isinstance(read, tuple) and not read[1]


def ask(message: Message, typed: str, who: Text) -> Reply:
    """Which of the two is meant; nothing is done or sent before that is said."""
    named = Ours(typed.partition(" ")[0])
    buttons = numbered(phrase("button_the_command"), phrase("button_my_answer"))
    asks = Asks(EITHER, values={_WORDS: typed, "message": str(message.id)}, within=_WITHIN)
    return Reply(phrase("command_or_answer", command=named, who=who), buttons, confirms=asks)


async def of(turn: Turn, question: Question) -> tuple[Message | None, str]:
    """The reply that a question is about, and the command that it may be."""
    return await turn.unit.messages.get(UUID(question.data["message"])), question.data[_WORDS]
