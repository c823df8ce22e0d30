"""Judge the readers by lines that taught them nothing: `python -m tests.understanding.judging FILE...`.

A file is called as its kind: ``3.customers.txt``, ``yesno.txt`` (tests/understanding/lines.py says what it holds).
Without files the development data are read. Each figure is one of the goals in docs/understanding.md.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from handlers.replies.customer_intents import Intent, read
from handlers.replies.expected_answers import Expecting
from handlers.replies.opt_out_recognition import OptOut, is_keyword, read_opt_out
from handlers.replies.weighed_answer import read_answer
from handlers.sourcing.replies.stock.stock_answers import StockIntent
from handlers.sourcing.replies.stock.stock_grammar import read_stock
from tests.understanding.lines import KINDS, Line, ask_of, natural, parse, told

NOW, ZONE = datetime(2026, 1, 7, 6, 30, tzinfo=UTC), ZoneInfo("Asia/Kolkata")
STOPPING = {"stop", "ambiguous", "start", "help"}
_TOLD = {
    Intent.ORDER_STATUS: "where_is_my_order",
    Intent.LATER: "later",
    Intent.THANKS: "thanks",
    Intent.GREETING: "greeting",
}
"""What is answered by itself, and to which label that is right."""
_ASKED = {Intent.CANCEL_ORDER: {"cancel_order", "change_order", "return_refund"}}
"""What is asked about before it is done, and where the question is no harm."""


def opt_out_of(line: Line) -> OptOut:
    """What intake makes of a customer's line."""
    return read_opt_out(line.text, expecting=Expecting.NOTHING if line.asked is None else Expecting.OTHER)


def opt_outs(lines: Sequence[Line]) -> Counter[str]:
    """Opt-outs acted upon, held, left to the staff or missed; other lines that revoked, or were held."""
    counts: Counter[str] = Counter()
    for line in lines:
        said = opt_out_of(line)
        if line.label == "stop":
            counts["opt-outs"] += 1
            counts["acted upon"] += said is OptOut.STOP
            counts["held"] += said is OptOut.AMBIGUOUS
            missed = said is not OptOut.STOP and said is not OptOut.AMBIGUOUS
            _miss(counts, "missed", line, missed and not is_with_staff(line))
            _miss(counts, "left to the staff", line, missed and is_with_staff(line))
        elif not {"stop", "ambiguous"} & set(line.labels):
            counts["others"] += 1
            _miss(counts, "others revoked", line, said is OptOut.STOP)
            _miss(counts, "others held", line, said is OptOut.AMBIGUOUS)
    return counts


def is_with_staff(line: Line) -> bool:
    """Whether a text goes to the staff, and our marketing waits until they have answered
    (handlers/intake/customer_messages.py).
    """
    question = line.asked if isinstance(line.asked, str) and "?" in line.asked else ""
    said = read(line.text, expecting=Expecting.YES_NO if question else Expecting.NOTHING, question=question)
    return said.may_mean_messages and not (question and said.intent is Intent.NO)


def answers(lines: Sequence[Line]) -> Counter[str]:
    """Yes and no to our questions: right, turned round, unread; other lines that were read as one."""
    counts: Counter[str] = Counter()
    for line in lines:
        answer = read_answer(line.text, line.asked if isinstance(line.asked, str) else "").answer
        said = {True: "yes", False: "no", None: "other"}[answer]
        if line.label in {"yes", "no"}:
            counts["answers"] += 1
            counts["right"] += said in line.labels
            _miss(counts, "turned round", line, said not in {*line.labels, "other"})
            _miss(counts, "unread", line, said == "other" and "other" not in line.labels)
        elif line.label == "other":
            counts["neither"] += 1
            _miss(counts, "read as one", line, said not in line.labels)
    return counts


def shops(lines: Sequence[Line]) -> Counter[str]:
    """Clear answers to one request that are right; pieces sold wrongly, sales lost; what is unclear and left open."""
    counts: Counter[str] = Counter()
    for line in lines:
        if not isinstance(line.asked, dict):
            continue
        said = _stock(line)
        labels, clear = told(line), line.label not in {"unclear", "question"}
        counts["lines"] += 1
        counts["clear"] += clear
        counts["clear right"] += clear and said in labels
        _miss(counts, "sold wrongly", line, said in {"yes", "price"} and not {"yes", "price"} & set(line.labels))
        _miss(counts, "lost", line, said == "no" and not {"no", "stop"} & set(line.labels))
        _miss(counts, "not understood", line, clear and said not in labels)
    return counts


