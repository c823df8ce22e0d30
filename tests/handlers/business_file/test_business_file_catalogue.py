"""[sourcing], [[shops]] and [[products]] of business files: what is read, and every mistake with its line."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.availability import Availability
from flows.business import Referral, Sourcing, SplitWeights
from flows.money import Money
from handlers.business_file import BusinessFile, ProductEntry, ShopEntry, WrongBusinessFile, read_business_file
from handlers.business_file.catalogue_sections import MOST_PRODUCTS, MOST_SHOPS, parse_hours
from storage.people.people import Identity
from storage.store.products import Listing
from tests.cases import each

HEAD = """\
[business]
id = "tiger"
name = "Tiger Tees"
country = "IN"
timezone = "Asia/Kolkata"
currency = "INR"
locale = "hi"
"""
SHOP = '[[shops]]\nid = "connaught"\nname = "Connaught Place Souvenirs"\n'
SHORTS = '[[products]]\nsku = "SHORTS"\ntitle = "Tiger Print Shorts"\nprice = 899\n'


def read(more: str) -> BusinessFile:
    return read_business_file(HEAD + more, {})


def wrong(more: str) -> list[tuple[int, str, str]]:
    """Line (of ``more``, from 1 on), path and message of each mistake."""
    with pytest.raises(WrongBusinessFile) as caught:
        read(more)
    return [(one.line - HEAD.count("\n"), one.path, one.message) for one in caught.value.mistakes]


def test_sourcing_in_full() -> None:
    file = read("""
[sourcing]
pay = "cod"
reserve = "72h"
answer_within = "12h"
wave = 5
next_wave_after = "2h"
express_wave_after = "10m"
express_fee = 149
quality_check = true
order_messages = false
handover = "shop"
courier_days = 2
weights = { shops = 200, hours = 5.5, commission = 1 }
""")
    assert file.business.sourcing == Sourcing(
        "cod",
        timedelta(hours=72),
        timedelta(hours=12),
        5,
        timedelta(hours=2),
        timedelta(minutes=10),
        149,
        True,
        False,
        SplitWeights(200.0, 5.5, 1.0),
        "shop",
        2,
    )
    assert read("").business.sourcing.handover == "us"
    assert read(f'{SHOP}handover = "shop"').shops[0].handover == "shop"
    assert read(SHOP).shops[0].handover is None
    assert [one[:2] for one in wrong(f'{SHOP}handover = "courier"')] == [(4, "shops[1].handover")]


def test_what_bringing_a_customer_is_worth() -> None:
    assert read("[referral]\namount = 100\n").business.referral == Referral(100)
    assert read("[referral]\n").business.referral is None
    assert read("").business.referral is None
    assert wrong("[referral]\namount = 0\n")[0][:2] == (2, "referral.amount")
    assert wrong("[referral]\npercent = 10\n")[0][:2] == (2, "referral.percent")


def test_without_a_section_the_usual_holds() -> None:
    file = read("")
    assert (file.business.sourcing, file.shops, file.products, file.later) == (Sourcing(), (), (), ())


def test_a_shop_in_full_and_one_in_short() -> None:
    file = read("""
[[shops]]
id = "connaught"
name = "Connaught Place Souvenirs"
location = "New Delhi"
address = "whatsapp:+919800000001"
hours = "9:30–21:00"
commission = 12.50
language = "hi-Latn"
[[shops]]
id = "janpath"
name = "Janpath Crafts"
commission_percent = 12.5
""")
    assert file.shops == (
        ShopEntry(
            "connaught",
            "Connaught Place Souvenirs",
            "New Delhi",
            Identity("whatsapp", "+919800000001"),
            (570, 1260),
            Decimal("12.5"),
            None,
            "hi-Latn",
        ),
        ShopEntry("janpath", "Janpath Crafts", "", None, (600, 1200), None, 12.5, "hi", follows=True),
    )


def test_a_product_in_full_and_one_without_sizes() -> None:
    file = read("""
