"""The rows of a text table with any separator; an unreadable row does not affect others."""

from __future__ import annotations

import csv
import io
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

SEPARATORS = (",", ";", "\t", "|")
LONGEST = 1 << 20
"""Maximum characters of a row; a longer one is refused without loading the rest."""
SHOWN = 1000
"""Maximum characters shown of an unreadable row."""
MOST_LINES = 200
"""Maximum lines of one row: after an unclosed quotation mark the lines are parsed again as rows."""
_SAMPLE = 50  # rows that decide the separator
_LONG = "is too long: a row has at most 1 MiB, and a cell 128 KiB"
_OPEN = "opens a quotation mark that is not closed: the file may be cut here"
_INSIDE = "has a quotation mark that is not closed, or one inside a cell that is not doubled"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its first line in the file (from 1) and its cells. ``wrong`` is why it is unreadable; its text is then the
    only cell. ``ended`` False: the file ends within the row, without a line end."""

    line: int
    cells: Sequence[str]
    wrong: str = ""
    ended: bool = True


def detect_separator(sample: str) -> str:
    """Return the cell separator of a sample: the one that gives most rows the same width."""
    first = sample.partition("\n")[0].strip().lower()
    if first[:4] == "sep=" and first[4:5]:  # which Excel writes and reads
        return first[4]
    return max(SEPARATORS, key=lambda one: _fits(sample, one))


def _fits(sample: str, separator: str) -> tuple[bool, float, int]:
    rows = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    widths: list[int] = []
    try:
        for row in rows:
            widths += [len(row)] if row else []
            if len(widths) == _SAMPLE:
                break
    except csv.Error:
        pass  # a cell beyond all measure ends the sample
    width, many = Counter(widths).most_common(1)[0] if widths else (0, 0)
    return width > 1, many / max(1, len(widths)), width


def records(readline: Callable[[int], str], separator: str, first: int = 1) -> Iterator[TableRow]:
    """Yield all non-empty rows. ``readline(most)`` returns the next line with its end, at most ``most`` characters of
    it; ``first`` is the number of the first line.

    After an unreadable row, such as one with an unclosed quotation mark, parsing continues with the next line.
    """
    lines = _Lines(readline, first)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (_TooLong, csv.Error) as error:
            yield lines.make_unread(error)
            reader = csv.reader(lines, delimiter=separator, strict=True)
            continue
        if any(cells) and any(cell.strip() for cell in cells):
            yield TableRow(lines.first, cells, ended=lines.ended)


class _TooLong(Exception):
    """A row exceeds a limit; the message says which."""


class _Lines:
    """The lines of a file; those of the current row are buffered for a second try."""

    def __init__(self, readline: Callable[[int], str], first: int) -> None:
        self._readline = readline
        self._again: deque[str] = deque()
        self._taken: list[str] = []
        self._length = 0
        self.first = first

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self._taken) >= MOST_LINES or self._length > LONGEST:
            raise _TooLong(_OPEN)
        line = self._again.popleft() if self._again else self._readline(LONGEST)
        if not self._taken and line.isspace() and not self._again:
            line = self._skip_blanks(line)
        if not line:
            raise StopIteration
        self._taken.append(line)
        self._length += len(line)
        if len(line) >= LONGEST and line[-1] not in "\r\n":
            self._skip()
            raise _TooLong(_LONG)
        return line

    @property
    def ended(self) -> bool:
        """Return True if the row ends with a line end."""
        return bool(self._taken) and self._taken[-1][-1] in "\r\n"

    def begin(self) -> None:
        """Begin the next row after the lines parsed so far."""
        self.first += len(self._taken)
        self._taken, self._length = [], 0

    def make_unread(self, error: Exception) -> TableRow:
        """Return only the first line of the row, as unreadable; the other lines are parsed again as rows of
        their own."""
        text, *others = self._taken or [""]
        self._again.extendleft(reversed(others))
        self._taken = [text]
        told = str(error)
        if isinstance(error, csv.Error):
            told = _LONG if "limit" in told else _OPEN if "unexpected end" in told else _INSIDE
        return TableRow(self.first, [text.rstrip("\r\n")[:SHOWN]], told, text[-1:] in {"\r", "\n"})

    def _skip_blanks(self, line: str) -> str:
        """Return the first line that is not blank, from ``line`` on; a file may have millions of blank lines."""
        readline, blank = self._readline, 0
        while line.isspace() and len(line) < LONGEST:
            line, blank = readline(LONGEST), blank + 1
        self.first += blank
        return line

    def _skip(self) -> None:
        while (part := self._readline(LONGEST)) and part[-1] not in "\r\n":
            pass
