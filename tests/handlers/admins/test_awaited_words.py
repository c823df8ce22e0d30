"""Where a text is awaited, what asks for something else is told from a text that cannot be taken."""

import pytest

from bot.conversations import CONVERSATIONS
from handlers.admins.instead import asks_for_another, is_surely_another
from handlers.setup.hiring import heard


@pytest.mark.parametrize(
    "text",
    [
        "pause everthing", "add my sister Rosa as staff", "send only between 9am and 8pm",
        "second reminder after 6 hrs",
        "who works here?", "kitne order aaye aaj?", "आज कितने ऑर्डर आए?", "cuantos pedidos hay hoy?", "open orders",
        "how much did i make this weak?", "where is order 1027", "no messages on sundays", "chalu karo", "sab rok do",
    ],
)  # fmt: skip
def test_what_asks_for_something_else(text: str) -> None:
    assert asks_for_another(CONVERSATIONS.commands, text)


@pytest.mark.parametrize(
    "text",
    [
        "come back, your cart waits for you", "Did you forget something? We saved your cart.", "reply STOP to end",
        "only 2 left in stock, hurry", "need help? we are open 10 to 6", "tu carrito te espera, termina tu compra",
        "aapka cart abhi bhi yahan hai, jaldi kijiye", "आपका कार्ट अभी भी यहाँ है", "{brand}: pause and look, {link}",
    ],
)  # fmt: skip
def test_what_may_be_the_text(text: str) -> None:
    assert not asks_for_another(CONVERSATIONS.commands, text)


@pytest.mark.parametrize(
    "text",
    [
        "pause", "help", "how are we doing", "how is business", "stats today", "7d stats", "order 1027", "open orders",
        "any questions waiting?", "who is waiting", "aaj kitni sale hui", "¿cuánto vendimos hoy?", "stock dikhao",
        "are we sending?", "kya message ja rahe hain", "chalu karo", "kya naya hai", "stop everything",
        "what is in stock", "where is order 1027",
    ],
)  # fmt: skip
def test_what_is_said_to_the_chat_whatever_is_awaited(text: str) -> None:
    assert is_surely_another(CONVERSATIONS.commands, text)


@pytest.mark.parametrize(
    "text",
    [
        "likes red", "what size does she want?", "when can we deliver?", "how much is it?",
        "parcel is late, customer is angry", "same customer as order 1100, refund it?", "1234 1 mug is broken",
        "has two open orders with us", "new friend", "vip", "wants to know what is in stock", "her order came late",
        "how are you doing", "cuándo puede venir?", "kab aaoge", "Reply STOP to end", "stats are what he asks for",
        "we pause shipping till monday", "call before noon",
    ],
)  # fmt: skip
def test_what_is_the_text_that_is_awaited(text: str) -> None:
    assert not is_surely_another(CONVERSATIONS.commands, text)


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        ("add Priya +13145550177 as staff", ("add", "Priya", "agent")),
        ("add my sister Rosa as staff", ("add", "Rosa", "agent")),
        ("ravi ko staff me jodo", ("add", "ravi", "agent")),
        ("agrega a Lucía como gerente", ("add", "Lucía", "manager")),
        ("रवि को स्टाफ में जोड़ो", ("add", "रवि", "agent")),
        ("invite Priya as agent on telegram", ("add", "Priya", "agent", "telegram")),
        ("remove Ravi from staff", ("remove", "Ravi")),
        ("quita a Lucía del equipo", ("remove", "Lucía")),
        ("ravi ko staff se nikal do", ("remove", "ravi")),
        ("add Ravi and Meena as staff", None),
        ("add 10 caps", None),
        ("add a discount for the staff", None),
        ("who works here", None),
    ],
)
def test_who_joins_and_who_leaves(text: str, behind: tuple[str, ...] | None) -> None:
    assert heard(text) == behind
