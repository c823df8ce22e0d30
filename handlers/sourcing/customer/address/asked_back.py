"""A customer asks which address we have for an order: it is told, or asked for where none was."""

from handlers.customer_talk.said import Said, say
from handlers.sourcing.customer.address.orders import to_deliver
from handlers.sourcing.customer.address.question import KEPT, ask_again, kept
from handlers.sourcing.replies.address_asked import asks_which_address
from handlers.turn import Turn
from storage.sourcing.addresses import DeliveryAddresses


async def answered(turn: Turn, said: Said) -> bool:
    """Tell where each order goes that has not left; False where they ask no such thing, or have none."""
    asks = said.is_words_alone and asks_which_address(said.event.text)
    rows = await to_deliver(turn, said.address.contact) if asks else []
    known = await turn.unit.of(DeliveryAddresses).of_all([row.id for row in rows])
    told: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        told.setdefault(known[row.id].text or "", []).append(at)
    for address, places in told.items():
        first, numbers = rows[places[0]], tuple(rows[at].number for at in places)
        if not address:
            await ask_again(turn, said, first)
            continue
        values, lacks = kept(turn, first.id, numbers if len(numbers) > 1 else numbers[0], address)
        await say(turn, said, KEPT, values=values, about=first.number, asks=lacks)
    return bool(rows)
