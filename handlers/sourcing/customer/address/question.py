"""The question where an order goes: asked for, or whether it goes to where the last one went, until it is answered."""

from typing import Any
from uuid import UUID

from flows.engine import Asks
from flows.policy.facts import Kind
from handlers.customer_talk.said import Said, say
from handlers.outgoing import OutboundMessage, post
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.last_said import last_word
from handlers.sourcing.replies.address_parts import missing
from handlers.sourcing.replies.addresses import on_one_line
from handlers.turn import Turn
from storage.people import Address
from storage.sourcing.reservations import Reservation
from templates.values import shorten

WHERE = "delivery_address"
"""Where an order goes: as what the answer is expected."""
POSTAL_CODE = "postal_code"
"""The postal code that an address lacks: asked for once, as a carrier sorts by it."""
_ASK, _CONFIRM = "address_ask", "address_confirm"  # templates
KEPT = "address_kept"
"""What they read once their address is noted: where the order goes, and what to do where that is wrong."""
NOTED = "wish_noted"
"""What they read once what they wish of the bringing is kept."""
STAYS = "address_stays"
"""What they read where a part of an order shall go elsewhere as well: where it goes until the team answered."""
_CODES = {"IN": "pin", "US": "zip"}  # under which value of the template each country's is asked for
SHOWN = 120
"""Characters of an address, in a question."""
THERE = "deliver"
"""The button under an address that is to be confirmed."""


async def ask(turn: Turn, to: Address, order: UUID, number: str, known: str, kind: Kind, which: str) -> None:
    """Ask at that address of theirs where an order goes, once for each ``which``; ``known`` is where the last one went,
    "" where that is not known."""
    template, values, asks = _question(order, number, known)
    key = f"{template}:{which}:{order}"
    await post(turn, to, OutboundMessage(key, kind, template, values=values, subject=asks.about, asks=asks))


async def ask_again(turn: Turn, said: Said, row: Reservation, known: str = "") -> bool:
    """Ask where the order goes, or whether it goes to what was ``known``, or written."""
    template, values, asks = _question(row.id, row.number, known)
    await say(turn, said, template, values=values, asks=asks)
    return True


async def tell(turn: Turn, to: Address, order: UUID, number: str, address: str, *, at_all: bool) -> None:
    """Say where an order goes, and ask for the parts that the address lacks; a whole address is said ``at_all``, or is
    not."""
    values, asks = kept(turn, order, number, address)
    if asks is not None or at_all:
        about = customer_orders.subject(order)
        await post(
            turn, to, OutboundMessage(f"{KEPT}:{order}", Kind.ANSWER, KEPT, values=values, subject=about, asks=asks)
        )


def kept(turn: Turn, order: UUID, number: str | tuple[str, ...], address: str) -> tuple[dict[str, Any], Asks | None]:
    """The values of the template that says where an order goes, and the question for what the address lacks."""
    told = which(number) | {"address": shown(address)}
    country = turn.business.country
    lacking = missing(address, country)
    if not lacking:
        return told, None
    lacks = {_CODES[country] if name == "code" else name: True for name in lacking}
    asks = Asks(POSTAL_CODE, customer_orders.subject(order), values={"address": address}, stays=True)
    return told | lacks, asks


def which(numbers: str | tuple[str, ...]) -> dict[str, Any]:
    """The values of a template by which it names an order, or several."""
    return {"order": numbers} | ({"several": True} if isinstance(numbers, tuple) else {})


def wish_told(number: str | tuple[str, ...], note: str) -> dict[str, Any]:
    """The values of the template that says that a wish is kept."""
    return {"order": number, "note": shorten(note, SHOWN, "…")}


async def tell_wish(turn: Turn, to: Address, order: UUID, number: str, note: str) -> None:
    """Say at that address of theirs that what they wish of the bringing is kept with an order."""
    about = customer_orders.subject(order)
    await post(
        turn, to, OutboundMessage(f"{NOTED}:{order}", Kind.ANSWER, NOTED, values=wish_told(number, note), subject=about)
    )


def _question(order: UUID, number: str, known: str) -> tuple[str, dict[str, str], Asks]:
    """The template that asks for an address, with its values, and the question as it is kept."""
    asks = Asks(WHERE, customer_orders.subject(order), values={"address": known} if known else {}, stays=True)
    told = {"address": shown(known)} if known else {}
    return (_CONFIRM if known else _ASK), {"order": number} | told, asks


def shown(address: str) -> str:
    """An address as it stands in a question, on one line."""
    return shorten(on_one_line(address), SHOWN, "…")


async def settle(turn: Turn, order: UUID) -> None:
    """Where that order goes, and what its address lacks, is asked no more."""
    for expects in (WHERE, POSTAL_CODE):
        await turn.unit.questions.settle_about(customer_orders.subject(order), expects, turn.now)


async def is_last(turn: Turn, said: Said) -> bool:
    """Whether nothing was said there since we asked, or they quote the question."""
    if said.message.reply_to == said.answers.message:
        return True
    last = await last_word(turn, said)
    return last is not None and last.id == said.answers.message