def _stock(line: Line) -> str:
    if read_opt_out(line.text, expecting=Expecting.OTHER) is OptOut.STOP:
        return "stop"
    read_as = read_stock(line.text, [ask_of(line.asked)], NOW, ZONE)
    return read_as.answers[0].says.value if read_as.intent is StockIntent.ANSWER else read_as.intent.value


def lists(lines: Sequence[Line]) -> Counter[str]:
    """Texts that answer several requests, those of which all was read; what each request was told, by the harm."""
    counts: Counter[str] = Counter()
    for line in lines:
        meanings = _meanings(line)
        if not isinstance(line.asked, list) or not meanings:
            continue
        asks = [ask_of(one, place) for place, one in enumerate(line.asked, start=1)]
        read_as = read_stock(line.text, asks, NOW, ZONE)
        found = {answer.ask: answer.says.value for answer in read_as.answers}
        meant = [(meanings[ask.order], found.get(at)) for at, ask in enumerate(asks) if ask.order in meanings]
        counts["texts"] += 1
        counts["all right"] += all(label == said for label, said in meant)
        counts["requests"] += len(meant)
        counts["right"] += sum(label == said for label, said in meant)
        for label, said in meant:
            _miss(counts, "sold wrongly", line, said in {"yes", "price"} and label not in {"yes", "price"})
            _miss(counts, "lost", line, said == "no" and label != "no")
    return counts


def _meanings(line: Line) -> dict[str, str]:
    """What a text says of each request, by its order."""
    each = line.means.get("all")
    if isinstance(each, list):
        return {one["order"]: one["label"] for one in each}
    return {} if each else {order: str(said).partition(":")[0] for order, said in line.means.items()}


def concerns(lines: Sequence[Line]) -> Counter[str]:
    """What customers want: in the right hands (a person's, where nothing is answered by itself), or wrongly answered.

    A person may answer all; that they had to, where Parley could have, is counted apart.
    """
    counts: Counter[str] = Counter()
    for line in lines:
        if STOPPING & set(line.labels):
            continue
        intent = read(line.text).intent
        counts["concerns"] += 1
        if intent in _TOLD:
            wrong = _TOLD[intent] not in line.labels
        else:
            wrong = not _ASKED.get(intent, set(line.labels)) & set(line.labels)
        by_person = intent not in _TOLD and intent not in _ASKED
        counts["in the right hands"] += not wrong and not (by_person and line.label in _TOLD.values())
        _miss(counts, "answered wrongly", line, wrong)
        _miss(counts, "left to a person", line, by_person and line.label in _TOLD.values())
    return counts


def staff(lines: Sequence[Line]) -> Counter[str]:
    """Lines of the staff, and those that would unsubscribe who wrote them without being a bare STOP."""
    counts: Counter[str] = Counter()
    for line in lines:
        counts["lines"] += 1
        _miss(counts, "unsubscribed", line, is_keyword(line.text) and "stop" not in line.labels)
    return counts


def _miss(counts: Counter[str], name: str, line: Line, missed: bool) -> None:
    counts[name] += missed
    if missed and "-v" in sys.argv:
        print(f"    {name}: {line.language} {line.label} | {line.text} | {line.asked}")


JUDGES: dict[str, tuple[Callable[[Sequence[Line]], Counter[str]], ...]] = {
    "customers": (opt_outs, concerns),
    "optout": (opt_outs,),
    "yesno": (answers,),
    "shops": (shops, lists),
    "staff": (staff,),
}


def main(files: Iterable[str]) -> None:
    """Print the figures of these files, those of one kind together; of the development data where there are none."""
    found: dict[str, list[Line]] = {}
    for file in files:
        kind = next((word for word in Path(file).name.split(".") if word in KINDS), None)
        if kind is None:
            raise SystemExit(f"{file}: call it after its kind, as 3.{'.txt, 3.'.join(KINDS)}.txt")
        found.setdefault(kind, []).extend(parse(Path(file).read_text(encoding="utf-8").splitlines(), file))
    for kind, lines in (found or {kind: list(natural(kind)) for kind in KINDS}).items():
        for judge in JUDGES[kind]:
            print(kind, ", ".join(f"{name} {count}" for name, count in judge(lines).items()), flush=True)


if __name__ == "__main__":
    main(one for one in sys.argv[1:] if not one.startswith("-"))
