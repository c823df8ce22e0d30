"""Which act a message is: one of a closed set, by which its readers are found."""

import pytest

from handlers.replies.customer_acts import ActKind, act_of
from handlers.replies.customer_intents import read
from tests.cases import each


@each(
    ("text", "kind"),
    [
        ("STOP", ActKind.STOP),
        ("can you stop", ActKind.DOUBT),
        ("START", ActKind.KEYWORD),
        ("keep", ActKind.KEYWORD),
        ("/shop", ActKind.COMMAND),
        ("/cancel 3", ActKind.CANCEL),
        ("2", ActKind.NUMBER),
        ("yes", ActKind.YES),
        ("haan ji", ActKind.YES),
        ("tomorrow at 5", ActKind.LATER),
        ("thank you", ActKind.THANKS),
        ("wow", ActKind.THANKS),
        ("hello", ActKind.GREETING),
        ("let me talk to a person", ActKind.PERSON),
        ("are you a bot?", ActKind.PERSON),
        ("where is my order?", ActKind.STATUS),
        ("how do I pay?", ActKind.PAY),
        ("I already paid", ActKind.PAY),
        ("cancel my order", ActKind.CANCEL),
        ("I want my money back", ActKind.RETURN),
        ("it arrived broken", ActKind.COMPLAINT),
        ("what data do you have about me?", ActKind.DATA),
        ("2 tiger shorts in L", ActKind.TEXT),
        ("?", ActKind.UNCLEAR),
        ("", ActKind.UNCLEAR),
    ],
)
def test_the_act_of_a_text(text: str, kind: ActKind) -> None:
    assert act_of(text, read(text)).kind is kind


@pytest.mark.parametrize(
    ("button", "kind"),
    [
        ("yes", ActKind.YES),
        ("no", ActKind.NO),
        ("later", ActKind.LATER),
        ("stop", ActKind.STOP),
        ("3", ActKind.CHOICE),
        ("pay", ActKind.CHOICE),
        ("Where is my order?", ActKind.CHOICE),
    ],
)
def test_a_press_is_an_answer_or_a_choice(button: str, kind: ActKind) -> None:
    act = act_of("any words", read("any words", quick=button), button=button)
    assert (act.kind, act.button) == (kind, button)


def test_values_stand_beside_the_act() -> None:
    assert act_of(" 12. ", read(" 12. ")).number == 12
    assert act_of("where is order 1234?", read("where is order 1234?")).order == "1234"
