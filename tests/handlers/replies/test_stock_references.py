"""Orders' numbers in replies: letters and digits as shops' systems give them, and never a size or a price."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.sourcing.replies.stock.reading import Ask, read_stock
from tests.stock_figures import describe

NOW = datetime(2026, 1, 7, 6, 30, tzinfo=UTC)
DELHI = ZoneInfo("Asia/Kolkata")
GOODS = (("Tiger Shorts", "L"), ("Taj Mug", "M"), ("Silk Saree", "XL"))


def read(text: str, *numbers: str, quoted: frozenset[int] | None = None) -> str:
    asks = [
        Ask(item=item, size=size, quantity=2, order=order, number=place, menu=False)
        for place, (order, (item, size)) in enumerate(zip(numbers, GOODS[: len(numbers)], strict=True), 1)
    ]
    return describe(read_stock(text, asks, NOW, DELHI, quoted=quoted))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("P12346 haan", "2=yes"),
        ("p12346 nahi hai", "2=no"),
        ("order P12346 yes", "2=yes"),
        ("order no. P12346 not available", "2=no"),
        ("#P12347 hai", "3=yes"),
        ("P12347: hai", "3=yes"),
        ("P-12346 yes", "2=yes"),
        ("P 12346 yes", "2=yes"),
        ("ऑर्डर P१२३४६ नहीं है", "2=no"),
        ("P12346 only 1, P12347 yes", "2=partial:1 3=yes"),
        ("P12346 haan @250", "2=yes"),
    ],
)
def test_letters_and_digits(text: str, meant: str) -> None:
    assert read(text, "P12345", "P12346", "#P12347") == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("P12345 yes, mugs no", "1=yes 2=no"),
        ("P12345 no, the other is here", "1=no 2=yes"),
        ("P12346 ya no, la otra sí", "1=yes 2=no"),
        ("P12345 sí, del otro nada", "1=yes 2=no"),
        ("neither, sorry", "1=no 2=no"),
        ("ni una cosa ni la otra", "1=no 2=no"),
        ("got the lot", "1=yes 2=yes"),
    ],
)
def test_the_other_of_two(text: str, meant: str) -> None:
    assert read(text, "P12345", "P12346") == meant


def test_another_colour_is_not_the_other_request() -> None:
    assert "2=" not in read("shorts gone, the other colour is here", "P12345", "P12346")


@pytest.mark.parametrize(
    ("text", "meant"),
    [("R3 haan", "1=yes"), ("r3 nahi", "1=no"), ("#R4 yes", "2=yes"), ("R1 hai", "3=yes"), ("3 haan", "3=yes")],
)
def test_short_ones_are_no_places_in_the_list(text: str, meant: str) -> None:
    assert read(text, "R3", "R4", "R1") == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("#1001 haan", "2=yes"),
        ("order #1001 nahi", "2=no"),
        ("ORD-2026-001 haan", "3=yes"),
        ("S-1001 haan", "1=yes"),
        ("s 1001 nahi", "1=no"),
    ],
)
def test_other_forms(text: str, meant: str) -> None:
    assert read(text, "S-1001", "#1001", "ORD-2026-001") == meant


def test_letters_behind_the_digits_stay_with_them() -> None:
    assert read("1001IN haan", "1002", "1001IN", "1003") == "2=yes"
    assert read("1002 in stock", "1002", "1002IN", "1003") == "1=yes"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("XL hai", "3=yes"),
        ("2L hai", "1=yes"),
        ("L2 hai", "which"),
        ("order L2 hai", "1=yes"),
        ("#XL3 nahi", "2=no"),
    ],
)
def test_a_size_is_no_reference(text: str, meant: str) -> None:
    assert read(text, "L2", "XL3", "2L") == meant


@pytest.mark.parametrize(
    "text", ["haan @250", "haan @ 250", "rs 250 me hai", "₹250 hai", "250/- each hai", "250 rs me"]
)
def test_a_price_is_no_reference(text: str) -> None:
    assert read(text, "250", "1001", "1002") == "which"


def test_a_number_of_several_requests_names_all_of_them_and_is_asked_about() -> None:
    assert read("1234 haan", "1234", "1234", "1235") == "which"
    assert read("1234 shorts haan", "1234", "1234", "1235") == "1=yes"
    assert read("1235 haan", "1234", "1234", "1235") == "3=yes"
    assert read("1234 haan", "1234", "1234", "1235", quoted=frozenset({1})) == "2=yes"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("all there, only the mat is 300 now", "1=yes 2=yes"),
        ("no mat, but the lamp is here", "1=yes 2=no"),
        ("the mat is gone", "2=no"),
    ],
)
def test_a_mat_is_no_denial_behind_an_article(text: str, meant: str) -> None:
    goods = (("Desk Lamp", "1001"), ("Door Mat", "1002"))
    asks = [
        Ask(item=item, size="", quantity=1, order=order, number=at, menu=False)
        for at, (item, order) in enumerate(goods, 1)
    ]
    assert describe(read_stock(text, asks, NOW, DELHI)) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("none of the three, we shut the mug section", "1=no 2=no 3=no"),
        ("nothing left bar the saree", "1=no 2=no 3=yes"),
        ("all sold but the mug", "1=no 2=yes 3=no"),
        ("all here but the mug", "1=yes 2=no 3=yes"),
        ("all there, mug gone", "1=yes 2=no 3=yes"),
        ("all good, mug is here", "2=yes"),
        ("everything bar the mug, saree yes", "2=unclear 3=yes"),
    ],
)
def test_what_is_said_of_all_holds_for_those_that_are_not_named(text: str, meant: str) -> None:
    assert read(text, "P12345", "P12346", "P12347") == meant
