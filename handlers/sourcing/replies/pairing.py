"""The two parts of a text of which one names what is wanted, and the other what it is wanted in the place of."""

from handlers.replies.text import tokens
from handlers.sourcing.replies.naming import find_goods, name_bits, without_titles
from handlers.sourcing.replies.stock.goods import Shelf


def apart(wanted: str, unwanted: str, shelf: Shelf) -> tuple[str, str] | None:
    """Both, where each names one product, and not the same: "shorts in M instead of L" is another size."""
    named, other = one_in(wanted, shelf), one_in(unwanted, shelf)
    return (wanted, unwanted) if named and other and named != other else None


def one_in(text: str, shelf: Shelf) -> tuple[int, ...]:
    """The one product that a text names; none where it names none or may mean several."""
    named, _ = find_goods(name_bits(text, shelf), tokens(without_titles(text, shelf)), shelf)
    return named if len(named) == 1 else ()
