"""/customers: the card of one customer, found by whatever is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from flows.phrase import Text
from handlers.actions import story
from handlers.admins.command import Asked, Command, Reply
from handlers.admins.customer_named import named_whole, people_named
from handlers.admins.whom import ask_whose, whom
from handlers.profiles import steps
from handlers.profiles.card import card
from handlers.profiles.history import history
from handlers.profiles.replies.showing import shown_person
from handlers.replies import errand_words as about
from handlers.replies.errands import Errand
from handlers.turn import Turn
from storage.people import Contact
from storage.profiles.profiles import Profiles


async def customers(asked: Asked) -> Text | Reply:
    """The card of the customer whom the words name, or which of several."""
    name = shown_person(asked.rest) or asked.arguments
    person = await whom(asked, name, among=among_customers)
    if person is None:
        return await ask_whose(asked, {})
    if isinstance(person, Reply):
        return person
    ways = await story.ways(asked.turn, person)
    shown, spelled = await card(asked.turn, person), await steps.spelled(asked, person)
    return Reply(shown, steps.buttons(asked, person), person=ways[0].id if ways else None, spelled=spelled)


async def _shows_one(turn: Turn, text: str) -> str | None:
    """A text that asks to see a customer by the whole name, and nothing else: "show me Pooja", "Pooja dikhao"."""
    name = shown_person(text)
    people, many = await people_named(turn, name) if name else ((), 0)
    whole = bool(people) and many == len(name) and named_whole(people[0], name)
    return text if whole and await among_customers(turn, people) else None


async def of_late(asked: Asked) -> Text | Reply:
    """What happened with a customer of late."""
    person = await whom(replace(asked, arguments=("history", *asked.arguments)), asked.arguments, among=among_customers)
    if person is None:
        return await ask_whose(asked, {})
    if isinstance(person, Reply):  # whoever obeys what is within a command puts its name in front
        return replace(person, asks=person.asks[1:] if person.asks else person.asks)
    return await history(asked.turn, person)


async def among_customers(turn: Turn, people: Sequence[Contact]) -> Sequence[Contact]:
    """The customers among some people: neither members of the staff nor shopkeepers, unless these buy as well."""
    known = await turn.unit.of(Profiles).of([one.id for one in people])
    return [one for one in people if one.id in known]


_BY_NUMBER = re.compile(
    r"(?:please )?(?:find|search|look up|lookup|busca|buscar|dhundo|khojo|ढूंढो)\s+(?P<number>\+?\d[\d ().-]{5,}\d)",
    re.IGNORECASE,
)


def _heard(text: str) -> Sequence[str] | None:
    """The number by which somebody is looked for: "find +1 314 555 0142"."""
    found = _BY_NUMBER.fullmatch(text.strip())
    return found["number"].split() if found is not None else None


CUSTOMERS = Command(
    name="customers",
    aliases=("customer", "who is"),
    near=("person", "card", "cliente", "clientes", "grahak", "ग्राहक"),
    usage="/customers{person}",
    run=customers,
    within=(Command(name="history", run=of_late),),
    topic="people",
    errands={Errand.FIND: about.person_or_things},
    answers=_shows_one,
    hears=_heard,
)
