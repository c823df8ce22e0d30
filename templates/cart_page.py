"""The page where a customer changes the lines of an order being built: a form that works without scripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from templates import formats
from templates.message_values import one_line, shorten
from templates.private_pages import choose_language, get_words, load_style, template

PAGE = "cart"
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class CartLine:
    """A line of the cart: its title, the number of pieces, and the price of all of them."""

    title: str
    count: int
    cost: Decimal


@dataclass(frozen=True, slots=True)
class CartPage:
    """The lines of an order. ``once`` identifies its version; ``is_empty``: the customer removed all lines; ``wrong``
    has entered quantities that are invalid, by the line's place."""

    brand: str
    locale: str
    currency: str
    once: str
    lines: tuple[CartLine, ...]
    is_empty: bool = False
    wrong: Mapping[int, str] = field(default_factory=dict)


def render_form(page: CartPage) -> str:
    """Render the form in its reader's language."""
    written = choose_language(PAGE, page.locale)

    def money(amount: Decimal) -> str:
        return formats.format_money(amount, page.currency, page.locale)

    return template("cart/form.html").render(
        t=get_words(PAGE, written),
        lang=written,
        css=load_style(),
        brand=shorten(one_line(page.brand), _LONGEST, "…"),
        page=page,
        lines=[(place, one, money(one.cost)) for place, one in enumerate(page.lines)],
        total=money(sum((one.cost for one in page.lines), Decimal(0))),
    )
