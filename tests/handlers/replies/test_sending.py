"""What the staff writes when everything is to stop, at once: few words, in any language."""

import pytest

from handlers.replies.sending import wants_no_sending, whose_end

STOPS = ("stop everything", "STOP", "band karo sab", "sab band karo", "ruko", "ruk jao bhai", "para todo", "paren todo",
         "emergency stop", "रुको")  # fmt: skip
OTHERS = (
    "ruko 1027",
    "sab thik hai",
    "todo bien",
    "para todos los pedidos",
    "do it all",
    "cancel",
)


@pytest.mark.parametrize("text", STOPS)
def test_a_short_stop_is_heard(text: str) -> None:
    assert wants_no_sending(text)


@pytest.mark.parametrize("text", OTHERS)
def test_what_speaks_of_something_else_is_none(text: str) -> None:
    assert not wants_no_sending(text)


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("stop sending to 0003", "0003"),
        ("dont text asha anymore", "asha"),
        ("please stop messages to Dana Whitfield", "dana whitfield"),
        ("unsubscribe miles", "miles"),
        ("asha ko message mat bhejo", "asha"),
        ("0120 ko offer bhejna band karo", "0120"),
        ("no envies mensajes a carla", "carla"),
        ("आशा को मैसेज मत भेजो", "आशा"),
    ],
)
def test_whom_a_stop_names(text: str, person: str) -> None:
    assert whose_end(text) == person


@pytest.mark.parametrize(
    "text",
    [
        "stop everything", "stop sending to customers", "sabko message mat bhejo", "1027 stop", "stop reminders",
        "stop reminders for 3 hours", "stop messages for 45 minutes", "band karo msg 2 ghante ke liye",
        "stop", "don't send us any messages", "did you stop sending to asha?", "asha",
        "no envies mensajes a los clientes", "don't send the blue one to her today, she is away till friday",
    ],
)  # fmt: skip
def test_a_stop_that_names_nobody(text: str) -> None:
    assert whose_end(text) is None
