"""Words that call goods are none where a place or a person is called so; goods before an address are goods."""

import pytest

from handlers.sourcing.replies.address_beside import Beside, is_address, part_address
from handlers.sourcing.replies.address_goods import names_goods
from handlers.sourcing.replies.stock.goods import Goods, Shelf

_SIZES = ("S", "M", "L", "XL")
SHELF = Shelf(
    [
        Goods("SHORTS", "Tiger Print Shorts", _SIZES),
        Goods("TEE", "Roaring Tiger Tee", _SIZES),
        Goods("KURTA", "Block Print Kurta", _SIZES[:3]),
        Goods("CAP", "Tiger Cub Cap", ("",)),
        Goods("MUG", "Taj Mahal Mug", ("",)),
        Goods("ELE", "Brass Elephant", ("",)),
    ]
)


@pytest.mark.parametrize(
    "address",
    [
        "ravi, 12 mg road, karol bagh, delhi 110005",
        "flat 3, lal bagh road, bangalore 560027",
        "Block C, 14 Lajpat Nagar, New Delhi 110024",
        "Block M, House 5, Saket, New Delhi 110017",
        "Taj Apartments, Flat 4, Sector 18, Noida 201301",
        "House 3, Hathi Pol, Udaipur 313001",
        "Sunita Taj, House 9, Sector 4, Gurgaon 122001",
        "टाइगर गली 4, करोल बाग, दिल्ली 110005",
        "Mr. L. Short, 3 Medium St, Reno NV 89501",
        "L. Short, 3 Medium St, Reno NV 89501",
        "Bob Short 55 Main St, Greer SC 29650",
        "12 Tiger Tee Ln, Memphis TN 38119",
        "12 tiger ln, memphis tn 38119",
        "Kim Small, 8 Cap Hill Rd, Denver CO 80203",
        "12 Tiger Street Apt 5, Reno NV 89501",
        "5 tiger hills, bagh bazar, kolkata 700003",
        "Tigre 5, Miami FL 33139",
        "Calle de los Tigres 5, Miami FL 33139",
        "Luis Gorra, Av. Tigre 33 Apto 5, Miami FL 33139",
    ],
)
def test_an_address_is_one_whatever_its_words_call(address: str) -> None:
    assert not names_goods(address, SHELF)
    found = part_address(address, SHELF)
    assert is_address(address, SHELF) or found is None or not names_goods(found.rest, SHELF)


@pytest.mark.parametrize(
    "said",
    [
        "2 mugs, 5 MI Road Jaipur 302001",
        "mug, 5 MI Road Jaipur 302001",
        "red mug, 5 MI Road Jaipur 302001",
        "2 mugs with ribbon, 5 MI Road Jaipur 302001",
        "mug 12 Bani Park Jaipur 302016",
        "2 mugs flat 9 Rose Apartments Jaipur 302001",
        "2 tees L, 12 Main St, Reno NV 89501",
        "block print kurta M, 5 MI Road Jaipur 302001",
        "2 gorras, Calle Mayor 12, Miami FL 33139",
        "do hathi, 12 Karol Bagh, Delhi 110005",
        "एक मग, 12 करोल बाग, दिल्ली 110005",
        "M, 12 MG Road, Delhi 110005",
        "2 mugs near temple",
        "2 bagh",
    ],
)
def test_goods_beside_an_address_are_goods(said: str) -> None:
    assert names_goods(said, SHELF)
    assert not is_address(said, SHELF)


@pytest.mark.parametrize(
    ("said", "rest", "address"),
    [
        ("i want 2 caps to 12 Tiger Ln, Memphis TN 38119", "i want 2 caps", "12 Tiger Ln, Memphis TN 38119"),
        ("2 mugs chahiye, Ravi, 12 Karol Bagh, Delhi 110005", "2 mugs chahiye", "Ravi, 12 Karol Bagh, Delhi 110005"),
        ("2 kurta M, 12 Karol Bagh, Delhi 110005", "2 kurta M", "12 Karol Bagh, Delhi 110005"),
    ],
)
def test_an_address_behind_goods_may_call_others(said: str, rest: str, address: str) -> None:
    found = part_address(said, SHELF)
    assert isinstance(found, Beside)
    assert (found.rest, found.address) == (rest, address)
