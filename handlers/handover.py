"""A question the bot cannot answer goes to the staff's chat; they answer by replying, and the customer gets it."""

from __future__ import annotations

from datetime import timedelta

from flows.money import Money
from flows.policy.facts import Kind
from handlers import alerts
from handlers.outgoing import Letter, post
from handlers.turn import Turn
from storage.messages import Message
from storage.people import Address
from templates import formats

LINES = 4
STILL_OPEN = timedelta(hours=12)


async def ask(turn: Turn, address: Address, message: Message) -> str:
    """Pass a customer's message on to everybody on the staff; the template that honestly answers the customer.

    ``passed_on``; ``already_open`` while a question of theirs waits; ``help`` where nobody is linked to be asked.
    """
    thread = await turn.unit.messages.thread(address.id)
    waiting = await _waiting(turn, thread, message)
    values = await _values(turn, address, message, thread)
    desks = await alerts.desk(turn)
    for desk in desks:
        key = f"handover:{message.id}:{desk.id}"
        letter = Letter(key=key, kind=Kind.STAFF, template="staff_alert", values=values, about=address.id)
        await post(turn, desk, letter)
    if not desks:
        return "help"
    return "already_open" if waiting else "passed_on"


async def answer(turn: Turn, about: Message, reply: Message) -> bool:
    """A member of the staff replied to what was handed over: the customer gets it in their own channel."""
    if about.about is None or not reply.text:
        return False
    customer = await turn.unit.people.address_by_id(about.about)
    await post(turn, customer, Letter(key=f"staff:{reply.id}", kind=Kind.ANSWER, text=reply.text))
    return True


async def _waiting(turn: Turn, thread: list[Message], message: Message) -> bool:
    """Whether the customer was told in the last hours that somebody was asked, and nobody has answered since."""
    for earlier in reversed(thread):
        if earlier.direction == "in" or earlier.id >= message.id:
            continue
        if earlier.key.startswith("staff:") or earlier.created_at < turn.now - STILL_OPEN:
            return False
        if earlier.template == "passed_on":
            return True
    return False


async def _values(turn: Turn, address: Address, message: Message, thread: list[Message]) -> dict[str, object]:
    person = await turn.unit.people.get(address.contact)
    carts = await turn.unit.carts.open_of(address.contact)
    about = f"cart of {_amount(turn, carts[-1].total)}" if carts else ""
    lines = [
        f"{'<' if one.direction == 'out' else '>'} {one.text}" for one in thread if one.text and one.id != message.id
    ]
    return {
        "who": who(person.name if person else None, address),
        "channel": address.channel,
        "about": about,
        "question": message.text or "(a picture or a voice note)",
        "thread": lines[-LINES:],
    }


def who(name: str | None, address: Address) -> str:
    """A person as the staff may see them in a chat: the name, and the end of the number."""
    tail = f"…{address.value[-4:]}"
    return f"{name} ({tail})" if name else tail


def _amount(turn: Turn, money: Money) -> str:
    return formats.money(money.decimal, money.currency, turn.business.locale)
