"""So many pieces in so many sizes that do not fit: "3 shorts M and L". They are asked how many of each they want."""

from collections.abc import Sequence

from flows.sourcing.basket import Ordering
from handlers.customer_talk.said import Said, say
from handlers.sourcing.customer.picking.baskets import several_sizes
from handlers.sourcing.customer.picking.open_order import ask_again
from handlers.sourcing.customer.wares import assortment, goods_of
from handlers.sourcing.replies.spreading import uneven
from handlers.turn import Turn


async def told(turn: Turn, said: Said, text: str) -> None:
    """Say that it cannot be told how many of each size are meant, where goods are named so; the size is asked next."""
    spread = uneven(text, (await assortment(turn)).shelf)
    if spread is not None:
        await _ask(turn, said, spread.pieces, spread.sizes)


async def answered(turn: Turn, said: Said, state: Ordering) -> bool:
    """Ask how many of each, where the size is asked of more or fewer pieces than they name sizes."""
    if state.step != "size" or not said.is_words_alone:
        return False
    several, each = several_sizes(said.event.text, goods_of(state.wares[0]))
    if not several or several[0].pieces or each or state.quantity in {0, len(several)}:
        return False
    await _ask(turn, said, state.quantity, [one.size for one in several])
    await ask_again(turn, said)
    return True


async def _ask(turn: Turn, said: Said, pieces: int, sizes: Sequence[str]) -> None:
    first, *others = sizes
    shares = [(first, max(pieces - len(others), 1)), *((one, 1) for one in others)]
    example = ", ".join(f"{many} {size}" for size, many in shares)
    values = {"topic": "each", "pieces": pieces, "items": tuple(sizes), "example": example}
    await say(turn, said, "pick_facts", values=values)
