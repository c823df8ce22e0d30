"""A customer as the words that begin a /send name them: by name, or by the end of a number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from flows.engine import Subject
from flows.finding import SHORTEST_NUMBER, are_alike
from flows.phrase import phrase
from handlers.actions import why
from handlers.actions.lives import called
from handlers.admins.addressed import Addressed
from handlers.admins.arguments import Found
from handlers.admins.command import Asked, Reply
from handlers.admins.picking import which
from handlers.replies.text import normalise
from handlers.replies.text import words as words_in
from handlers.turn import Turn
from storage.facts.ways import ways_to
from storage.people import Contact
from templates.values import a_name, quoted

_WORD = re.compile(r'"[^"]*"|“[^”]*”|\S+')
_MOST_NAMES = 3  # words of a name
_SHORTEST_NAME = 2
_ARTICLES = frozenset({"the", "a", "an", "that", "this", "el", "la", "los", "las", "un", "una"})
"""Words that begin no name but are one: "the customer" is not Theo, and "an" may be An Nguyen."""


async def customer_named(asked: Asked, words: tuple[str, ...]) -> Found | Reply:
    """A customer by the name or the end of the number that the text begins with, the longest name first; of several it
    is asked which, and the text behind the name is kept."""
    people, many = await people_named(asked.turn, words)
    if len(people) == 1:
        to = replace(await _addressed(asked.turn, people[0]), named=many)
        return Found(to, words[many:], to)
    if people:
        return await which(asked.turn, asked.command, people, behind(asked, many))
    return Reply(phrase("send_knows_nobody", wanted=quoted(words[0], 40)), understood=False)


async def order_named(asked: Asked, words: tuple[str, ...]) -> Addressed | None:
    """The customer of the one order of the store's whose number is the first word; words to them are about that."""
    found = await asked.turn.unit.orders.numbered(words[0]) if any(map(str.isdigit, words[0])) else []
    person = await asked.turn.unit.people.get(found[0].contact) if len(found) == 1 and found[0].contact else None
    if person is None:
        return None
    about = Subject("purchase", found[0].id)
    return Addressed(
        person.id, await _called(asked.turn, person), 1, about, number=found[0].number.lstrip("#"), by_order=True
    )


def behind(asked: Asked, named: int) -> str:
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
        found = await why.find(turn, name) if one and len(name) >= _SHORTEST_NAME else ()
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
