"""How long reading takes, and what it keeps in memory: `python -m tests.understanding.speed`.

Each of our own lines is read once by the readers that are concerned, none twice. A figure stands
beside the limit that it is meant to keep. Machines differ, and one differs from hour to hour: so a loop that adds up a
thousand squares is timed between the lines, and readings are told in such loops as well.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from statistics import median
from time import process_time_ns

from handlers.replies import customer_concerns, customer_intents, opt_out_recognition, weighed_answer
from handlers.sourcing.replies.stock.stock_grammar import read_stock
from tests.understanding.judging import NOW, ZONE
from tests.understanding.lines import Line, ask_of, own

LONGEST = 4000
"""Letters of the longest text that a platform brings (WhatsApp and Telegram: 4 096)."""
LIMITS = {
    "an opt-out": 100,
    "an answer to a question": 600,
    "what a customer wants": 600,
    "a shop's answer": 600,
    "4 000 letters, the slowest reader": 20_000,
}
"""Microseconds."""
MEMORY = 10.0
"""Megabytes that all weights and words may take."""

_LOOP = "a thousand squares"

_READ_ALL = """
import tracemalloc
import handlers.replies.customer_intents
import handlers.sourcing.replies.stock.stock_grammar as stock
import tests.understanding.judging as judging
from handlers.replies.expected_answers import Expecting
from tests.understanding.lines import ask_of, own
tracemalloc.start()
line = next(one for one in own("shops") if isinstance(one.asked, dict))
for expecting in (Expecting.YES_NO, Expecting.NOTHING):
    handlers.replies.customer_intents.read(
        "kya aap bhejoge zorvikaa", expecting=expecting, question="Shall we order it?"
    )
stock.read_stock("haan do piece hai", [ask_of(line.asked)], judging.NOW, judging.ZONE)
print(tracemalloc.get_traced_memory()[0] / 1e6)
"""


def _shop(line: Line) -> None:
    read_stock(line.text, [ask_of(line.asked)], NOW, ZONE)


def _loop() -> int:
    return sum(number * number for number in range(1000))


def _timed(read: Callable[[], object]) -> float:
    """Microseconds of the processor."""
    began = process_time_ns()
    read()
    return (process_time_ns() - began) / 1000


def measured() -> dict[str, float]:
    """Microseconds by what is read: the median over the lines, of the longest text the slowest reader's; of a loop."""
    customers = [line.text for line in own("customers")]
    answers = [line for line in own("yesno") if isinstance(line.asked, str)]
    shops = [line for line in own("shops") if isinstance(line.asked, dict)]
    _shop(shops[0])  # what is loaded once is loaded by now
    customer_intents.read(customers[0], expecting=customer_intents.Expecting.YES_NO, question="Shall we order it?")
    long = (" ".join(customers))[:LONGEST]
    readers: tuple[Callable[[str], object], ...] = (
        opt_out_recognition.read_opt_out, weighed_answer.read_answer, customer_concerns.read_concern,
        customer_intents.read,
        lambda text: read_stock(text, [ask_of(shops[0].asked)], NOW, ZONE),
    )  # fmt: skip
    return {
        "an opt-out": median(_timed(partial(opt_out_recognition.read_opt_out, text)) for text in customers),
        "an answer to a question": median(
            _timed(partial(weighed_answer.read_answer, line.text, line.asked)) for line in answers
        ),
        "what a customer wants": median(_timed(partial(customer_intents.read, text)) for text in customers),
        "a shop's answer": median(_timed(partial(_shop, line)) for line in shops),
        "4 000 letters, the slowest reader": max(_timed(partial(read, long)) for read in readers),
        _LOOP: median(_timed(_loop) for _ in range(2000)),
    }


def memory() -> float:
    """Megabytes that Python holds more when every reader has read something, in a process of its own."""
    told = subprocess.run([sys.executable, "-c", _READ_ALL], capture_output=True, text=True, check=True)
    return float(told.stdout)


def main() -> None:
    took = measured()
    print("| reading | median | limit | of the limit | loops |\n| --- | --: | --: | --: | --: |")
    for name, limit in LIMITS.items():
        one = took[name]
        print(f"| {name} | {one:,.0f} µs | {limit:,} µs | {one / limit:.2f} | {one / took[_LOOP]:.1f} |")
    print(f"| {_LOOP} | {took[_LOOP]:,.0f} µs | | | 1 |")
    print(f"| all weights and words in memory | {memory():.1f} MB | {MEMORY:.0f} MB | {memory() / MEMORY:.2f} | |")


if __name__ == "__main__":
    main()
