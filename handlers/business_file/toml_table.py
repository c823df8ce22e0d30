"""A table of a business file that is read key by key: mistakes are noted with their place, and reading goes on."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from handlers.business_file.toml_lines import Path, line_of

T = TypeVar("T")
D = TypeVar("D")

Parse = Callable[[object], T]
"""From a TOML value to ours. Raises ValueError with what it must be."""


class Table:
    """The keys of one table. What was asked for is known; whatever is left when it is closed is a mistake.

    The tables within it are closed with it.
    """

    def __init__(self, values: object, path: Path, report: MistakeReport) -> None:
        self.path = path
        self._report = report
        self._known: dict[str, None] = {}  # in order, each once
        self._inner: list[Table] = []
        self._values: dict[str, object] = values if isinstance(values, dict) else {}
        self._absent = not isinstance(values, dict)
        if self._absent:
            report.add(path, f"must be a table, not {kind(values)}")

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def read(self, key: str, parse: Parse[T], default: D) -> T | D:
        """The value of a key, or the default when it is absent or wrong."""
        self._known[key] = None
        if key not in self._values:
            return default
        try:
            return parse(self._values[key])
        except ValueError as wrong:
            self.wrong(key, str(wrong))
            return default

    def must(self, key: str, parse: Parse[T], instead: T, example: str) -> T:
        """The value of a key that may not be absent; ``instead`` only stands in until the mistakes are told."""
        if key not in self._values:
            self.wrong(key, f"is missing; for example: {key} = {example}")
        return self.read(key, parse, instead)

    def section(self, key: str) -> Table:
        """A table within this one; an empty one when it is absent."""
        self._known[key] = None
        return self._within(self._values.get(key, {}), (*self.path, key))

    def holds_table(self, key: str) -> bool:
        """Whether there is a table at this key, for values that may be one."""
        return isinstance(self._values.get(key), dict)

    def tables(self, key: str, most: int = sys.maxsize) -> Sequence[Table] | None:
        """The tables of an array; None when it is absent, or holds more than ``most``: that is one mistake."""
        found = self.elements(key)
        if found is not None and len(found) > most:
            self.wrong(key, f"must be at most {most:_} {key}, not {len(found):_}".replace("_", " "))
            return None
        return None if found is None else [self._within(value, path) for path, value in found]

    def elements(self, key: str) -> Sequence[tuple[Path, object]] | None:
        """The elements of an array with their paths; None when it is absent."""
        self._known[key] = None
        value = self._values.get(key, [])
        if not isinstance(value, list):
            self.wrong(key, f"must be a list, not {kind(value)}")
            return None
        return [((*self.path, key, at), part) for at, part in enumerate(value)] if key in self._values else None

    def each(self, key: str, parse: Parse[T]) -> tuple[T, ...] | None:
        """The elements of an array that can be read; None when it is absent."""
        found = self.elements(key)
        return None if found is None else tuple(self._parsed(found, parse))

    def entries(self, names: Sequence[str], parse: Parse[T]) -> dict[str, T]:
        """The values of those keys among ``names`` that are there and can be read."""
        self._known |= dict.fromkeys(names)
        read = {name: self.read(name, parse, None) for name in names if name in self._values}
        return {name: value for name, value in read.items() if value is not None}

    def names(self) -> tuple[str, ...]:
        """The keys that are there, of a table whose keys are names of the business's own."""
        return tuple(self._values)

    def ignore(self, *keys: str) -> None:
        """These keys have no meaning here, and do no harm."""
        self._known |= dict.fromkeys(keys)

    def wrong(self, key: str | None, message: str) -> None:
        """Note a mistake at a key of this table, or at the table itself; what is no table has one already."""
        if not self._absent:
            self._report.add(self.path if key is None else (*self.path, key), message)

    def close(self) -> None:
        """Note every key that nobody asked for."""
        for inner in self._inner:
            inner.close()
        for key in self._values:
            if key not in self._known:
                self.wrong(key, unknown(key, tuple(self._known)))

    def _within(self, values: object, path: Path) -> Table:
        self._inner.append(Table(values, path, self._report))
        return self._inner[-1]

    def _parsed(self, found: Sequence[tuple[Path, object]], parse: Parse[T]) -> Iterator[T]:
        for path, value in found:
            try:
                yield parse(value)
            except ValueError as wrong:
                self._report.add(path, str(wrong))


def unknown(word: str, known: Sequence[str]) -> str:
    """What to say of a word that is none of those known."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f"is unknown; did you mean {near[0]}?" if near else f"is unknown; there are {', '.join(sorted(known))}"


def kind(value: object) -> str:
    """What a TOML value is, in a word or two."""
    names = {bool: "true or false", int: "a number", float: "a number", str: "a text", list: "a list", dict: "a table"}
    return names.get(type(value), "a date")


@dataclass(frozen=True, slots=True, order=True)
class FileMistake:
    """One thing to mend: its line (from 1 on), the key as it is written in the file, what is wrong and what to do."""

    line: int
    path: str
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.path}: {self.message}" if self.path else f"line {self.line}: {self.message}"


class WrongBusinessFile(Exception):
    """The file cannot be applied; ``mistakes`` holds everything that is wrong with it, in order of lines."""

    def __init__(self, mistakes: Iterable[FileMistake]) -> None:
        self.mistakes = tuple(sorted(mistakes))
        super().__init__("\n".join(map(str, self.mistakes)))


class MistakeReport:
    """Collects mistakes while a file is read, so that all of them are told at once."""

    def __init__(self, lines: Mapping[Path, int]) -> None:
        self.lines = lines
        self.mistakes: list[FileMistake] = []

    def add(self, path: Path, message: str) -> None:
        """Note what is wrong at a key; one that is missing stands on the line of its table."""
        self.mistakes.append(FileMistake(line_of(self.lines, path), spelled(path), message))


def spelled(path: Path) -> str:
    """A path as people write it: ``recovery.steps[3].discount``, the elements counted from 1."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text
