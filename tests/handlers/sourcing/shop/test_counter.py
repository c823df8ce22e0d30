"""What a shop says over its counter, in short replies and by the buttons under what it keeps."""

from __future__ import annotations

from handlers.sourcing.replies.counter_phrases import CounterIntent, read_counter
from tests.cases import each

HANDED, READY, PENDING, NOTHING = (
    CounterIntent.HANDED, CounterIntent.READY, CounterIntent.PENDING, CounterIntent.NOTHING,
)  # fmt: skip


@each(
    ("text", "intent"),
    [
        ("1234 handed over", HANDED), ("aapke ladke ko de diya", HANDED), ("दे दिया", HANDED), ("entregado", HANDED),
        ("ready", READY), ("1234 ready hai", READY), ("taiyaar", READY), ("pending?", PENDING), ("pendientes", PENDING),
        ("price?", NOTHING), ("kitna milega", NOTHING),
        ("handed over?", NOTHING), ("not handed over", NOTHING), ("gave it to another customer", NOTHING),
        ("ready tomorrow", NOTHING), ("will hand it over", NOTHING), ("hello", NOTHING), ("", NOTHING),
    ],
)  # fmt: skip
def test_short_replies(text: str, intent: CounterIntent) -> None:
    assert read_counter(text).intent is intent


def test_numbers_of_orders_and_all() -> None:
    assert read_counter("1234 and p12345 handed over", ["P12345"]).numbers == ("1234", "P12345")
    assert read_counter("sab de diya").all
