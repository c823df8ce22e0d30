"""The person of a staff command, by a name, a number or an id; if several match, it asks which, to be tapped.

/send and /note also accept other things, an order or a shop; conversations find these (``Addressing``, ``Noting``).
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from flows.engine import Subject
from flows.phrase import Lines, Ours, Text, phrase
from flows.search_words import SHORTEST_NUMBER, are_alike
from handlers.actions import message_explanation, person_story
from handlers.actions.message_lives import name_person
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.replies.text_normalisation import normalise
from handlers.replies.text_normalisation import words as words_in
from handlers.staff_chat.argument_questions import latest_customers
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing, drop_unread
from handlers.staff_chat.named_things import Addressed
from handlers.staff_chat.staff_command import IssuedCommand, Reply, list_buttons, number_buttons
from storage.facts.contact_ways import list_ways
from storage.people.people import Contact
from templates.message_values import a_name, quote_line

if TYPE_CHECKING:
    pass

_OFFERED = 5  # customers of the latest messages
_SHOWN = 300  # characters of a text
_WORD = re.compile(r'"[^"]*"|“[^”]*”|\S+')
_MOST_NAMES = 3  # words of a name
_SHORTEST_NAME = 2
_ARTICLES = frozenset({"the", "a", "an", "that", "this", "el", "la", "los", "las", "un", "una"})
"""Words that begin no name but are one: "the customer" is not Theo, and "an" may be An Nguyen."""


Sieve = Callable[[Turn, Sequence[Contact]], Awaitable[Sequence[Contact]]]
"""A filter of the people that a command may concern."""


async def find_person(
    asked: IssuedCommand, words: Sequence[str], behind: Sequence[str] = (), among: Sieve | None = None
) -> Contact | Reply | None:
    """Return the named person; ask if several match, or reply that nobody does. None if there are no words. A tap on
    one of several repeats the command with its other words: those ``behind`` come after the person's number. If
    ``among`` rejects all matches, because the command does not apply to them, the reply is that they are no
    customer."""
    wanted = message_explanation.clean_name_words(" ".join(words))
    if not wanted:
        return None
    found = await message_explanation.find(asked.turn, wanted)
    if not found:
        return answer_nobody(asked, wanted)
    meant = found if among is None else await among(asked.turn, found)
    if not meant:
        return Reply(phrase("no_customer", who=await person_story.get_name(asked.turn, found[0])))
    found = meant
    return found[0] if len(found) == 1 else await ask_which_person(asked, found, words, behind)


async def ask_which_person(
    asked: IssuedCommand, people: Sequence[Contact], words: Sequence[str], behind: Sequence[str] = ()
) -> Reply:
    """Ask which of several people is meant: a tap, or a number in the list, repeats the command's other words."""
    said = (asked.command, *drop_unread(asked.arguments, (*words, *behind)))
    taps = [await message_explanation.tap(asked.turn, one, *said, behind=behind) for one in people]
    rows, names = await person_story.number_people(asked.turn, people)
    text, listed = Lines((phrase("which_of_them"), *rows)), tuple(one.id for one in people)
    return Reply(text, number_buttons(*names, taps=taps), asks=(*said, *behind), people=listed)


def answer_nobody(asked: IssuedCommand, wanted: str) -> Reply:
    """Reply that no person has this name, and how to name a customer."""
    return Reply(
        Lines(
            (phrase("nobody_goes_by", wanted=message_explanation.quote_words(wanted)), phrase(f"whose_{asked.command}"))
        ),
        understood=False,
    )


async def ask_whose(asked: IssuedCommand, _known: Known) -> Reply:
    """Ask for a person if none is named; with no slash the command's name alone may be conversation."""
    return Reply(phrase(f"whose_{asked.command}"), await list_latest(asked), understood=bool(asked.arguments))


async def list_latest(asked: IssuedCommand) -> tuple[tuple[str, Text], ...]:
    """Return a button for each customer of the latest messages, with the command about them."""
    return await offer_people(asked, await latest_customers(asked.turn))


async def offer_people(asked: IssuedCommand, people: Sequence[Contact]) -> tuple[tuple[str, Text], ...]:
    """Return a button for each of the first people, with the command about them."""
    people = people[:_OFFERED]
    taps = [await message_explanation.tap(asked.turn, one, asked.command) for one in people]
    return list_buttons((tap, a_name(one.name or "")) for tap, one in zip(taps, people, strict=True))


