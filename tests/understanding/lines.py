"""Labelled lines: what somebody wrote, to which question, and what it means.

A file of our own holds blocks. A line that begins with "? " is the question that was open ("? -": none; for shops the
request as JSON, or a list of them), and holds for the lines below it: ``language | label | text``, with ``key=value;
key=value`` behind one more bar where more was said than the label tells. ``label/other`` names a label that is as good.
Lines of the development data are JSON, one object each (their README says how they are graded).
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handlers.sourcing.replies.stock.stock_answers import ShopRequest
from tests.reply_figures import DATA

LINES = Path(__file__).parent / "lines"
NATURAL = DATA / "natural"
KINDS = {
    "customers": "customer_intents",
    "optout": "customer_optout",
    "yesno": "yes_no",
    "shops": "shop_replies",
    "staff": "admin_commands",
}
"""The kinds of lines, with the names of their files in the development data."""


@dataclass(frozen=True, slots=True)
class Line:
    """One text with its language, the labels that are right, what was asked, and what else it says."""

    text: str
    language: str
    labels: tuple[str, ...]
    asked: Any = None
    means: dict[str, Any] = field(default_factory=dict)
    source: str = ""

    @property
    def label(self) -> str:
        """The label that is meant first."""
        return self.labels[0]


def natural(kind: str) -> Iterator[Line]:
    """The lines of the development data that someone else wrote, of one kind."""
    yield from parse_json((NATURAL / f"{KINDS[kind]}.jsonl").read_text(encoding="utf-8").splitlines())


def own(kind: str, folder: Path = LINES) -> Iterator[Line]:
    """Our own lines of one kind, those of all languages and rounds."""
    for path in sorted(folder.glob(f"{kind}.*.txt")):
        yield from parse(path.read_text(encoding="utf-8").splitlines(), path.name)


def ask_of(request: dict[str, Any], place: int | None = None) -> ShopRequest:
    """A request of the lines as the reader takes it; ``place`` is its place in a list of several."""
    item = " ".join(filter(None, (request["item"], request.get("color"))))
    size = request.get("size") or ""
    size = "" if size.casefold() in {"one size", "free", "free size"} else size
    return ShopRequest(item, size, request["quantity"], request["order"], place, menu=request.get("menu") == "numbered")


def told(line: Line) -> tuple[str, ...]:
    """The labels of a shop's line by the names of what it may mean: who will answer later said nothing of the goods."""
    waits = line.means.get("what") == "answer"
    return tuple("wait" if waits and label == "later" else label for label in line.labels)


def parse_json(rows: Iterable[str]) -> Iterator[Line]:
    """Lines as the development data writes them."""
    for row in rows:
        one = json.loads(row)
        labels = (one["label"], *one.get("accept", ()))
        means = one.get("means") or {}
        yield Line(
            one["text"], one["lang"], labels, one.get("asked"), {"all": means} if isinstance(means, list) else means
        )


def parse(rows: Iterable[str], file: str) -> Iterator[Line]:
    """Lines in blocks. Raises ValueError with the file and the line that cannot be read."""
    asked: Any = None
    for number, row in enumerate(rows, start=1):
        if row.startswith("?"):
            asked = _question(row[1:].strip(), f"{file}:{number}")
        elif row.strip() and not row.startswith("#"):
            parts = [part.strip() for part in row.split("|")]
            if len(parts) not in (3, 4) or not all(parts[:3]):
                raise ValueError(f"{file}:{number}: a line is language | label | text, and perhaps | key=value")
            means = _means(parts[3], f"{file}:{number}") if len(parts) > 3 and parts[3] else {}
            yield Line(parts[2], parts[0], tuple(parts[1].split("/")), asked, means, file)


def _question(said: str, place: str) -> Any:
    if said in {"-", ""}:
        return None
    if said[0] not in "[{":
        return said
    try:
        return json.loads(said)
    except ValueError as error:
        raise ValueError(f"{place}: a request is JSON: {error}") from error


def _means(said: str, place: str) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in said.split(";") if pair.strip()]
    if not all(equals for _, equals, _ in pairs):
        raise ValueError(f"{place}: what else it means is key=value; key=value")
    return {key.strip(): value.strip() for key, _, value in pairs}
