"""How a command asks back."""

from collections.abc import Sequence

from flows.phrase import Lines, Ours, Phrase, Text, phrase, sentences
from handlers.admins.arguments import shortest
from handlers.admins.command import Asked, Reply
from handlers.admins.examples import fill
from templates.values import one_line, shorten

_LONGEST = 40  # characters of what was not understood


def which(question: Text, choices: Sequence[tuple[Ours, Text]] = (), *after: Text, understood: bool = True) -> Reply:
    """A question with its answers, each behind the command to tap, and the lines ``after`` the answers."""
    answers = (sentences(tapped, meaning) for tapped, meaning in choices)
    return Reply(Lines((question, *answers, *after)), understood=understood)


def unread(words: Sequence[str]) -> str:
    """The words that were not understood, as they are said back."""
    return shorten(one_line(" ".join(words)), _LONGEST, "…")


def not_read(words: Sequence[str], rest: Ours, *, loose: bool = False) -> Reply:
    """The words that a command does not understand, and the ``rest`` of the command, to tap."""
    said = Lines((phrase("words_unread", unread=unread(words)), phrase("without_them", command=rest)))
    return Reply(said, understood=not loose, asks=())


async def for_example(asked: Asked) -> Phrase:
    """How the command is written, with all that it has to be told."""
    command = asked.turn.tools.conversations.commands.named[asked.command]
    return phrase("example", command=Ours(await fill(asked.turn, shortest(command))))