async def _read_person(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    found = await find_person(asked, words)
    return FoundArgument(found.id, thing=found) if isinstance(found, Contact) else found or Missing()


PERSON = Argument("contact", "", _read_person, ask=ask_whose)
"""A person by name or the end of their number: the last argument, because it takes all remaining words."""


async def ask_who(asked: IssuedCommand, people: Sequence[Contact], text: str) -> Reply:
    """Ask which of these people the command with this text is about, with a button for each and one to drop it."""
    rows, names = await person_story.number_people(asked.turn, people)
    kept = Ours(f"“{quote_line(text, _SHOWN)}”") if text else ""
    return Reply(
        Lines((phrase("which_of_them"), *rows, kept)),
        number_buttons(*names, phrase("confirm_leave")),
        asks=(asked.command,),
        people=tuple(one.id for one in people),
        behind=text,
        spelled=Lines((Ours(str(len(people) + 1)), phrase("confirm_leave")), between=" "),
    )


async def find_customer(asked: IssuedCommand, words: tuple[str, ...]) -> FoundArgument | Reply:
    """Find the customer whose name or end of number begins the text, the longest name first. If several match, ask
    which, and keep the text after the name."""
    people, many = await find_people(asked.turn, words)
    if len(people) == 1:
        to = replace(await _make_addressed(asked.turn, people[0]), named=many)
        return FoundArgument(to, words[many:], to)
    if people:
        return await ask_who(asked, people, get_text_behind(asked, many))
    return Reply(phrase("send_knows_nobody", wanted=quote_line(words[0], 40)), understood=False)


async def find_order_customer(asked: IssuedCommand, words: tuple[str, ...]) -> Addressed | None:
    """Return the customer of the store order whose number is the first word; None if not exactly one. A text to them is
    about that order."""
    found = await asked.turn.unit.orders.list_by_number(words[0]) if any(map(str.isdigit, words[0])) else []
    person = await asked.turn.unit.people.get(found[0].contact) if len(found) == 1 and found[0].contact else None
    if person is None:
        return None
    about = Subject("purchase", found[0].id)
    return Addressed(
        person.id, await _name_customer(asked.turn, person), 1, about, number=found[0].number.lstrip("#"), by_order=True
    )


def get_text_behind(asked: IssuedCommand, named: int) -> str:
    """Return the text after the words that name the addressee, as the staff member typed it."""
    spelled = [*_WORD.finditer(asked.text)]
    after = spelled[named] if named < len(spelled) else spelled[-1]
    return asked.text[after.end() :].strip()


async def find_people(turn: Turn, words: Sequence[str]) -> tuple[Sequence[Contact], int]:
    """Return the people whose name or end of number begins the words, and how many words that is; else empty and 0."""
    for many in range(min(_MOST_NAMES, len(words)), 0, -1):
        name = " ".join(words[:many])
        one = len({any(map(str.isdigit, word)) for word in words[:many]}) == 1  # a number ends at the next word
        found = await message_explanation.find(turn, name) if one and len(name) >= _SHORTEST_NAME else ()
        whole = many > 1 or name.casefold() in _ARTICLES
        people = [person for person in found if not whole or goes_by(person, words[:many])]
        if people:
            return people, many
    return (), 0


def goes_by(person: Contact, said: Sequence[str]) -> bool:
    """Return True if all words are in the person's name, in any script. "Imran Qureshi i" starts a sentence."""
    name = words_in((person.name or "").replace(".", " "))
    for word in map(normalise, said):
        theirs = word if word in name else next((one for one in name if are_alike(word, one)), None)
        if theirs is None:
            return False
        name.remove(theirs)
    return True


def is_name_part(person: Contact, said: Sequence[str]) -> bool:
    """Return True if the words are in the name, end the number, or are the id or e-mail address, not a tag."""
    digits = sum(letter.isdigit() for letter in said[0])
    return digits >= SHORTEST_NUMBER or "@" in said[0] or goes_by(person, said)


async def _make_addressed(turn: Turn, person: Contact) -> Addressed:
    """Make an addressee of a customer. If they have exactly one open order, the text is about it."""
    to = Addressed(person.id, await _name_customer(turn, person), 1)
    under_way = await conversations_of(turn).list_underway(turn, person.id)
    return replace(to, about=under_way[0].about, number=under_way[0].number) if len(under_way) == 1 else to


async def _name_customer(turn: Turn, person: Contact) -> str:
    """Return the customer's name for the staff, which is stored with the value to confirm."""
    ways = await list_ways(turn.unit, turn.business, person.id)
    address = await turn.unit.people.address_by_id(ways[0][0]) if ways else None
    said = name_person(person, address)
    return said if isinstance(said, str) else a_name(person.name or "?")
