"""What is wished of the bringing beside an address, told apart from it."""

import pytest

from handlers.sourcing.replies.address_notes import WithNote, part_note

ADDRESSES = ("12 MG Road, Bengaluru 560038", "Calle Mayor 5, 28013 Madrid", "मकान 12, गली 4, दिल्ली 110024")
WISHES = (
    "in the evening after 6", "deliver after 6pm", "Please call before coming 9811012345", "call me on 98110 12345",
    "my number is 9811012345",
    "only on weekends", "between 5 and 7 pm", "leave it with the guard", "ring the bell twice",
    "no bill please", "its a gift", "gift wrap it please", "it's for my mom", "es un regalo", "bill mat dalna",
    "shaam ko 6 baje ke baad bhejna", "aane se pehle call karna", "guard ko de dena",
    "por la tarde después de las 6", "por favor llamar antes de venir", "शाम को 6 बजे के बाद", "आने से पहले कॉल करें",
)  # fmt: skip
OF_ADDRESSES = (
    "12 MG Road, Bengaluru 560038, near the metro",
    "12 MG Road, Bengaluru 560038, Priya Sharma, 9811012345",
    "12 MG Road, Bengaluru 560038, 9811012345",
    "12 MG Road, Bengaluru 560038, Sunday Market",
    "12 MG Road, Bengaluru 560038 behind the police guard house",
    "12 MG Road, Bengaluru 560038, tower B, near gate 2",
    "Gift Gallery, 12 MG Road, Bengaluru 560038",
    "12 MG Road, Gift City, Gandhinagar 382355",
    "12 Evening Star Rd, Reno NV 89501",
    "After 6 Lounge, 12 MG Road, Bengaluru 560038",
    "Call Centre Building, 12 MG Road, Bengaluru 560038",
    "12 MG Road, Bengaluru 560038 make it 2",
    "12 MG Road, Bengaluru 560038 when will it come?",
    "12 MG Road, Bengaluru 560038 please cancel it",
)


@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize("between", [" ", ", ", ". ", "\n"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_wish_behind_an_address(address: str, between: str, wish: str) -> None:
    assert part_note(address + between + wish) == WithNote(address, wish)


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("deliver after 6pm to 12 MG Road, Bengaluru 560038", "deliver after 6pm"),
        ("call before coming, 12 MG Road, Bengaluru 560038", "call before coming"),
        ("gift for my mom at 12 MG Road, Bengaluru 560038", "gift for my mom"),
    ],
)
def test_a_wish_before_an_address(said: str, wish: str) -> None:
    assert part_note(said) == WithNote("12 MG Road, Bengaluru 560038", wish)


def test_what_stands_behind_a_wish_stays_with_the_address() -> None:
    found = part_note("12 MG Road, Bengaluru 560038. call before coming. Also a kurta M")
    assert found == WithNote("12 MG Road, Bengaluru 560038. Also a kurta M", "call before coming")


@pytest.mark.parametrize("said", OF_ADDRESSES)
def test_all_else_is_none(said: str) -> None:
    assert part_note(said) is None


def test_wishes_on_both_sides_of_an_address_are_one_and_a_yes_stays() -> None:
    said = "yes, gift for my mom at 12 MG Road, Bengaluru 560038, no bill pls"
    assert part_note(said) == WithNote("yes, 12 MG Road, Bengaluru 560038", "gift for my mom, no bill pls")
