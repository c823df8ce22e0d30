"""Questions about how ordering goes here, by their topic; and who asks who writes."""

import pytest

from handlers.replies.about_us import asks_who_we_are
from handlers.sourcing.replies.asides import read_aside
from handlers.sourcing.replies.stock.goods import Goods, Shelf

SHELF = Shelf([Goods("SHORTS", "Tiger Shorts", ("S", "M", "L", "XL")), Goods("MUG", "Taj Mug", ("",))])
TOPICS = {
    "pay": ("how do I pay?", "payment kaise karu", "paise kaise du", "como pago", "पैसे कैसे दूँ?"),
    "way": (
        "payment kaise karu? UPI chalega?",
        "gpay kar sakta hu?",
        "can i pay by card?",
        "do you take upi",
        "puedo pagar con tarjeta?",
        "यूपीआई चलेगा?",
    ),
    "days": (
        "how long does delivery take?",
        "kitne din lagenge?",
        "by tomorrow?",
        "can i get it tomorrow",
        "kal milega kya",
        "will it arrive on friday?",
        "कितने दिन लगेंगे?",
        "delivery kab tak hogi noida me",
        "kab tak aa jayega agar aaj order karu",
        "how many days for delivery to mumbai",
        "how long to Ghazipur?",
    ),
    "express": ("is express delivery possible?", "express milega?"),
    "door": ("do you have COD?", "cash on delivery hai kya", "hay contra entrega?"),
    "order": ("how do I order?", "order kaise karu"),
    "total": (
        "how much is it?",
        "what's the total?",
        "whats total",
        "how much?",
        "total",
        "kitna hua?",
        "¿cuánto es?",
        "कुल कितना?",
    ),
    "after": ("what happens next?", "phir kya hoga?", "आगे क्या होगा"),
}
NONE = {
    "the price of one thing": "how much is the mug?",
    "the cost of delivery": "how much is delivery?",
    "no question": "I pay by card",
    "what was done": "paytm kiya hai",
    "a thing that may be sold": "do you have cards?",
    "the money that comes back": "paise kab wapas milenge?",
    "another thing": "how do I pay for the blue one that my sister saw?",
    "a number": "how do I pay 899?",
    "a wish": "mug chahiye",
    "a day that is no town's": "when did delivery vanish",
    "a story": " ".join(["how do I pay"] * 4),
    "nothing": "",
}


@pytest.mark.parametrize(("topic", "said"), [(topic, said) for topic, all_ in TOPICS.items() for said in all_])
def test_a_question_has_a_topic(topic: str, said: str) -> None:
    assert read_aside(said, SHELF) == topic


@pytest.mark.parametrize("said", NONE.values(), ids=NONE)
def test_what_is_not_understood_whole_has_none(said: str) -> None:
    assert read_aside(said, SHELF) == ""


def test_the_names_of_what_is_sold_may_stand_in_it() -> None:
    assert read_aside("how do I pay for the tiger shorts L?", SHELF) == "pay"


@pytest.mark.parametrize(
    "said",
    [
        "is this a bot?",
        "who is this?",
        "are you a real person?",
        "kaun hai?",
        "¿eres un bot?",
        "who are you? bot?",
        "bot?",
        "hi, who r u",
    ],
)
def test_who_writes_is_asked(said: str) -> None:
    assert asks_who_we_are(said)


@pytest.mark.parametrize(
    "said",
    ["is this a mug?", "who has my order?", "real leather?", "robot toys chahiye", "who are you? my mug is broken", ""],
)
def test_who_writes_is_not_asked(said: str) -> None:
    assert not asks_who_we_are(said)


@pytest.mark.parametrize(
    "said",
    [
        "u a bot?", "u a robot?", "hey is this parley a real person?", "क्या ये बॉट है", "are you human or bot", "bot",
        "aap insaan ho ya bot", "eres una persona o un robot?",
    ],
)  # fmt: skip
def test_who_asks_what_we_are_is_told(said: str) -> None:
    assert asks_who_we_are(said)


@pytest.mark.parametrize(
    "said", ["talk to a human", "real person please", "human", "this bot is useless", "kya aap machine bechte ho"]
)
def test_who_wants_a_person_or_tells_something_asks_no_such_thing(said: str) -> None:
    assert not asks_who_we_are(said)
