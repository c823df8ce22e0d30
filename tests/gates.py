"""The gates of reading and the size of the code, as one table: `make gates`.

A change to what is read may make no gate worse, and the sizes may only fall. Lines of people come from the development
data; without it only the sizes are shown.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.conversations import CONVERSATIONS
from flows import recovery
from flows.sourcing import chat_order
from flows.sourcing import order_flow as sourced
from handlers.conversation import ReaderKey, To
from handlers.replies.customer_acts import act_of
from handlers.replies.customer_intents import read
from handlers.replies.expected_answers import Expecting
from handlers.replies.opt_out_recognition import OptOut, read_opt_out
from handlers.replies.yes_no import read_yes_no
from handlers.sourcing.replies.stock.stock_answers import ShopSays
from tests import stock_figures
from tests.reply_figures import DATA, ROOT

ROOMS = ("bot", "flows", "handlers", "storage", "templates")
WORDS = ("*.txt", "*.words", "*.toml")
NATURAL = DATA / "natural"
_SELLING = frozenset({"yes", "price"})
_EVERY_DAY = (
    "yes",
    "no",
    "2",
    "2 tiger shorts in L",
    "where is my order?",
    "cancel my order",
    "hello",
    "thanks",
    "STOP",
)
_GOES_ON = ((), (To.STAFF,), (To.RUN, recovery.NAME), (To.RUN, chat_order.NAME), (To.RUN, sourced.NAME))
"""What goes on with the writer: nothing, a talk with the staff, a cart, an order that is picked, one that is placed."""


def main() -> int:
    """Print the table."""
    rows = list(sizes())
    if NATURAL.is_dir():
        rows = [*readings(), *rows]
    else:
        print(f"no development data at {DATA}: the gates of reading are left out", file=sys.stderr)
    width = max(len(name) for name, _ in rows)
    print("\n".join(f"{name:<{width}}  {figure}" for name, figure in rows))
    return 0


def readings() -> Iterator[tuple[str, str]]:
    """The harm and the use of each reader over the natural lines."""
    yield from _opt_outs(read_lines("customer_optout"))
    yield from _yes_no(read_lines("yes_no"))
    yield from _shops()


def read_lines(name: str) -> list[dict[str, Any]]:
    """The labelled lines of one file."""
    return [json.loads(line) for line in (NATURAL / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def _opt_outs(lines: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    found: Counter[tuple[bool, OptOut]] = Counter()
    for line in lines:
        labels = {line["label"], *line.get("accept", ())}
        if len(labels) > 1 or "ambiguous" in labels:
            continue  # more than one verdict is right
        expecting = Expecting.YES_NO if line.get("asked") else Expecting.NOTHING
        verdict = read_opt_out(line["text"], expecting=expecting, question=line.get("asked") or "")
        found["stop" in labels, verdict] += 1
    stops = sum(count for (stop, _), count in found.items() if stop)
    others = sum(count for (stop, _), count in found.items() if not stop)
    held, revoked = found[True, OptOut.AMBIGUOUS], found[True, OptOut.STOP]
    yield "opt-outs: revoked, held, missed", f"{revoked}, {held}, {stops - revoked - held} of {stops}"
    wrongly = f"{found[False, OptOut.STOP]}, {found[False, OptOut.AMBIGUOUS]} of {others}"
    yield "other texts: revoked wrongly, held", wrongly


def _yes_no(lines: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    right = turned = invented = answers = others = 0
    for line in lines:
        labels, answer = {line["label"], *line.get("accept", ())}, read_yes_no(line["text"]).answer
        read_as = {True: "yes", False: "no", None: "unclear"}[answer]
        if not labels & {"yes", "no"}:
            others += 1
            invented += answer is not None
            continue
        answers += 1
        right += read_as in labels
        turned += answer is not None and read_as not in labels
    yield "yes or no: right, turned round", f"{right}, {turned} of {answers}"
    yield "neither: read as yes or no", f"{invented} of {others}"


def _shops() -> Iterator[tuple[str, str]]:
    sold = right = clear = count = 0
    for line in stock_figures.read_field():
        says = stock_figures.says(line)
        count += 1
        sold += says is ShopSays.YES and not line.labels & _SELLING
        if line.labels & {"yes", "no", "partial"}:
            clear += 1
            right += says is not None and (
                says.value in line.labels or (says is ShopSays.YES and "price" in line.labels)
            )
    yield "shops' clear answers: right", f"{right} of {clear}"
    yield "shops: sold wrongly", f"{sold} of {count}"


def sizes() -> Iterator[tuple[str, str]]:
    """The sizes that may only fall."""
    yield "lines of Python in handlers/", f"{_lines(_python('handlers')):,}"
    yield "lines of Python in all rooms", f"{sum(_lines(_python(room)) for room in ROOMS):,}"
    yield "lines of Python in handlers/sourcing/", f"{_lines(_python('handlers/sourcing')):,}"
    yield "files of Python in handlers/", f"{len(list(_python('handlers'))):,}"
    words = [path for room in ROOMS for kind in WORDS for path in (ROOT / room).rglob(kind) if "data" in path.parts]
    yield "lines of words under data/", f"{_lines(words):,}"
    plays = list((ROOT / "tests/transcripts/plays").rglob("*.txt"))
    yield "plays", f"{len(plays):,}"
    taken = sorted(_readers_tried())
    yield (
        "readers tried on a message: usual, most",
        f"{taken[len(taken) // 2]}, {taken[-1]}",
    )


def _readers_tried() -> Iterator[int]:
    """Return how many readers take each of some lines, whatever goes on with their writer: the first that knows the
    line ends that."""
    lines = (ROOT / "tests/transcripts/another_matter.txt").read_text(encoding="utf-8").splitlines()
    for text in (*_EVERY_DAY, *(line for line in lines if line and not line.startswith("#"))):
        act = act_of(text, read(text)).kind
        for to in _GOES_ON:
            key = ReaderKey(to={To.ANYTHING, *to}, act=act)
            yield sum(map(key.is_for, CONVERSATIONS.readers))


def _python(room: str) -> Iterator[Path]:
    return (ROOT / room).rglob("*.py")


def _lines(paths: Iterable[Path]) -> int:
    return sum(path.read_bytes().count(b"\n") for path in paths)


if __name__ == "__main__":
    sys.exit(main())
