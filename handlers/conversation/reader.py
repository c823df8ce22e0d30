"""A message from outside as readers get it, and the order in which the readers are tried."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from flows.events import MessageReceived
    from handlers.turn import Turn
    from storage.messages import Message
    from storage.people import Address
    from storage.questions import Question


@dataclass(frozen=True, slots=True)
class Written:
    """A message at an address, as it is stored and as the channel told it; ``question`` is the one that it answers."""

    address: Address
    message: Message
    event: MessageReceived
    question: Question | None = None


class Rank(IntEnum):
    """When somebody's words are tried on a reader: the first that knows them answers, and no other is asked."""

    STOP = 10  # an opt-out, whatever else is open
    STANDING = 20  # whether our messages shall stop, where that was asked
    LINK = 30  # what a link wrote for them: a product, a friend's code
    STRANGER = 40  # a command of the staff, from somebody else
    HELP = 50
    PARTNER = 55  # START of somebody who is more than a customer
    START = 60
    MACHINE = 70  # what no person wrote
    STAFF = 80  # what answers a member of the staff
    FIRST = 90  # what is meant whatever question is open: to call an order off, how to pay
    OPEN = 100  # the question that is open
    AFTER = 110  # what was asked before, and may still be answered
    BEGIN = 120  # a wish that begins something new
    AGAIN = 130  # something that is over, once more
    ASIDE = 140  # what a person is to see, and what it changes at once
    OWN = 150  # what a conversation answers from what it knows itself
    KNOWN = 155  # what is answered from what is known of everybody
    PERSON = 160  # all else goes to a person


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reader(Generic[T]):
    """Reads what customers or partners write, as it was understood: True where it has answered. One that ``expects``
    something reads only what answers a question of ours that expects it, which is settled then."""

    rank: Rank
    read: Callable[[Turn, T], Awaitable[bool]]
    expects: str = ""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Reads what partners and the staff answer to a question that ``expects`` this: True where it was an answer, and
    the question is settled."""

    expects: str
    read: Callable[[Turn, Written], Awaitable[bool]]
