"""The waitlist in chat: answers to the question in a message about a product that is out of stock.

The wish is the consent to one message about one product, at the address that asked for it, and to nothing else.
"""

from flows.channels import CHANNELS
from flows.engine import Subject
from flows.events import ConsentAction, Teller
from flows.policy.departure import refuse_for_good
from flows.policy.departure_facts import ConsentState, Kind, Programme, Purpose
from flows.sourcing.waitlist_question import (
    DROP,
    EXPERIMENT,
    NOTIFY,
    OUT,
    SIMILAR,
    WANTED,
    Thing,
    asks,
    asks_kept,
    list_things,
)
from handlers.customer_talk.understood_message import UnderstoodMessage, say
from handlers.engine import read_disclosure
from handlers.engine.turn import Turn
from handlers.replies.numbered_choices import read_choice
from handlers.replies.text_normalisation import words
from handlers.sourcing import waitlist_news
from storage.consent.consents import LedgerLine
from storage.events.runs import RunQuestion
from storage.facts.departures import Planned, load_facts
from storage.sending.message import Message
from storage.sourcing.facts.similar_products import find_similar_to
from storage.sourcing.waitlist_people import WaitingPeople


async def is_meant(turn: Turn, message: Message, _asked: RunQuestion | None) -> bool:
    """Return True if an apparent opt-out is a typed button label of our out-of-stock question: "No longer needed"."""
    question = await turn.unit.questions.find_answered(message)
    if question is None or question.expects not in {OUT, WANTED}:
        return False
    shown = await turn.unit.messages.get(question.message)
    typed = words(message.text or "")
    return shown is not None and any(words(one["text"]) == typed for one in shown.buttons)


async def take_answer(turn: Turn, said: UnderstoodMessage) -> bool:
    """Handle the choice: one message when products are back, or similar products now. Return False for other texts."""
    things = list_things(said.answers.choices)
    choice = {NOTIFY: 1, SIMILAR: 2}.get(said.event.button or "") or read_choice(said.event.text, most=2)
    if choice == 1:
        return await _wish(turn, said, things)
    return choice == 2 and await _show_similar(turn, said, things)


async def end_unneeded(turn: Turn, said: UnderstoodMessage) -> bool:
    """End waitlist wishes that are no longer needed; return False for other texts."""
    if said.event.button != DROP and read_choice(said.event.text, most=1) is None:
        return False
    things = list_things(said.answers.choices)
    items = await _name_things(turn, things)
    if await turn.unit.of(WaitingPeople).unwish(said.address.contact, things):
        await waitlist_news.note_end(turn, said.address, f"{said.event.text}: {', '.join(items)}")
    await say(turn, said, "waitlist_over", values={"items": items})
    return True


async def _wish(turn: Turn, said: UnderstoodMessage, things: tuple[Thing, ...]) -> bool:
    """Store the wish, with the texts that were read and written. Return False if an opt-out forbids the message. A
    second tap changes nothing.
    """
    contact, address = said.address.contact, said.address
    if CHANNELS[address.channel].stop_ends_all and await turn.unit.consents.find_stopped([address.id]):
        return False
    people, items = turn.unit.of(WaitingPeople), await _name_things(turn, things)
    if await turn.unit.consents.state(address.id, Programme.WAITLIST) is ConsentState.REVOKED:
        await people.unwish(contact)  # consents that the stop ended do not return with a new wish
    new = [await people.wish(product, size, contact, address.id, turn.now) for product, size in things]
    wishes = [one for one in new if one is not None]
    if not wishes:
        return True
    await _record(turn, said, items)
    if await _is_barred(turn, said, Subject("wish", wishes[0])):
        await people.unwish(contact, things)
        await waitlist_news.note_end(turn, address, f"may not be sent here: {', '.join(items)}")
        await say(turn, said, "waitlist_kept", values={"items": items, "barred": "yes"})
        return True
    await say(turn, said, "waitlist_kept", values={"items": items}, asks=asks_kept(things, said.answers.about))
    return True


async def _record(turn: Turn, said: UnderstoodMessage, items: tuple[str, ...]) -> None:
    """Store the consent to one message about these products."""
    line = LedgerLine(
        said.address.contact,
        said.address.id,
        Programme.WAITLIST,
        ConsentAction.GRANTED,
        f"{said.address.channel} chat",
        f"one message when back in stock: {', '.join(items)}",
        said.message.created_at,
        teller=Teller.PERSON,
        means=read_disclosure.get_means(said.message),
        shown=await read_disclosure.read_message_disclosure(turn, said.answers.message),
        words=read_disclosure.get_words(said.message),
    )
    await turn.unit.consents.record(line, turn.now, said.message)


async def _is_barred(turn: Turn, said: UnderstoodMessage, wish: Subject) -> bool:
    """Return True if the waitlist message could never be sent to this address."""
    planned = Planned(
        Kind.MESSAGE, Purpose.MARKETING, Programme.WAITLIST, said.address.channel, said.address.id,
        said.address.contact, turn.now, EXPERIMENT, wish,
    )  # fmt: skip
    (facts,) = await load_facts(turn.unit, turn.tenant, [planned], turn.draw, turn.now)
    return refuse_for_good(facts, turn.now) is not None


async def _show_similar(turn: Turn, said: UnderstoodMessage, things: tuple[Thing, ...]) -> bool:
    """Show similar products in stock. The question remains open."""
    items, found = await _name_things(turn, things), await find_similar_to(turn.unit, things, turn.now)
    values = {"items": items} | ({"found": found} if found else {})
    await say(turn, said, "similar", values=values, asks=asks(things, said.answers.about))
    return True


async def _name_things(turn: Turn, things: tuple[Thing, ...]) -> tuple[str, ...]:
    """Name the products with their sizes: "Tiger Shorts L"."""
    sold = await turn.unit.products.by_ids([product for product, _ in things])
    return tuple(f"{sold[product].title} {size}".rstrip() for product, size in things if product in sold)
