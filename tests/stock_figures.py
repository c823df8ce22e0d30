"""How well shopkeepers' answers are read: counts over the development data and over our own phrases, some held out."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from handlers.sourcing.replies.quantities import read_numbers
from handlers.sourcing.replies.stock.exact_reply import is_exact
from handlers.sourcing.replies.stock.prices import as_amount
from handlers.sourcing.replies.stock.reading import Ask, Says, StockIntent, StockReading, read_stock
from tests.reply_figures import DATA, PHRASES

NOW = datetime(2026, 1, 7, 6, 30, tzinfo=UTC)  # a Wednesday noon in Delhi
ZONE = ZoneInfo("Asia/Kolkata")
THREE = (
    Ask("Blue kurta", "L", 2, "1042", 1),
    Ask("Red saree", "", 1, "1043", 2),
    Ask("Tiger shorts", "M", 4, "1044", 3),
)
_OPEN = frozenset({"unclear", "question", "which", "wait"})  # after these we ask, and nothing moves
_SAYING_YES = frozenset({"yes", "price"})


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled answer to one request, and what else it means: "quantity", "price" and so on, as text."""

    text: str
    language: str
    label: str
    ask: Ask
    means: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Answers:
    """Clear answers: right, asked back, misread; among all lines, yeses that were none; unclear lines, left open."""

    right: int = 0
    asked: int = 0
    misread: int = 0
    wrong_yes: int = 0
    lines: int = 0
    unclear: int = 0
    left_open: int = 0

    @property
    def share(self) -> float:
        """The share of the clear answers that were read rightly."""
        clear = self.right + self.asked + self.misread
        return self.right / clear if clear else 1.0


@dataclass(slots=True)
class Lists:
    """Answers to three requests in one text: all of it right, wholly left open, or some of it misread."""

    right: int = 0
    asked: int = 0
    misread: int = 0
    wrong_yes: int = 0


def read_data() -> Iterator[Line]:
    """The shopkeepers' lines of the development data."""
    for line in (DATA / "shopkeepers.jsonl").read_text(encoding="utf-8").splitlines():
        values = json.loads(line)
        asked = values["asked"]
        ask = Ask(asked["item"], asked["size"], asked["quantity"], "1042", menu="menu" in asked)
        means = {
            name: str(value) for name, value in values.get("means", {}).items() if name in _READ and value is not None
        }
        yield Line(values["text"], values["lang"], values["label"].replace("ready_when", "later"), ask, means)


def read_phrases(*, held_out: bool) -> Iterator[Line]:
    """Our own phrases: label, language, how many were asked for ("2m" with a menu), what it means, text."""
    path = PHRASES / f"stock_{'held_out' if held_out else 'phrases'}.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        label, language, asked, means, text = line.split("\t")
        ask = Ask("Blue kurta", "L", int(asked.rstrip("m")), "1042", menu=asked.endswith("m"))
        yield Line(text, language, label, ask, dict(pair.split("=") for pair in means.split()))


def read_lists(*, held_out: bool) -> Iterator[tuple[str, str]]:
    """What each text says to `THREE` ("1=yes 3=partial:1", or "which"), and the text."""
    path = PHRASES / f"stock_lists_{'held_out' if held_out else 'phrases'}.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        meant, text = line.split("\t")
        yield meant, text.replace("\\n", "\n")


def label(line: Line) -> str:
    """What we read in a line, in the labels of the data."""
    reading = read_stock(line.text, [line.ask], NOW, ZONE)
    if not is_exact(line.text, [line.ask], reading):
        return "which"  # asked back
    if reading.intent is StockIntent.UNDO and line.label == "no" and any(a.says is Says.NO for a in reading.answers):
        return "no"  # taken back and denied: both free the piece
    if reading.intent is not StockIntent.ANSWER:
        return reading.intent.value
    answer = reading.answers[0]
    return "price" if answer.says is Says.YES and answer.price is not None else answer.says.value


def count(lines: Iterable[Line]) -> dict[str, Answers]:
    """Answers per language, and of "all"."""
    counts: dict[str, Answers] = {}
    for line in lines:
        read_as = label(line)
        for language in (line.language, "all"):
            _count(counts.setdefault(language, Answers()), line.label, read_as)
    return dict(sorted(counts.items(), key=lambda item: (item[0] == "all", item[0])))


def _count(counts: Answers, meant: str, read_as: str) -> None:
    counts.lines += 1
    counts.wrong_yes += read_as in _SAYING_YES and meant not in _SAYING_YES
    if meant == "unclear":
        counts.unclear += 1
        counts.left_open += read_as in _OPEN
    else:
        counts.right += read_as == meant
        counts.asked += read_as != meant and read_as in _OPEN
        counts.misread += read_as != meant and read_as not in _OPEN


def find_misunderstood(lines: Iterable[Line]) -> Iterator[tuple[Line, str, str]]:
    """Lines whose label is read and whose quantity, price, size or alternative is not: what was meant and read."""
    for line in lines:
        reading = read_stock(line.text, [line.ask], NOW, ZONE)
        if label(line) != line.label or not reading.answers:
            continue
        for name, meant in line.means.items():
            found = str(getattr(reading.answers[0], name))
            if found != meant:
                yield line, f"{name} {meant}", found


_READ = frozenset({"quantity", "other_size", "alternative", "price", "price_for", "later_quantity"})


def count_lists(lines: Iterable[tuple[str, str]]) -> Lists:
    """How texts that answer three requests are read."""
    counts = Lists()
    for meant, text in lines:
        reading = read_stock(text, THREE, NOW, ZONE)
        found = describe(reading) if is_exact(text, THREE, reading) else "which"
        wanted = Counter(meant.split())
        counts.right += Counter(found.split()) == wanted
        counts.asked += Counter(found.split()) != wanted and "=" not in found
        counts.misread += Counter(found.split()) != wanted and "=" in found
        counts.wrong_yes += any(part.endswith("=yes") and part not in wanted for part in found.split())
    return counts


def describe(reading: StockReading) -> str:
    """A reading as the lists' files write it."""
    if reading.intent is not StockIntent.ANSWER:
        return reading.intent.value
    said = ((a.ask + 1, f"{a.says}:{a.quantity}" if a.says is Says.PARTIAL else a.says.value) for a in reading.answers)
    return " ".join(f"{number}={says}" for number, says in said)


def count_numbers() -> dict[str, tuple[int, int]]:
    """Texts of the number data whose numbers are whole and not negative: all found, of how many; per language."""
    counts: dict[str, tuple[int, int]] = {}
    for line in (DATA / "numbers.recognizers.jsonl").read_text(encoding="utf-8").splitlines():
        values = json.loads(line)
        wanted = [entry["value"] for entry in values["label"]]
        if wanted and all(value and value.isdigit() for value in wanted):
            found = [str(as_amount(value)) for value in read_numbers(values["text"])]
            right, texts = counts.get(values["lang"], (0, 0))
            counts[values["lang"]] = (right + (found == wanted), texts + 1)
    return dict(sorted(counts.items()))
