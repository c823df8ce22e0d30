"""Examples of commands as this business would write them, with a product of its own; and their lines of help."""

from collections.abc import Mapping, Sequence

from flows.phrase import Ours, Text, phrase
from handlers.admins.command import Command
from handlers.turn import Turn
from storage.products import Product
from templates.phrases import Phrases

_LOOKED_AT = 5  # products, for the size of an amount

_NO_PRODUCT, _NO_AMOUNT = "PRODUCT", 100
"""What stands in an example where there is none yet."""

Filling = Mapping[str, object]
"""What stands in examples and lines of help, by its name."""


async def filling(turn: Turn, commands: Sequence[Command]) -> Filling:
    """``product`` and ``amount``, which is of the size of what is sold here, and what conversations fill
    (``Conversation.examples``); nothing where none of these commands has a place for it."""
    return await _filling(turn) if any(map(_has_places, commands)) else {}


async def fill(turn: Turn, example: str) -> Ours:
    """An example with what this business would write."""
    return filled(example, await _filling(turn) if "{" in example else {})


async def _filling(turn: Turn) -> Filling:
    product, sold = _NO_PRODUCT, await turn.unit.products.some(_LOOKED_AT)
    for one in sold[:1]:
        product = " ".join((one.sku, *filter(None, one.sizes[:1])))
    amount = max(map(_amount, sold), default=_NO_AMOUNT)
    return {"product": product, "amount": amount, **await turn.tools.conversations.examples(turn)}


def filled(example: str, filling: Filling) -> Ours:
    """The same, with what is known already."""
    return Ours(example.format(**filling) if "{" in example else example)


def help_of(command: Command, filling: Filling) -> Text:
    """What a command does, in a line."""
    return phrase(f"help_{command.name}", **{one: Ours(value) for one, value in filling.items()})


def _has_places(command: Command) -> bool:
    """Whether its example or its line of help has a place for something of this business."""
    return "{" in command.example or bool(Phrases.load().values(f"help_{command.name}"))


def _amount(product: Product) -> int:
    """The price of five pieces, in two figures: 4500 for a product at 899."""
    whole = max(round(product.price.decimal * 5), 1)
    return round(whole, 2 - len(str(whole))) if whole >= 100 else whole
