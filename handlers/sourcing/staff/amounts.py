"""The kinds of arguments that are amounts of money."""

from collections.abc import Sequence

from flows.phrase import phrase
from handlers.admins.arguments import Argument, Found, Known, Missing
from handlers.admins.asking import for_example, which
from handlers.admins.command import Asked, Reply
from handlers.sourcing.replies.amounts import read_amount


async def _amount(_asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """Micro-units, where an amount is said."""
    for at, word in enumerate(words):
        found = read_amount(word)
        if found is not None:
            return Found(found, (*words[:at], *words[at + 1 :]))
    return Missing()


def largest_amount(words: Sequence[str]) -> int | None:
    """The place of the largest amount among the words; None where there is none."""
    read = {at: found for at, word in enumerate(words) if (found := read_amount(word)) is not None}
    return max(read, key=lambda at: read[at], default=None)


async def _ask_amount(asked: Asked, _known: Known) -> Reply:
    return which(phrase("how_much_paid"), (), await for_example(asked), understood=False)


AMOUNT = Argument("amount", "", _amount)
"""An amount of money, which may be left out."""
PAID_AMOUNT = Argument("amount", "{amount}", _amount, _ask_amount)
"""How much was paid."""
