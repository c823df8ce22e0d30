"""Shopkeepers' replies of the test data, our own and those of the field, with what the grammar reads in them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from handlers.replies.text_normalisation import normalise
from handlers.sourcing.replies.quantities import find_numbers, split
from handlers.sourcing.replies.stock.stock_answers import ShopRequest, ShopSays, StockIntent
from handlers.sourcing.replies.stock.stock_grammar import read_stock
from tests.reply_figures import DATA, PHRASES

NOW = datetime(2026, 1, 7, 6, 30, tzinfo=UTC)  # a Wednesday noon in Delhi
ZONE = ZoneInfo("Asia/Kolkata")
THREE = (
    ShopRequest("Blue kurta", "L", 2, "1042", 1),
    ShopRequest("Red saree", "", 1, "1043", 2),
    ShopRequest("Tiger shorts", "M", 4, "1044", 3),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One reply to one request, with the labels that are right."""

    text: str
    language: str
    labels: frozenset[str]
    ask: ShopRequest


def read_field() -> Iterator[Line]:
    """Return the replies of people in the field to one request; nothing where the development data is absent."""
    path = DATA / "natural" / "shop_replies.jsonl"
    for row in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        line: dict[str, Any] = json.loads(row)
        asked = line["asked"]
        if not isinstance(asked, list):
            ask = ShopRequest(
                asked["item"], asked.get("size") or "", asked["quantity"], asked["order"], menu="menu" in asked
            )
            yield Line(line["text"], line["lang"], frozenset({line["label"], *line.get("accept", ())}), ask)


def read_phrases(*, held_out: bool) -> Iterator[Line]:
    """Return our own phrases: label, language, how many were asked for ("2m" with a menu), what it means, text."""
    path = PHRASES / f"stock_{'held_out' if held_out else 'phrases'}.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        label, language, asked, _, text = line.split("\t")
        ask = ShopRequest("Blue kurta", "L", int(asked.rstrip("m")), "1042", menu=asked.endswith("m"))
        yield Line(text, language, frozenset({label}), ask)


def read_lists(*, held_out: bool) -> Iterator[tuple[str, str]]:
    """Return what each text says to `THREE` ("1=yes 3=partial:1", or "which"), and the text."""
    path = PHRASES / f"stock_lists_{'held_out' if held_out else 'phrases'}.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        meant, text = line.split("\t")
        yield meant, text.replace("\\n", "\n")


def says(line: Line) -> ShopSays | None:
    """Return what the grammar reads in a reply to one request; None where the shop is asked back."""
    reading = read_stock(line.text, [line.ask], NOW, ZONE)
    return reading.answers[0].says if reading.intent is StockIntent.ANSWER else None


def describe(text: str, asks: tuple[ShopRequest, ...] = THREE) -> str:
    """Return a reading as the lists' files write it; "" where the shop is asked back."""
    reading = read_stock(text, asks, NOW, ZONE)
    told = (
        (a.ask + 1, f"{a.says}:{a.quantity}" if a.says is ShopSays.PARTIAL else a.says.value) for a in reading.answers
    )
    return " ".join(f"{number}={said}" for number, said in told) if reading.intent is StockIntent.ANSWER else ""


def read_numbers(text: str) -> list[Fraction]:
    """Return the values of all numbers in a text."""
    return [number.value for number in find_numbers(split(normalise(text)))]


def count_numbers() -> dict[str, tuple[int, int]]:
    """Return per language the texts of the number data whose numbers are all found, and how many texts there are."""
    counts: dict[str, tuple[int, int]] = {}
    for line in (DATA / "numbers.recognizers.jsonl").read_text(encoding="utf-8").splitlines():
        values = json.loads(line)
        wanted = [entry["value"] for entry in values["label"]]
        if wanted and all(value and value.isdigit() for value in wanted):
            found = [
                f"{float(value):g}" if value.denominator > 1 else str(value) for value in read_numbers(values["text"])
            ]
            right, texts = counts.get(values["lang"], (0, 0))
            counts[values["lang"]] = (right + (found == wanted), texts + 1)
    return dict(sorted(counts.items()))
