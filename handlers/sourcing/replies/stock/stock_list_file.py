"""A shop's stock list as a CSV file from a spreadsheet, with any column names and separators."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from handlers.replies.text_normalisation import normalise
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.quantities import read_numeral

__all__ = ["Listed", "NoList", "StockList", "UnreadRow", "read_stock_list"]

MOST_BYTES, MOST_ROWS = 1_000_000, 5_000
LARGEST_QUANTITY, LARGEST_PRICE = 100_000, 10**9
_LONGEST_CELL = 200  # characters
_DELIMITERS = ",;\t|"
_COLUMNS: Mapping[str, frozenset[str]] = MappingProxyType(read_sets("sourcing:stock/columns"))
_AMOUNT = re.compile(
    r"(?:₹|rs\.?|inr|\$|usd|€|eur|mxn)?\s*([\d.,]+)\s*(?:/-|₹|rs\.?|inr|\$|usd|€|eur|mxn)?", re.IGNORECASE
)


class NoList(ValueError):
    """The file is no stock list; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One row: a product by its SKU or title, a size, and its number of pieces."""

    line: int
    sku: str
    title: str
    size: str
    quantity: int
    price: Decimal | None = None

    @property
    def said(self) -> str:
        """Format the row's name as the file has it."""
        return " ".join(part for part in (self.title or self.sku, self.size) if part)


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row that could not be parsed, with the reason. ``figure`` is the text in place of the number of pieces."""

    line: int
    said: str
    why: str
    figure: str = ""


@dataclass(frozen=True, slots=True)
class StockList:
    """The rows of a file in their order, and those that could not be parsed."""

    rows: tuple[Listed, ...]
    mistakes: tuple[UnreadRow, ...] = ()


def read_stock_list(text: str) -> StockList:
    """Parse a stock list with the columns sku or title, quantity, and optionally size and price.

    The first row with these names is the header; commas, semicolons, tabs and bars separate columns. Raises NoList for
    a file with no header or no rows, with more than MOST_ROWS, or larger than MOST_BYTES.
    """
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise NoList(f"the list is larger than {MOST_BYTES // 1_000_000} MB")
    lines = _cells(text.removeprefix("\ufeff").replace("\x00", ""))
    header, wide = _header(lines)
    rows: list[Listed] = []
    mistakes: list[UnreadRow] = []
    for line, cells in lines:
        if not any(cells):
            continue
        if len(rows) + len(mistakes) >= MOST_ROWS:
            raise NoList(f"the list has more than {MOST_ROWS} rows")
        read = _row(line, {name: cells[at] for name, at in header.items() if at < len(cells)})
        if isinstance(read, Listed) and len(cells) > wide and any(cells[wide:]):
            read = _cut_up(read, cells, header["quantity"])
        if isinstance(read, Listed):
            rows.append(read)
        else:
            mistakes.append(read)
    if not rows and not mistakes:
        raise NoList("the list has no rows below its header")
    return StockList(tuple(rows), tuple(mistakes))


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with its number, its cells trimmed. Raises NoList for an invalid CSV."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    try:
        for cells in reader:
            yield reader.line_num, [" ".join(cell.split())[:_LONGEST_CELL] for cell in cells]
    except csv.Error as problem:
        raise NoList(f"row {reader.line_num} cannot be read: {problem}") from None


def _header(lines: Iterator[tuple[int, list[str]]]) -> tuple[dict[str, int], int]:
    """Return the index of each column, and the number of columns. A heading above the header is skipped."""
    for _, (_line, cells) in zip(range(5), lines, strict=False):
        found: dict[str, int] = {}
        for at, cell in enumerate(cells):
            name = _column(cell)
            if name is not None:
                found.setdefault(name, at)
        if "quantity" in found and ("sku" in found or "title" in found):
            return found, len(cells)
    raise NoList("the list needs a header row with the columns sku (or title), size and quantity")


def _column(cell: str) -> str | None:
    plain = " ".join(re.sub(r"[^\w ]|_", " ", normalise(cell)).split())
    return next((name for name, words in _COLUMNS.items() if plain in words), None)


def _row(line: int, cells: Mapping[str, str]) -> Listed | UnreadRow:
    sku, title, size = (cells.get(name, "") for name in ("sku", "title", "size"))
    said = " ".join(part for part in (title or sku, size) if part)
    if not sku and not title:
        return UnreadRow(line, said, "no sku and no title")
    quantity = _parse_whole(cells.get("quantity", ""))
    if quantity is None:
        return UnreadRow(line, said, "no number of pieces", cells.get("quantity") or "-")
    price: Decimal | None = None
    if cells.get("price"):
        price = _amount(cells["price"])
        if price is None:
            return UnreadRow(line, said, "the price is not an amount")
    return Listed(line, sku, title, size if size not in {"-", "—"} else "", quantity, price)


def _cut_up(row: Listed, cells: Sequence[str], at: int) -> UnreadRow:
    """Report a row with more cells than the header: an amount like "1,000" was split at its comma and must not be read
    as 1.
    """
    return UnreadRow(row.line, row.said, "more cells than the header", ",".join(cells[at:]))


def _parse_whole(cell: str) -> int | None:
    value = read_numeral(normalise(cell).removesuffix("pcs").removesuffix("pc").strip())
    if value is None or value.denominator != 1 or value > LARGEST_QUANTITY:
        return None
    return int(value)


def _amount(cell: str) -> Decimal | None:
    found = _AMOUNT.fullmatch(normalise(cell).strip())
    value = read_numeral(found[1]) if found else None
    if value is None or value > LARGEST_PRICE:
        return None
    return round(Decimal(value.numerator) / Decimal(value.denominator), 2)


def name_rows(mistakes: Sequence[UnreadRow]) -> tuple[str, ...]:
    """Format the rows that could not be parsed for an answer."""
    return tuple(f"{one.said or '-'} (row {one.line})" for one in mistakes if not one.figure)


def name_figures(mistakes: Sequence[UnreadRow]) -> tuple[str, ...]:
    """Format the rows whose number of pieces is invalid, with the text found there."""
    return tuple(f"{one.said}: {one.figure} (row {one.line})" for one in mistakes if one.figure)
