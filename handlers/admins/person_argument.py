"""Whom a command of the staff is about, by a name, a number or an id; of several it is asked which, to be tapped.

/send and /note name other things as well, an order or a shop: conversations say which (``Addressing``, ``Noting``).
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from flows.engine import Subject
from flows.phrase import Lines, Ours, Phrase, Text, phrase, sentences, tap
from flows.search_words import SHORTEST_NUMBER, are_alike
from handlers.actions import message_explanation, person_story
from handlers.actions.message_lives import called
from handlers.admins.command_arguments import Argument, FoundArgument, Known, Missing, without
from handlers.admins.staff_command import IssuedCommand, Reply, numbered
from handlers.engine.turn import Turn
from handlers.replies.text_normalisation import normalise
from handlers.replies.text_normalisation import words as words_in
from storage.facts.contact_ways import ways_to
from storage.people.people import Contact
from templates.message_values import a_name, quoted, shorten

if TYPE_CHECKING:
    from handlers.actions.action import Origin

_SHORT = 16  # characters of a name on a button
_SHOWN = 300  # characters of a text
_LIKE_THIS = "0123"
_WORD = re.compile(r'"[^"]*"|“[^”]*”|\S+')
_MOST_NAMES = 3  # words of a name
_SHORTEST_NAME = 2
_ARTICLES = frozenset({"the", "a", "an", "that", "this", "el", "la", "los", "las", "un", "una"})
"""Words that begin no name but are one: "the customer" is not Theo, and "an" may be An Nguyen."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """A person by the words that ``named`` them, ``called`` as the staff calls them. ``about`` is what the message is
    about, as an order, whose ``number`` is shown; a ``partner`` is no customer, and no rule for customers holds.
    Words to whoever is named ``by_order`` are about that order, and answer nothing else that they asked."""

    contact: UUID
    called: str
    named: int
    about: Subject | None = None
    partner: bool = False
    number: str = ""
    by_order: bool = False


Addressing: TypeAlias = Callable[[IssuedCommand], Awaitable[Addressed | Reply | None]]
"""Whom the first words of a /send name, as one conversation knows people: None for nobody."""


@dataclass(frozen=True, slots=True)
class Notable:
    """A thing by its ``id``, with the words that the text leaves when the thing is named.

    ``word`` names nothing else, as an order's number or a customer's id does. ``asks`` is the question for the note
    where the text has none. ``whole`` says that the thing is named whole, and not by a part of its name or by a mark.
    """

    id: UUID
    word: str
    rest: tuple[str, ...]
    asks: Text
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Noting:
    """The notes of one conversation: ``finds`` what the words are a note of, None for nothing that it knows of, and
    ``keeps`` the note with the thing of that id and says so. ``keeps`` raises Refused."""

    finds: Callable[[IssuedCommand, tuple[str, ...]], Awaitable[Notable | Reply | None]]
    keeps: Callable[[Turn, Origin, UUID, str], Awaitable[Text]]


Sieve = Callable[[Turn, Sequence[Contact]], Awaitable[Sequence[Contact]]]
"""Those of some people whom a command may be about."""


async def whom(
    asked: IssuedCommand, words: Sequence[str], behind: Sequence[str] = (), among: Sieve | None = None
) -> Contact | Reply | None:
    """The person whom the words name; else which of several, or that nobody is known by them. None without words.

    A tap on one of several says the command's other words again, those ``behind`` the person behind the number. Who
    is not ``among`` those whom the command may be about is said to be no customer.
    """
    wanted = message_explanation.whom(" ".join(words))
    if not wanted:
        return None
    found = await message_explanation.find(asked.turn, wanted)
    if not found:
        return nobody(asked, wanted)
    meant = found if among is None else await among(asked.turn, found)
    if not meant:
        return Reply(phrase("no_customer", who=await person_story.name(asked.turn, found[0])))
    found = meant
    return found[0] if len(found) == 1 else await which_of(asked, found, words, behind)


async def which_of(
    asked: IssuedCommand, people: Sequence[Contact], words: Sequence[str], behind: Sequence[str] = ()
) -> Reply:
    """Which of several people the words name: a tap, or their number in the list, says the command's other words
    again."""
    said = (asked.command, *without(asked.arguments, (*words, *behind)))
    each = [
        (await message_explanation.tap(asked.turn, one, *said, behind=behind), a_name(one.name or "")) for one in people
    ]
    taps = [sentences(*one) for one in each]
    listed = tuple(one.id for one in people)
    return Reply(Lines((phrase("which_of_them"), *taps)), asks=(*said, *behind), people=listed)


def nobody(asked: IssuedCommand, wanted: str) -> Reply:
    """The answer that the name is unknown, and how a customer is named."""
    return Reply(
        Lines((phrase("nobody_goes_by", wanted=message_explanation.shown(wanted)), _whose(asked))), understood=False
    )


def _whose(asked: IssuedCommand) -> Phrase:
    """How one is named: the phrase ``whose_`` and the command's name."""
    return phrase(f"whose_{asked.command}", command=tap(asked.command, _LIKE_THIS))


