"""/customers: the card of one customer, found by any known detail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.phrase import Text
from handlers.actions import person_story
from handlers.engine.turn import Turn
from handlers.profiles import customer_card_buttons
from handlers.profiles.customer_card import show_card
from handlers.profiles.customer_history import show_history
from handlers.replies.staff_errands import Errand
from handlers.staff_chat.person_argument import ask_whose, find_person, offer_people
from handlers.staff_chat.staff_command import Command, IssuedCommand, Reply
from storage.people.people import Contact
from storage.profiles.customer_list import CustomerList, Sorting
from storage.profiles.profiles import Profiles

_LOOKED_AT = 30  # customers, to find some with names


async def customers(asked: IssuedCommand) -> Text | Reply:
    """Show the card of the named customer, or ask which of several is meant."""
    person = await find_person(asked, asked.arguments, among=among_customers)
    if person is None:
        question = await ask_whose(asked, {})
        return question if question.buttons else replace(question, buttons=await _offer_newest(asked))
    if isinstance(person, Reply):
        return person
    ways = await person_story.list_ways(asked.turn, person)
    shown, buttons = await show_card(asked.turn, person), customer_card_buttons.list_buttons(asked, person)
    return Reply(shown, buttons, person=ways[0].id if ways else None)


async def _offer_newest(asked: IssuedCommand) -> tuple[tuple[str, Text], ...]:
    """Return buttons of the customers who became known last: after an import nobody has written yet."""
    newest = [one.contact for one in await asked.turn.unit.of(CustomerList).page(Sorting(), _LOOKED_AT)]
    known = await asked.turn.unit.people.by_ids(newest)
    return await offer_people(asked, [known[one] for one in newest if one in known and known[one].name])


async def show_recent(asked: IssuedCommand) -> Text | Reply:
    """Show the recent history of a customer."""
    person = await find_person(
        replace(asked, arguments=("history", *asked.arguments)), asked.arguments, among=among_customers
    )
    if person is None:
        return await ask_whose(asked, {})
    if isinstance(person, Reply):  # because a command inside another one needs its own name first
        return replace(person, asks=person.asks[1:] if person.asks else person.asks)
    return await show_history(asked.turn, person)


async def among_customers(turn: Turn, people: Sequence[Contact]) -> Sequence[Contact]:
    """Return the customers among some people. Staff members and shopkeepers count only if they buy too."""
    known = await turn.unit.of(Profiles).find_profiles([one.id for one in people])
    return [one for one in people if one.id in known]


CUSTOMERS = Command(
    name="customers",
    aliases=("customer", "who is"),
    usage="/customers{person}",
    run=customers,
    within=(Command(name="history", run=show_recent),),
    topic="people",
    errands=(Errand.FIND,),
)
