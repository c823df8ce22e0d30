"""The reader of rows as an order: its lines, its customer and its end, with all mistakes as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from flows.events import Item, OrderCreated
from flows.importing import table_cells
from flows.importing.amount_cells import read_amount
from flows.importing.column_fields import OrderField
from flows.importing.file_columns import Columns, read_currency
from flows.importing.table_rows import TableRow
from flows.money import Money
from flows.name_folding import fold_name
from handlers.engine.checked_fields import CURRENCIES, LARGEST_QUANTITY, Wrong, clean, clean_title, has_controls
from handlers.engine.checked_fields import CheckedField as Told
from handlers.importing.customer_row_reader import CONTROLS, RowReading, check_width
from handlers.importing.order_row import STATUSES, OrderHow, OrderLine, OrderRow, OrderStatus, drop_returned_items

_LONGEST_TITLE, _LONGEST_WORD, _LONGEST_NUMBER = 200, 100, 60
MOST_LINES = 10_000
"""The most lines of one order; a longer one is refused whole."""
_HELD = 10 * MOST_LINES  # rows of a refused order that are held in memory, and counted as one


class _Refused(Exception):
    """The refusal of an order; the message is the reason."""


def group_orders(records: Iterator[TableRow], how: OrderHow) -> Iterator[OrderRow]:
    """Group the rows of a file into orders. Rows of one order are consecutive; each, or only the first, has its id."""
    held: list[TableRow] = []
    for record in records:
        if record.wrong or check_width(record, how.columns):
            yield from _read(held, how)
            held = []
            wrong = f"the row {record.wrong}" if record.wrong else str(check_width(record, how.columns))
            yield OrderRow((record,), None, mistakes=(wrong,))
        elif held and len(held) < _HELD and _goes_on(held[0], record, how.columns):
            held.append(record)
        else:
            yield from _read(held, how)
            held = [record]
    yield from _read(held, how)


def _goes_on(first: TableRow, record: TableRow, columns: Columns) -> bool:
    """Return True if a row continues the order that begins with ``first``: it has its id, or no id and no date."""
    called = [(_cell(first, columns, one), _cell(record, columns, one)) for one in _CALLED if one in columns.at]
    named = [(earlier, now) for earlier, now in called if now]
    return all(now == earlier for earlier, now in named) if named else not _cell(record, columns, OrderField.DATE)


_CALLED = (OrderField.ORDER, OrderField.NUMBER)


def _cell(record: TableRow, columns: Columns, field: OrderField) -> str:
    places = columns.at.get(field)
    return table_cells.bare(record.cells[places[0]]) if places else ""


def _read(records: Sequence[TableRow], how: OrderHow) -> Iterator[OrderRow]:
    if records:
        yield OrderReading(records, how).order()


class OrderReading:
    """The rows of one order that is being parsed."""

    def __init__(self, records: Sequence[TableRow], how: OrderHow) -> None:
        self._records = records
        self._how = how
        self._mistakes: list[str] = []
        self._told: dict[OrderField, str] = {}

    def order(self) -> OrderRow:
        try:
            return self._order()
        except _Refused as refused:
            return OrderRow(self._records, None, mistakes=(str(refused), *self._mistakes))

    def _order(self) -> OrderRow:
        if len(self._records) > MOST_LINES:
            raise _Refused(f"the order has more than {MOST_LINES} lines")
        ref = self._ref()
        placed_at = self._moment(OrderField.DATE)
        if placed_at is None:
            raise _Refused(f"{self._get_named(OrderField.DATE)}: the order has no date")
        if placed_at > self._how.how.now:
            raise _Refused(f"{self._get_named(OrderField.DATE)}: is in the future")
        customer = RowReading(self._merge_row(), self._how.how)
        row = customer.row()
        self._mistakes += [one for one in customer.mistakes if one not in self._mistakes]
        if not row.names:
            self._mistakes.append("it names no customer, so it counts in no customer's totals")
        lines = [self._line(record) for record in self._records]
        total, returned = self._sums(lines)
        items, code = drop_returned_items(lines), self._first(OrderField.DISCOUNT_CODE)
        number = clean(self._first(OrderField.NUMBER), _LONGEST_NUMBER) or ref
        named = customer.customer()
        event = OrderCreated(ref, number, total, items, named, placed_at, discount_codes=(code,) if code else ())
        status = STATUSES.get(fold_name(self._first(OrderField.STATUS).replace("_", " ")), OrderStatus.PLACED)
        cancelled_at = self._moment(OrderField.CANCELLED_AT)
        if status is OrderStatus.CANCELLED and cancelled_at is None:
            cancelled_at = placed_at
        back = self._read_refund(total, status)
        skus = frozenset(line.item.sku for line in lines if line.is_back and line.item.sku)
        return OrderRow(
            self._records, event, row.names, tuple(self._mistakes), status, cancelled_at, back,
            returned=returned, returned_skus=skus, is_return=all(line.is_back for line in lines),
        )  # fmt: skip

    def _ref(self) -> str:
        """Return the order's id, or its number if it has none. Raises _Refused."""
        text = self._first(OrderField.ORDER) or self._first(OrderField.NUMBER)
        try:
            told = (
                None
                if table_cells.is_formula(text) or table_cells.is_rounded(text)
                else Told(table_cells.trim_fraction(text)).identifier()
            )
        except Wrong:
            told = None
        if not told:
            raise _Refused(f"{self._get_named(OrderField.ORDER)}: is not an order id")
        return told

    def _merge_row(self) -> TableRow:
        """Merge the rows into one, with the first value of each column."""
        columns = zip(*(record.cells for record in self._records), strict=False)
        first = [next((cell for cell in column if cell.strip()), "") for column in columns]
        return TableRow(self._records[0].line, first, ended=self._records[-1].ended)

    def _first(self, field: OrderField) -> str:
        """Return the first value of a field in any row of the order; "" if there is none."""
        if field not in self._told:
            found = (_cell(record, self._how.columns, field) for record in self._records)
            self._told[field] = next((one for one in found if one), "")
        return self._told[field]

    def _get_named(self, field: OrderField) -> str:
        return self._how.columns.get_head(field)

    def _moment(self, field: OrderField) -> datetime | None:
        text = self._first(field)
        try:
            return (
                table_cells.parse_moment(text, self._how.how.zone, month_first=self._how.how.month_first)
                if text
                else None
            )
        except ValueError as wrong:
            raise _Refused(f"{self._get_named(field)}: {wrong}") from None

    def _line(self, record: TableRow) -> OrderLine:
        """Parse a line; a negative quantity or amount means a return."""
        many = self._quantity(record)
        price, amount = self._money(record, OrderField.PRICE), self._money(record, OrderField.AMOUNT)
        is_back = many < 0 or any(one is not None and one.micros < 0 for one in (price, amount))
        many, price, amount = abs(many), _size(price), _size(amount)
        worth = amount if amount is not None or price is None else Money(price.micros * many, price.currency)
        if price is None and amount is not None:
            price = Money(amount.micros // many, amount.currency)
        word = {
            name: self._word(record, OrderField(name), _LONGEST_WORD)
            for name in ("sku", "variant", "category", "brand", "size")
        }
        title = self._word(record, OrderField.TITLE, _LONGEST_TITLE) or word["sku"] or "item"
        return OrderLine(Item(title=title, quantity=many, price=price, **word), worth, is_back)

    def _word(self, record: TableRow, field: OrderField, most: int) -> str:
        text = _cell(record, self._how.columns, field)
        if table_cells.is_formula(text):
            self._mistakes.append(
                f"{self._get_named(field)}: begins with {text[0]!r}, like a formula, and was left out"
            )
            return ""
        if has_controls(text):
            self._mistakes.append(f"{self._get_named(field)}: {CONTROLS}")
        return clean_title(text, most)

    def _quantity(self, record: TableRow) -> int:
        """Return how many pieces a line has, negative for a return. Raises _Refused."""
        text = _cell(record, self._how.columns, OrderField.QUANTITY).replace(",", "").replace("\u2212", "-")
        bare = table_cells.trim_fraction(text.removeprefix("-").strip())
        if bare and not (bare.isascii() and bare.isdigit() and 1 <= int(bare) <= LARGEST_QUANTITY):
            raise _Refused(
                f"{self._get_named(OrderField.QUANTITY)}: is not a whole number from 1 to {LARGEST_QUANTITY}"
            )
        many = int(bare) if bare else 1
        return -many if text.startswith("-") else many

    def _money(self, record: TableRow, field: OrderField) -> Money | None:
        return self._amount(_cell(record, self._how.columns, field), field)

    def _amount(self, text: str, field: OrderField) -> Money | None:
        if not text:
            return None
        try:
            return read_amount(text, self._currency(field))
        except ValueError as wrong:
            raise _Refused(f"{self._get_named(field)}: {wrong}") from None

    def _currency(self, field: OrderField) -> str:
        told = self._first(OrderField.CURRENCY).upper() or read_currency(self._get_named(field)) or self._how.currency
        if told not in CURRENCIES:
            raise _Refused(f"{self._get_named(OrderField.CURRENCY)}: is not a currency, three letters as USD")
        return told

    def _sums(self, lines: Sequence[OrderLine]) -> tuple[Money, Money | None]:
        """Return the total of the order minus returns, and the amount of returns beyond the total."""
        told = self._amount(self._first(OrderField.TOTAL), OrderField.TOTAL)
        if told is None and any(line.worth is None for line in lines):
            raise _Refused("a line has no price, and the order no total")
        sold, back = (sum(line.micros for line in lines if line.is_back is one) for one in (False, True))
        worths = [line.worth for line in lines if line.worth is not None]
        currency = told.currency if told is not None else worths[0].currency
        net = sold - back
        if told is not None and all(line.is_back for line in lines):
            net = -abs(told.micros)
        elif told is not None and not (back and told.micros == sold):
            net = told.micros
        return Money(max(net, 0), currency), Money(-net, currency) if net < 0 else None

    def _read_refund(self, total: Money, status: OrderStatus) -> Money | None:
        """Return the refund: the stated amount, or the whole total if the status says so; None if there is none."""
        text = self._first(OrderField.REFUNDED)
        words = {"yes", "true", "no", "false"}
        told = _size(None if text.lower() in words else self._amount(text, OrderField.REFUNDED))
        if told is not None and told.micros:
            return Money(min(told.micros, total.micros), total.currency)
        whole = status is OrderStatus.REFUNDED or text.lower() in {"yes", "true"}
        return total if whole else None


def _size(amount: Money | None) -> Money | None:
    return None if amount is None else Money(abs(amount.micros), amount.currency)
