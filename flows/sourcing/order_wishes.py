"""A customer's order in chat: products, sizes, pieces, and the answer to the open question."""

from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from flows.money import convert_micros


@dataclass(frozen=True, slots=True)
class Orderable:
    """A product that can be ordered. ``sizes`` is empty if it has none; ``price`` is for one piece, in micro-units.

    ``image`` and ``url`` are the addresses of its picture and its page, "" for none; they do not count in comparisons.
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
    """A line of an order: one of ``wares``, in ``size`` ("" if not given), and the number of pieces (0 if not given).

    ``wares`` is empty for a bare size or number, which belongs to the incomplete line. ``between`` are alternative
    numbers, "2 or 3": the customer is asked which one is meant.
    """

    wares: tuple[Orderable, ...]
    size: str = ""
    quantity: int = 0

    @property
    def ware(self) -> Orderable:
        """Return the only product. Raises ValueError if several are possible."""
        (ware,) = self.wares
        return ware

    @property
    def pieces(self) -> int:
        """Return the number of pieces, by default 1."""
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
        """Format the line: "2 Tiger Shorts L"."""
        many = f"{self.quantity} " if self.quantity > 1 else ""
        return f"{many}{self.ware.title} {self.article[1]}".rstrip()

    @property
    def cost(self) -> Decimal:
        """Return the price of all pieces, in whole currency units."""
        return self.ware.cost * self.pieces


@dataclass(frozen=True, slots=True)
class Next:
    """A line of an order stored by the previous version."""

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
    """The answer to the open question. An answer without any content was not understood.

    ``choices`` are numbers in the shown list, from 1. ``goods`` are named lines; ``joins``: they are added to the
    others, "and a mug". ``agrees``: yes, or no. ``changes``: show the lines, to change one. ``again``: show the
    question once more. ``adds`` are products; a list asks which of them to add. ``counts`` are the quantities of each
    complete line, in order, from the cart page; 0 removes a line.
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
