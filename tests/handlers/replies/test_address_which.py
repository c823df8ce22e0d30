"""Of which orders an address is: words that say so are none of the address, and names of places are none of them."""

import pytest

from handlers.sourcing.replies.address_which import Which, which_orders
from handlers.sourcing.replies.addresses import read_address

PLACE = "B-12 Sector 62 Noida 201301"


@pytest.mark.parametrize(
    "said",
    [
        "both to {}", "send both to {}", "send both orders to {}", "both orders to {}", "both of them to {}",
        "deliver all at {}", "please send everything to {}", "for both orders {}", "{} for both", "{} both orders",
        "change both to {}", "change the address of both orders to {}", "yes both to {}", "dono {} pe bhejna",
        "dono order {} par", "{} dono ke liye", "ambos a {}", "los dos a {}", "manda todo a {}", "दोनों {} पर भेजो",
    ],
)  # fmt: skip
def test_all_orders(said: str) -> None:
    _is_of(Which.ALL, said)


@pytest.mark.parametrize(
    "said",
    [
        "this one to {}", "send this one to {}", "this to {}", "this order should go to {}", "that one to {}",
        "that should be delivered to {}", "yeh wala {} pe", "yeh order {} pe bhejna", "isko {} par bhej do",
        "este a {}",
    ],
)  # fmt: skip
def test_the_one_that_is_spoken_of(said: str) -> None:
    _is_of(Which.THIS, said)


def _is_of(which: Which, said: str) -> None:
    text = said.format(PLACE)
    found = read_address(text)
    assert (which_orders(text), found.text if found is not None else None) == (which, PLACE)


@pytest.mark.parametrize(
    "text",
    [
        "All India Institute, 5 Ansari Nagar, Delhi 110029", "This That Cafe, 5 MG Road, Pune 411001",
        "this is my address 5 MG Road Pune 411001", "all good, 5 MG Road Pune 411001", "Both Lane 5, Pune 411001",
        "5 MG Road, Pune 411001, All Saints Colony", "both the mugs", "send both", "Todo Street 5, Pune 411001",
    ],
)  # fmt: skip
def test_none(text: str) -> None:
    assert which_orders(text) is None