async def ask_whose(asked: IssuedCommand, _known: Known) -> Reply:
    """Nobody was named; a command's name alone may be talk."""
    return Reply(_whose(asked), understood=bool(asked.arguments))


async def _person(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    found = await whom(asked, words)
    return FoundArgument(found.id, thing=found) if isinstance(found, Contact) else found or Missing()


PERSON = Argument("contact", "", _person, ask=ask_whose)
"""Somebody, by their name or the end of their number: all words that the arguments before it left, so it is
the last."""


async def which(asked: IssuedCommand, people: Sequence[Contact], text: str) -> Reply:
    """Ask which of these people the command with that text is about, with a button for each; the last leaves it."""
    rows = [
        Lines((Ours(str(at)), await person_story.name(asked.turn, one)), between=" ")
        for at, one in enumerate(people, 1)
    ]
    kept = Ours(f"“{quoted(text, _SHOWN)}”") if text else ""
    names = [Ours(shorten(a_name(one.name or ""), _SHORT, "…")) for one in people]
    return Reply(
        Lines((phrase("which_of_them"), *rows, kept)),
        numbered(*names, phrase("confirm_leave")),
        asks=(asked.command,),
        people=tuple(one.id for one in people),
        behind=text,
        spelled=Lines((Ours(str(len(people) + 1)), phrase("confirm_leave")), between=" "),
    )


async def customer_named(asked: IssuedCommand, words: tuple[str, ...]) -> FoundArgument | Reply:
    """A customer by the name or the end of the number that the text begins with, the longest name first; of several it
    is asked which, and the text behind the name is kept."""
    people, many = await people_named(asked.turn, words)
    if len(people) == 1:
        to = replace(await _addressed(asked.turn, people[0]), named=many)
        return FoundArgument(to, words[many:], to)
    if people:
        return await which(asked, people, behind(asked, many))
    return Reply(phrase("send_knows_nobody", wanted=quoted(words[0], 40)), understood=False)


async def order_named(asked: IssuedCommand, words: tuple[str, ...]) -> Addressed | None:
    """The customer of the one order of the store's whose number is the first word; words to them are about that."""
    found = await asked.turn.unit.orders.numbered(words[0]) if any(map(str.isdigit, words[0])) else []
    person = await asked.turn.unit.people.get(found[0].contact) if len(found) == 1 and found[0].contact else None
    if person is None:
        return None
    about = Subject("purchase", found[0].id)
    return Addressed(
        person.id, await _called(asked.turn, person), 1, about, number=found[0].number.lstrip("#"), by_order=True
    )


def behind(asked: IssuedCommand, named: int) -> str:
    """The text behind so many words that name whom it is for, as the member typed the text."""
    spelled = [*_WORD.finditer(asked.text)]
    after = spelled[named] if named < len(spelled) else spelled[-1]
    return asked.text[after.end() :].strip()


async def people_named(turn: Turn, words: Sequence[str]) -> tuple[Sequence[Contact], int]:
    """The people whom the words begin with, by the longest name or by the end of a number, and how many words that is;
    nobody, and 0, where nobody is called so."""
    for many in range(min(_MOST_NAMES, len(words)), 0, -1):
        name = " ".join(words[:many])
        one = len({any(map(str.isdigit, word)) for word in words[:many]}) == 1  # a number ends where words begin
        found = await message_explanation.find(turn, name) if one and len(name) >= _SHORTEST_NAME else ()
        whole = many > 1 or name.casefold() in _ARTICLES
        people = [person for person in found if not whole or goes_by(person, words[:many])]
        if people:
            return people, many
    return (), 0


def goes_by(person: Contact, said: Sequence[str]) -> bool:
    """Whether each of these words is one of the person's name, in whatever letters: "Imran Qureshi i" begins a
    sentence."""
    name = words_in((person.name or "").replace(".", " "))
    for word in map(normalise, said):
        theirs = word if word in name else next((one for one in name if are_alike(word, one)), None)
        if theirs is None:
            return False
        name.remove(theirs)
    return True


def named_whole(person: Contact, said: Sequence[str]) -> bool:
    """Whether words that found somebody are of the name, end the number, or are the id or mail: no tag, and no part."""
    digits = sum(letter.isdigit() for letter in said[0])
    return digits >= SHORTEST_NUMBER or "@" in said[0] or goes_by(person, said)


async def _addressed(turn: Turn, person: Contact) -> Addressed:
    """A customer. Words to somebody with one order that goes on are about that order."""
    to = Addressed(person.id, await _called(turn, person), 1)
    under_way = await turn.tools.conversations.under_way(turn, person.id)
    return replace(to, about=under_way[0].about, number=under_way[0].number) if len(under_way) == 1 else to


async def _called(turn: Turn, person: Contact) -> str:
    """The customer as the staff calls them, kept with what is to be confirmed."""
    ways = await ways_to(turn.unit, turn.business, person.id)
    address = await turn.unit.people.address_by_id(ways[0][0]) if ways else None
    said = called(person, address)
    return said if isinstance(said, str) else a_name(person.name or "?")
