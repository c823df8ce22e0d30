"""A message from outside as readers get it, and how readers are found: by question, act and rank."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Set
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from flows.events import MessageReceived
    from handlers.engine.turn import Turn
    from handlers.replies.customer_acts import ActKind
    from storage.businesses.access import Member
    from storage.events.open_questions import QuestionRecord
    from storage.people.people import Address
    from storage.sending.message import Message


MOST_CHARACTERS, MOST_WORDS = 1_000, 150
"""Of a message of a customer or a shop that is read. An order of ten lines with its address has half as many."""


@dataclass(frozen=True, slots=True)
class Written:
    """A message at an address, as it is stored and as the channel told it; ``question`` is the one that it answers.

    ``member`` is the member of the staff who wrote it, None also where the channel does not prove who writes.
    ``is_unread``: the message is too long or too costly to read, so a person gets it. ``event`` has no words then.
    """

    address: Address
    message: Message
    event: MessageReceived
    question: QuestionRecord | None = None
    member: Member | None = None
    is_unread: bool = False

    @property
    def is_as_sent(self) -> bool:
        """Whether the message is the writer's own, as it was first sent: not forwarded, and not changed later."""
        return not (self.event.forwarded or self.event.edited)

    @property
    def is_sent_alone(self) -> bool:
        """Whether the message is the writer's own, as it was first sent, without a photo or a file."""
        return self.is_as_sent and not self.event.media


def is_too_long(written: Written) -> bool:
    """Return True for more text than any order or address has. A member of the staff may write a campaign's words."""
    text = written.event.text
    return written.member is None and (len(text) > MOST_CHARACTERS or len(text.split()) > MOST_WORDS)


class Door(IntEnum):
    """By which door a message comes in: the first reader that knows its writer answers, and no other is asked."""

    ANYBODY = 10  # whoever writes, whatever they are to the business
    PUBLIC = 20  # an SMS, a link that leads in, an opt-out: the same whoever wrote it
    ASKED = 30  # a partner or a member of the staff answers a question
    PARTNER = 40  # somebody who is no customer to a conversation, as a shopkeeper
    STAFF = 50  # a member of the staff, who commands nothing
    COMMAND = 60
    CUSTOMER = 70


class Rank(IntEnum):
    """The order of the readers that take a message: the first that knows it answers, and no other is asked."""

    STOP = 10  # an opt-out, whatever else is open
    STANDING = 20  # whether our messages shall stop, where that was asked
    LINK = 30  # what a link wrote for them: a product, a friend's code
    HELP = 50
    PARTNER = 55  # START of somebody who is more than a customer
    START = 60
    MACHINE = 70  # what no person wrote
    BESIDE = 75  # what is clear, while the staff talks with them
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


class To(StrEnum):
    """What a message answers, beside a question that a reader expects."""

    ANYTHING = "anything"
    STAFF = "staff"  # words of the staff
    RUN = "run"  # any flow that goes on with its writer: an order that is picked, a cart, an opt-in
    BUTTONS = "buttons"  # a message of ours whose button was pressed


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reader(Generic[T]):
    """Reads a message as it came or was understood: True where it has answered.

    It is found by what the message answers and by its act. One that ``expects`` something reads only what answers a
    question of ours that expects it, which is settled then. ``to`` names another thing that has to be answered, or a
    flow that has to go on with the writer. One that declares ``acts`` reads only messages of those kinds; none declared
    means any.
    """

    rank: Door | Rank
    read: Callable[[Turn, T], Awaitable[bool]]
    expects: str = ""
    acts: Set[ActKind] = frozenset()
    to: str = To.ANYTHING


@dataclass(frozen=True, slots=True)
class ReaderKey:
    """By what the readers of a message are found: the question and the other things that it answers, and its act.

    ``to`` and ``act`` are None where nobody worked them out: every reader takes the message then.
    """

    expects: str = ""
    to: Set[str] | None = None
    act: ActKind | None = None

    def is_for(self, reader: Reader[T]) -> bool:
        """Return whether a reader takes the message."""
        if reader.expects and reader.expects != self.expects:
            return False
        answers = self.to is None or reader.to in self.to
        return answers and (not reader.acts or self.act is None or self.act in reader.acts)


async def read_by(
    turn: Turn, readers: Iterable[Reader[T]], said: T, question: QuestionRecord | None, key: ReaderKey | None = None
) -> bool:
    """Try a message on the readers that take it, in their order; return whether one has answered.

    ``question`` is the one that it answers. ``key`` says by what else its readers are found, where that was worked
    out.
    """
    key = replace(key or ReaderKey(), expects=question.expects if question is not None else "")
    for reader in readers:
        if key.is_for(reader) and await reader.read(turn, said):
            if question is not None and reader.expects:
                await turn.unit.questions.settle(question.id, turn.now)
            return True
    return False