[[products]]
sku = "TIGER-SHORTS"
title = "Tiger Print Shorts"
sizes = ["S", "M", "Free size"]
price = "899.50"
availability = "pre_order"
category = "shorts"
image = "https://tiger.example/s.jpg"
url = "https://tiger.example/s"
own_stock = { S = 2, "Free size" = 0 }
low_water = 1
[[products]]
sku = "MUG"
title = "Mug"
price = 250
own_stock = 7
""")
    shorts = Listing(
        "TIGER-SHORTS",
        "Tiger Print Shorts",
        Money.parse("899.50", "INR"),
        Availability.PRE_ORDER,
        ("S", "M", "Free size"),
        "shorts",
        "https://tiger.example/s.jpg",
        "https://tiger.example/s",
    )
    mug = Listing("MUG", "Mug", Money.parse(250, "INR"), Availability.SOURCE_2_3_DAYS)
    assert file.products == (ProductEntry(shorts, {"S": 2, "Free size": 0}, 1), ProductEntry(mug, {"": 7}))


@each(
    ("more", "expected"),
    [
        pytest.param('[sourcing]\npay = "upfront"\n', (2, "sourcing.pay", "known are after, cod, first"), id="pay"),
        pytest.param("[sourcing]\nwave = 0\n", (2, "sourcing.wave", "from 1 to 20"), id="no wave"),
        pytest.param('[sourcing]\nreserve = "20h"\n', (1, "sourcing.answer_within", "longer than reserve"), id="late"),
        pytest.param('[sourcing]\nnext_wave_after = "25h"\n', (2, "sourcing.next_wave_after", "no other"), id="wave"),
        pytest.param('[sourcing]\nexpress_fee = "149"\n', (2, "sourcing.express_fee", "whole number"), id="fee"),
        pytest.param("[sourcing]\nweights = { shop = 1 }\n", (2, "sourcing.weights.shop", "shops?"), id="weight"),
        pytest.param('[[shops]]\nname = "x"\n', (1, "shops[1].id", "is missing"), id="no id"),
        pytest.param(SHOP + SHOP, (5, "shops[2].id", "already belongs to another shop"), id="id twice"),
        pytest.param(SHOP.replace("connaught", "Connaught Place"), (2, "shops[1].id", "a-z"), id="id with blanks"),
        pytest.param(
            SHOP + 'address = "sms:+919800000001"', (4, "shops[1].address", "shops cannot use SMS"), id="an SMS shop"
        ),
        pytest.param(
            f'{SHOP}address = "telegram:7"\n{SHOP.replace("conn", "c")}address = "telegram:7"\n',
            (8, "shops[2].address", "a person answers for one shop"),
            id="address twice",
        ),
        pytest.param(
            SHOP + 'hours = "18:00-02:00"', (4, "shops[1].hours", 'like "18:00-24:00"'), id="over midnight"
        ),
        pytest.param(SHOP + 'hours = "10:00-10:00"', (4, "shops[1].hours", "midnight"), id="no hours"),
        pytest.param(SHOP + 'hours = "10 to 8"', (4, "shops[1].hours", 'like "10:00-20:00"'), id="hours in words"),
        pytest.param(SHOP + 'hours = "10:00-24:30"', (4, "shops[1].hours", 'like "10:00-20:00"'), id="after the day"),
        pytest.param(SHOP + "commission = -1", (4, "shops[1].commission", "899 or 8.99"), id="negative"),
        pytest.param(SHOP + "commission = nan", (4, "shops[1].commission", "899 or 8.99"), id="no number"),
        pytest.param(SHOP + "commission = true", (4, "shops[1].commission", "899 or 8.99"), id="truth"),
        pytest.param(SHOP + "commission_percent = 101", (4, "shops[1].commission_percent", "0 to 100"), id="percent"),
        pytest.param(
            SHOP + "commission = 150\ncommission_percent = 5", (5, "shops[1].commission_percent", "not both"), id="both"
        ),
        pytest.param(SHOP + 'language = "fr"', (4, "shops[1].language", "there are no texts in 'fr'"), id="language"),
        pytest.param(SHOP + "colour = 1", (4, "shops[1].colour", "is unknown"), id="unknown"),
        pytest.param("[shops]\nid = 1\n", (1, "shops", "must be a list"), id="a table"),
        pytest.param(SHORTS + SHORTS, (6, "products[2].sku", "already belongs to another product"), id="sku twice"),
        pytest.param(
            SHORTS + SHORTS.replace("SHORTS", "Shorts"), (6, "products[2].sku", "another"), id="other letters"
        ),
        pytest.param(SHORTS.replace("899", "1e30"), (4, "products[1].price", "899 or 8.99"), id="beyond any price"),
        pytest.param(SHORTS.replace("899", '"8,99"'), (4, "products[1].price", "899 or 8.99"), id="comma"),
        pytest.param(SHORTS.replace("price = 899", ""), (1, "products[1].price", "is missing"), id="no price"),
        pytest.param(SHORTS + 'sizes = ["S", "s"]', (5, "products[1].sizes", "each size once"), id="size twice"),
        pytest.param(SHORTS + "sizes = []", (5, "products[1].sizes", "leave it out"), id="no sizes"),
        pytest.param(SHORTS + 'sizes = "S"\nown_stock = { S = 1 }', (5, "products[1].sizes", "a list"), id="no list"),
        pytest.param(SHORTS + 'sizes = ["S", 4]', (5, "products[1].sizes[2]", "in quotes"), id="a number"),
        pytest.param(
            SHORTS + 'sizes = ["Large"]\nown_stock = { large = 1 }',
            (6, "products[1].own_stock.large", "did you mean Large?"),
            id="stock of another size",
        ),
        pytest.param(
            SHORTS + 'sizes = ["S"]\nown_stock = 2', (6, "products[1].own_stock", "{ S = 2 }"), id="of which size"
        ),
        pytest.param(SHORTS + "own_stock = { S = 2 }", (5, "products[1].own_stock", "no sizes"), id="of no size"),
        pytest.param(SHORTS + "own_stock = -2", (5, "products[1].own_stock", "from 0"), id="negative stock"),
        pytest.param(SHORTS + "low_water = 2", (5, "products[1].low_water", "own_stock"), id="low water of nothing"),
        pytest.param(
            SHORTS + 'availability = "soon"', (5, "products[1].availability", "source_2_3_days"), id="availability"
        ),
    ],
)  # fmt: skip
def test_a_mistake_with_its_line(more: str, expected: tuple[int, str, str]) -> None:
    (line, path, message), *others = wrong(more)
    assert (line, path, expected[2] in message, others) == (expected[0], expected[1], True, []), message


def test_all_mistakes_are_told_at_once() -> None:
    more = '[sourcing]\nwave = "three"\n' + SHOP + 'hours = "late"\n' + SHORTS + "sizes = 3\n"
    assert [(line, path) for line, path, _ in wrong(more)] == [
        (2, "sourcing.wave"),
        (6, "shops[1].hours"),
        (11, "products[1].sizes"),
    ]


@pytest.mark.parametrize(
    ("key", "row", "most"),
    [
        ("shops", '{ id = "s-{}", name = "S" }', MOST_SHOPS),
        ("products", '{ sku = "P{}", title = "P", price = 1 }', MOST_PRODUCTS),
    ],
)
def test_there_is_an_end_to_what_a_file_may_hold(key: str, row: str, most: int) -> None:
    rows = [row.replace("{}", str(number)) for number in range(most + 1)]
    whole = f"{key} = [\n" + ",\n".join(rows[:-1]) + "\n]\n" + HEAD
    assert len(getattr(read_business_file(whole, {}), key)) == most
    with pytest.raises(WrongBusinessFile) as caught:
        read_business_file(whole.replace("\n]\n", f",\n{rows[-1]}\n]\n"), {})
    (one,) = caught.value.mistakes
    assert (one.line, one.path) == (1, key)
    assert f"at most {most:_}".replace("_", " ") in one.message


@given(opens=st.integers(0, 24 * 60), closes=st.integers(0, 24 * 60))
def test_hours_are_read_or_refused_never_turned_around(opens: int, closes: int) -> None:
    text = "-".join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in (opens, closes))
    if opens < closes:
        assert parse_hours(text) == (opens, closes)
    else:
        with pytest.raises(ValueError, match=r"midnight|must be like"):
            parse_hours(text)
