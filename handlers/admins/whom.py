"""Whom a command of the staff is about: by a name or the end of a number, and by a tap where several match."""

from collections.abc import Awaitable, Callable, Sequence

from flows.phrase import Lines, Phrase, phrase, sentences, tap
from handlers.actions import story, why
from handlers.admins.arguments import Argument, Found, Known, Missing, without
from handlers.admins.command import Asked, Reply
from handlers.turn import Turn
from storage.people import Contact
from templates.values import a_name

_LIKE_THIS = "0123"


Sieve = Callable[[Turn, Sequence[Contact]], Awaitable[Sequence[Contact]]]
"""Those of some people whom a command may be about."""


async def whom(
    asked: Asked, words: Sequence[str], behind: Sequence[str] = (), among: Sieve | None = None
) -> Contact | Reply | None:
    """The person whom the words name; else which of several, or that nobody is known by them. None without words.

    A tap on one of several says the command's other words again, those ``behind`` the person behind the number. Who
    is not ``among`` those whom the command may be about is said to be no customer.
    """
    wanted = why.whom(" ".join(words))
    if not wanted:
        return None
    found = await why.find(asked.turn, wanted)
    if not found:
        return nobody(asked, wanted)
    meant = found if among is None else await among(asked.turn, found)
    if not meant:
        return Reply(phrase("no_customer", who=await story.name(asked.turn, found[0])))
    found = meant
    return found[0] if len(found) == 1 else await which_of(asked, found, words, behind)


async def which_of(asked: Asked, people: Sequence[Contact], words: Sequence[str], behind: Sequence[str] = ()) -> Reply:
    """Which of several people the words name: a tap, or their number in the list, says the command's other words
    again."""
    said = (asked.command, *without(asked.arguments, (*words, *behind)))
    each = [(await why.tap(asked.turn, one, *said, behind=behind), a_name(one.name or "")) for one in people]
    taps = [sentences(*one) for one in each]
    listed = tuple(one.id for one in people)
    return Reply(Lines((phrase("which_of_them"), *taps)), asks=(*said, *behind), people=listed)


def nobody(asked: Asked, wanted: str) -> Reply:
    """The answer that the name is unknown, and how a customer is named."""
    return Reply(Lines((phrase("nobody_goes_by", wanted=why.shown(wanted)), _whose(asked))), understood=False)


def _whose(asked: Asked) -> Phrase:
    """How one is named: the phrase ``whose_`` and the command's name."""
    return phrase(f"whose_{asked.command}", command=tap(asked.command, _LIKE_THIS))


async def ask_whose(asked: Asked, _known: Known) -> Reply:
    """Nobody was named; a command's name alone may be talk."""
    return Reply(_whose(asked), understood=bool(asked.arguments))


async def _person(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    found = await whom(asked, words)
    return Found(found.id, thing=found) if isinstance(found, Contact) else found or Missing()


PERSON = Argument("contact", "", _person, ask=ask_whose)
"""Somebody, by their name or the end of their number: all words that the arguments before it left, so it is
the last."""
