"""What a shop's message says, and of which of its requests."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flows.sourcing.ask import Says
from flows.sourcing.desk.requests import Request
from handlers.sourcing.replies.stock.reading import Says as Said
from handlers.sourcing.replies.stock.reading import StockAnswer, StockIntent, StockReading

SAYS = {Said.YES: Says.YES, Said.NO: Says.NO, Said.PARTIAL: Says.PART, Said.LATER: Says.LATER}
"""What an answer is to the order that asked."""
MOST_CHOICES = 3
"""The answers of a request's menu: yes, no, some."""


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """What a message says, and of which requests; ``past`` is what it says of orders that the shop is not asked for
    any more. Nothing is done upon a text that is not ``exact``: the shop is asked back."""

    requests: list[Request]
    reading: StockReading
    past: tuple[StockAnswer, ...] = ()
    exact: bool = True

    @property
    def intent(self) -> StockIntent:
        """What the message does."""
        return self.reading.intent

    @property
    def named(self) -> list[Request]:
        """The requests that it speaks of."""
        return [self.requests[one.ask] for one in self.reading.answers]

    @property
    def certain(self) -> list[tuple[Request, StockAnswer]]:
        """The requests that the message answers clearly enough to act upon, with the answers."""
        return [(self.requests[one.ask], one) for one in self.reading.answers if _is_certain(one)]

    @property
    def postponed(self) -> list[tuple[Request, StockAnswer]]:
        """The open requests that the shop will answer later."""
        said = [(self.requests[one.ask], one) for one in self.reading.answers if one.says is Said.WAIT]
        return [(request, one) for request, one in said if request.open]

    @property
    def untold(self) -> list[tuple[Request, StockAnswer]]:
        """The open requests that it names beside what is certain, and says nothing clear of: "1 haan, 2 pata nahi"."""
        said = [(self.requests[one.ask], one) for one in self.reading.answers if not one.swept and not _is_certain(one)]
        return [(request, one) for request, one in said if request.open and self.certain]

    @property
    def some(self) -> bool:
        """Whether it says of the one thing it speaks of that some is there, and not how many: "3 Some"."""
        said = self.reading.answers
        return len(said) == 1 and said[0].says is Said.PARTIAL and said[0].quantity is None

    @property
    def unread(self) -> ReadAnswer:
        """The question which is meant, in place of an answer that is not exact."""
        unclear = tuple(StockAnswer(one.ask, Said.UNCLEAR) for one in self.reading.answers)
        return replace(self, reading=StockReading(unclear, StockIntent.WHICH), past=())

    @property
    def answers_surely(self) -> bool:
        """Whether the message is an answer, with a certain part."""
        return self.intent is StockIntent.ANSWER and bool(self.certain)


def _is_certain(said: StockAnswer) -> bool:
    """Whether it can be acted upon: "some" without a number cannot, and is asked about."""
    return said.says in SAYS and not (said.says is Said.PARTIAL and said.quantity is None)
