"""A customer's order in chat: products, sizes, pieces, and the answer to the open question."""

from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from flows.money import convert_micros


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
        """Return the price of one piece, in whole currency units."""
        return convert_micros(self.price)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line of an order: one of ``wares``, in ``size`` ("" for none said), so many pieces (0 for none said).

    ``wares`` is empty for a size or a number that belongs to the line which is open. ``between`` are numbers of pieces,
    "2 or 3": the customer is asked which one is meant.
    """

    wares: tuple[Orderable, ...]
    size: str = ""
    quantity: int = 0

    @property
    def ware(self) -> Orderable:
        """Return the one product. Raises ValueError where several may be meant."""
        (ware,) = self.wares
        return ware

    @property
    def pieces(self) -> int:
        """Return one piece, unless the customer said how many."""
        return self.quantity or 1

    @property
    def lacks(self) -> str:
        """Return the next missing detail: "product", "size", or "" for a complete line."""
        if len(self.wares) != 1:
            return "product"
        return "size" if self.ware.sizes and self.size not in self.ware.sizes else ""

    @property
    def article(self) -> tuple[UUID, str]:
        """Return the product with its size."""
        return self.ware.product, self.size if self.ware.sizes else ""

    @property
    def named(self) -> str:
        """Return the line as people call it: "2 Tiger Shorts L"."""
        many = f"{self.quantity} " if self.quantity > 1 else ""
        return f"{many}{self.ware.title} {self.article[1]}".rstrip()

    @property
    def cost(self) -> Decimal:
        """Return the price of all pieces, in whole currency units."""
        return self.ware.cost * self.pieces


@dataclass(frozen=True, slots=True)
class Next:
    """A line of an order that the version before stored."""

    ware: Orderable
    size: str = ""
    quantity: int = 0


@dataclass(frozen=True, slots=True)
class OrderWish:
    """A customer wants to order ``goods``. ``asks``: only a question about availability. ``express``: within a day."""

    goods: tuple[Wanted, ...]
    address: UUID
    channel: str
    message: UUID
    asks: bool = False
    express: bool = False


@dataclass(frozen=True, slots=True)
class Picked:
    """The answer to the question that is open. One without any content was not understood.

    ``choices`` are numbers in the list that was shown, from 1. ``goods`` are lines that were named; ``joins``: they
    come beside the others, "and a mug". ``agrees``: yes, or no. ``changes``: the lines shall be shown, to change one.
    ``again``: the question is shown once more. ``adds`` are products; a list asks which of them the order gets as well.
    ``counts`` are the pieces of each complete line, in order, from the cart page; 0 takes a line out.
    """

    address: UUID
    channel: str
    message: UUID
    choices: tuple[int, ...] = ()
    goods: tuple[Wanted, ...] = ()
    joins: bool = False
    agrees: bool | None = None
    changes: bool = False
    express: bool = False
    again: bool = False
    adds: tuple[Orderable, ...] = ()
    counts: tuple[int, ...] = ()
