"""Orders as what a /note of the staff is kept with."""

from uuid import UUID

from flows.phrase import Text, phrase
from flows.sourcing.draft import order_called
from handlers.actions.action import Origin
from handlers.admins.command import Asked, Reply
from handlers.admins.people import Notable, Noting
from handlers.sourcing.actions.notes import AddNote, add_note
from handlers.sourcing.shown import then_order
from handlers.sourcing.staff import cards
from handlers.sourcing.staff.meant import MeantOrder, order_of
from handlers.turn import Turn


async def _finds(asked: Asked, words: tuple[str, ...]) -> Notable | Reply | None:
    """The order whose number is among the words."""
    meant = await order_of(asked.turn, words)
    if not isinstance(meant, MeantOrder):
        return meant if isinstance(meant, Reply) else None
    number = meant.order.number
    return Notable(meant.order.id, number, meant.rest, phrase("what_to_note", order=number))


async def _keeps(turn: Turn, origin: Origin, order: UUID, text: str) -> Text:
    """Keep the note, and bring the order's message up to date."""
    noted = await add_note(turn, origin, AddNote(order, text))
    await cards.show_notes(turn, noted)
    return then_order(noted, phrase("noted_with", order=order_called(noted)))


NOTING = Noting(_finds, _keeps)
