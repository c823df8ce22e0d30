"""The wish of a customer: which goods, in which size, and how many."""

from dataclasses import dataclass

MOST_LISTED = 8
"""Products that one list offers: a chat shows as many on a phone's screen."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants: places on the shelf, none where they did not say; "" and 0 for what they did not name.

    ``sure``: one product, and by all that was said no other. ``over``: more pieces than can be ordered. ``more``: so
    many beside those that are picked. ``partly``: goods that are not sold are named beside them, or no number of
    pieces: "half a box". ``between`` and ``none`` as in ``HowMany``.
    """

    wares: tuple[int, ...] = ()
    sure: bool = False
    size: str = ""
    quantity: int = 0
    over: bool = False
    more: bool = False
    partly: bool = False
    between: tuple[int, ...] = ()
    none: bool = False
