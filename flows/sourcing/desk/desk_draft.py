"""The facts and the draft of a shop desk's decision."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flows.engine import Asks, Effect, Send, Value
from flows.policy.departure_facts import Purpose
from flows.sourcing.desk.desk_requests import Desk
from flows.sourcing.desk.list_fit import fit_values
from flows.sourcing.order_facts import Lost


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """Facts about the shop. ``way`` is its address; ``opens_at`` is when the shop opens next, None while open;
    ``language`` is the locale of its texts. ``wakes_at`` is when its hours begin, None within them: on a holiday a shop
    gets no requests, but within its hours it hears about its kept pieces. ``name`` is the staff's name for the shop,
    and ``lost`` a message that never reached it; ``brings``: it brings its pieces to us."""

    way: tuple[UUID, str] | None = None
    opens_at: datetime | None = None
    language: str | None = None
    wakes_at: datetime | None = None
    name: str = ""
    lost: Lost | None = None
    brings: bool = False


class DeskDraft:
    """One decision of a desk in progress."""

    def __init__(self, desk: Desk, facts: DeskFacts, now: datetime) -> None:
        self.desk, self.facts, self.now = desk, facts, now
        self.effects: list[Effect] = []

    def send(self, template: str, key: str, asks: Asks | None = None, /, **values: Value) -> None:
        """Write to the shop in its language, if it has an address; long lists are cut to fit a message."""
        if self.facts.way is None:
            return
        address, channel = self.facts.way
        given = fit_values({name: value for name, value in values.items() if value is not None})
        send = Send(
            template, address, channel, key, Purpose.TRANSACTIONAL, values=given, locale=self.facts.language, asks=asks
        )
        self.effects.append(send)
