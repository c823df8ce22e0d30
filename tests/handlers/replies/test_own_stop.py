"""A stop of the staff that is about what is sent to themselves, and one that is about what goes to customers."""

from __future__ import annotations

from handlers.replies.staff_own_stop import has_own_subscription, speaks_of_oneself
from tests.cases import each


@each(
    "text",
    [
        "stop messaging me", "Stop sending me messages", "don't send me offers", "stop my subscription",
        "cancela mi suscripción", "ya no me manden mensajes", "no me escriban mas", "mujhe message mat bhejo",
        "मुझे मैसेज मत भेजो", "meri subscription band karo",
    ],
)  # fmt: skip
def test_about_oneself(text: str) -> None:
    assert speaks_of_oneself(text)


@each(
    "text",
    [
        "stop messages", "stop diwali", "stop texting my customers", "stop sending me alerts", "band karo",
        "delhi me sms mat bhejo", "campaign me message band karo", "stop sending messages to customers",
    ],
)  # fmt: skip
def test_about_others(text: str) -> None:
    assert not speaks_of_oneself(text)
    assert not has_own_subscription(text)
