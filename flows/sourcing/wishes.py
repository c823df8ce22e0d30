"""A customer's wish to order in chat, as read: the product, the size, the pieces, and yes or no."""

from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from flows.money import amount


@dataclass(frozen=True, slots=True)
class Orderable:
    """A product as it can be ordered. ``sizes`` is empty where it has none; ``price`` is for one, in micro-units.

    ``image`` and ``url`` are addresses of its picture and its page, "" for none; another one of them is no other offer.
    """

    product: UUID
    sku: str
    title: str
    sizes: tuple[str, ...]
    price: int
    image: str = field(default="", compare=False)
    url: str = field(default="", compare=False)

    @property
    def cost(self) -> Decimal:
        """What one piece costs, in whole currency units."""
        return amount(self.price)


@dataclass(frozen=True, slots=True)
class Next:
    """A line of what is ordered in chat; ``size``, ``quantity`` and ``between`` as in ``OrderWish``."""

    ware: Orderable
    size: str = ""
    quantity: int = 0
    between: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderWish:
    """Somebody wants to order: the one of ``wares`` or one of several; ``size`` "" and ``quantity`` 0 were not said.

    ``lacks`` is a size that they named and the one does not have. ``asks``: they only asked whether it is to be had.
    ``later``: what they named beside it, which comes after it. ``over``: they want more pieces than can be ordered.
    ``partly``: they named goods beside it that are not sold, which the summary says. ``express``: within a day. ``to``,
    ``where`` and ``doubt`` as in ``Picked``. ``instead`` is the number of an order of theirs that this takes the place
    of, and ``replaced`` what that holds and this does not. ``between`` are several numbers of pieces of which they mean
    one, "2 or 3": they are asked how many. ``aside`` as in ``Ordering``.
    """

    wares: tuple[Orderable, ...]
    address: UUID
    channel: str
    message: UUID
    size: str = ""
    quantity: int = 0
    lacks: str = ""
    asks: bool = False
    later: tuple[Next, ...] = ()
    over: bool = False
    partly: bool = False
    express: bool = False
    to: str = ""
    named: bool = False
    where: bool = False
    instead: str = ""
    replaced: tuple[Next, ...] = ()
    doubt: str = ""
    between: tuple[int, ...] = ()
    aside: tuple[Next, ...] = ()


@dataclass(frozen=True, slots=True)
class Picked:
    """What they said to our last question: some of the wares, a size, a number, or yes or no to the summary.

    ``lacks`` is a size that the product does not have. ``picks`` are products that they named anew, in the place of
    what is picked now, ``instead`` of it in so many words, or ``beside`` it; ``removes`` those that they do not want;
    ``changes`` the lines of which they want another size or number; ``of_size``: of both only those in that size;
    ``among`` are products of which they mean one;
    ``express`` whether it shall come within a day.
    ``again``: their question was answered, and ours stands. ``over``: they want more pieces than can be ordered.
    ``partly``: they agree, and say more that we did not understand: it may be a change, so nothing is ordered yet.
    ``to`` is the address to which it shall go, ``named``: with a name on it, ``where``: they name a place that is none
    yet. ``prices``: they asked what it costs, beside ``again``. ``doubt``: why a yes that follows may be none, as in
    ``Ordering``. ``between`` as in ``OrderWish``. ``weak``: a yes in a word that may only take note; ``pressed``: one
    by its button. ``spoken`` are goods of which they asked, or said something; ``joins``: the goods that they name
    next come beside what is there. ``unsized``: the lines of ``changes`` without a size are wanted in another
    one, which is not named.
    All of it left empty: it was for us, and we did not understand it.
    """

    address: UUID
    channel: str
    message: UUID
    wares: tuple[UUID, ...] = ()
    size: str = ""
    quantity: int = 0
    agrees: bool | None = None
    lacks: str = ""
    picks: tuple[Next, ...] = ()
    beside: bool = False
    removes: tuple[UUID, ...] = ()
    changes: tuple[Next, ...] = ()
    among: tuple[Orderable, ...] = ()
    express: bool | None = None
    again: bool = False
    over: bool = False
    partly: bool = False
    of_size: str = ""
    to: str = ""
    named: bool = False
    where: bool = False
    prices: bool = False
    doubt: str = ""
    weak: bool = False
    pressed: bool = False
    unsized: bool = False
    instead: bool = False
    spoken: tuple[Next, ...] = ()
    joins: bool = False
    between: tuple[int, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether a product, a size, a number or express was named, even if the order stays the same."""
        named = self.picks or self.removes or self.changes or self.among
        return bool(named or self.quantity or self.between or self.size) or self.express is not None or self.over
