"""What a member of the staff writes to a customer, which the customer's next words may answer."""

import pytest

from handlers.replies.offering import may_offer, may_settle


@pytest.mark.parametrize(
    "text",
    [
        "Shall I keep two for you?", "which colour do you like", "I can give you both for 600", "50% off today",
        "I'll send the red one", "take it for free", "let me know", "te lo dejo en 500", "te aparto dos",
        "dono 600 mein de denge", "main rakh dunga", "kitne chahiye", "दो रख दूँगा", "कितने चाहिए", "छूट मिलेगी",
        "the blue one instead", "we'll bring it on Friday", "reply with your size",
    ],
)  # fmt: skip
def test_an_offer_or_a_question(text: str) -> None:
    assert may_settle(text)


@pytest.mark.parametrize(
    "text",
    [
        "Yes, the mugs are safe in the dishwasher", "So glad to hear that", "It is pure cotton", "You're welcome",
        "Sorry, we are closed on Sundays", "Claro, son de algodón", "Haan ji, cotton hai", "जी हाँ, सूती है",
    ],
)  # fmt: skip
def test_news_alone(text: str) -> None:
    assert not may_settle(text)


@pytest.mark.parametrize("text", ["yes we do, 8 days", "yes, to 20 countries", "which size do you like?"])
def test_no_goods_are_offered(text: str) -> None:
    assert may_settle(text)
    assert not may_offer(text)


@pytest.mark.parametrize("text", ["I can give you both for 600", "50% off", "₹600 for two", "te los dejo en 500"])
def test_goods_are_offered(text: str) -> None:
    assert may_offer(text)
