"""A table of a business file, read key by key: mistakes are noted with their place, and reading continues."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from handlers.business_file.toml_lines import Path, find_line

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    S = TypeVar("S", bound=DataclassInstance)

T = TypeVar("T")
D = TypeVar("D")

Parse = Callable[[object], T]
"""A function from a TOML value to ours. Raises ValueError with the allowed form."""


@dataclass(frozen=True, slots=True)
class Needed(Generic[T]):
    """A parser of a required value, with an example."""

    parse: Parse[T]
    example: str

    def __call__(self, value: object) -> T:
        return self.parse(value)


class Table:
    """The keys of one table. Keys that are read are known; any other key is a mistake when the table is closed.

    Closing a table closes the tables within it.
    """

    def __init__(self, values: object, path: Path, reading: FileReading) -> None:
        self.path = path
        self.reading = reading
        self._known: dict[str, None] = {}  # in order, each once
        self._inner: list[Table] = []
        self._values: dict[str, object] = values if isinstance(values, dict) else {}
        self._absent = not isinstance(values, dict)
        if self._absent:
            reading.add(path, f"must be a table, not {name_kind(values)}")

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def read(self, key: str, parse: Parse[T], default: D) -> T | D:
        """Return the value of a key; the default if it is missing or wrong. A missing required one is a mistake."""
        self._known[key] = None
        if key not in self._values:
            if isinstance(parse, Needed):
                self.add_mistake(key, f"is missing; for example: {key} = {parse.example}")
            return default
        try:
            return parse(self._values[key])
        except ValueError as wrong:
            self.add_mistake(key, str(wrong))
            return default

    def fill(self, usual: S, **fields: Parse[Any]) -> S:
        """Return the settings with the values of these keys, which are named like their fields."""
        return replace(usual, **{key: self.read(key, parse, getattr(usual, key)) for key, parse in fields.items()})

    def section(self, key: str) -> Table:
        """Return a table within this one; an empty one if it is missing."""
        self._known[key] = None
        return self._find_within(self._values.get(key, {}), (*self.path, key))

    def sections(self, names: Iterable[str]) -> dict[str, Table]:
        """Return those of these tables that are present."""
        self.ignore(*names)
        return {name: self.section(name) for name in names if name in self._values}

    def holds_table(self, key: str) -> bool:
        """Return True if the value of this key is a table."""
        return isinstance(self._values.get(key), dict)

    def tables(self, key: str, most: int = sys.maxsize) -> Sequence[Table] | None:
        """Return the tables of an array; None if it is missing, or has more than ``most``, which is one mistake."""
        found = self.elements(key)
        if found is not None and len(found) > most:
            self.add_mistake(key, f"must be at most {most:_} {key}, not {len(found):_}".replace("_", " "))
            return None
        return None if found is None else [self._find_within(value, path) for path, value in found]

    def elements(self, key: str) -> Sequence[tuple[Path, object]] | None:
        """Return the elements of an array with their paths; None if it is missing."""
        self._known[key] = None
        value = self._values.get(key, [])
        if not isinstance(value, list):
            self.add_mistake(key, f"must be a list, not {name_kind(value)}")
            return None
        return [((*self.path, key, at), part) for at, part in enumerate(value)] if key in self._values else None

    def parse_each(self, key: str, parse: Parse[T]) -> tuple[T, ...] | None:
        """Return the valid elements of an array; None if it is missing."""
        found = self.elements(key)
        return None if found is None else tuple(self._parse_each(found, parse))

    def entries(self, names: Sequence[str], parse: Parse[T]) -> dict[str, T]:
        """Return the valid values of the keys among ``names``."""
        self._known |= dict.fromkeys(names)
        read = {name: self.read(name, parse, None) for name in names if name in self._values}
        return {name: value for name, value in read.items() if value is not None}

    def names(self) -> tuple[str, ...]:
        """Return the keys of a table whose keys are names that the business chose."""
        return tuple(self._values)

    def ignore(self, *keys: str) -> None:
        """Accept these keys, although they are not used here."""
        self._known |= dict.fromkeys(keys)

    def add_mistake(self, key: str | None, message: str) -> None:
        """Note a mistake at a key of this table, or at the table itself, unless the table was already refused."""
        self.ignore(*((key,) if key else ()))
        if not self._absent:
            self.reading.add((*self.path, key) if key else self.path, message)

    def close(self) -> None:
        """Note every key that was not read as a mistake."""
        for inner in self._inner:
            inner.close()
        for key in self._values:
            if key not in self._known:
                self.reading.add((*self.path, key), explain_unknown(key, tuple(self._known)))

    def _find_within(self, values: object, path: Path) -> Table:
        self._inner.append(Table(values, path, self.reading))
        return self._inner[-1]

    def _parse_each(self, found: Sequence[tuple[Path, object]], parse: Parse[T]) -> Iterator[T]:
        for path, value in found:
            try:
                yield parse(value)
            except ValueError as wrong:
                self.reading.add(path, str(wrong))


def explain_unknown(word: str, known: Sequence[str]) -> str:
    """Make the message for an unknown word, with the most similar known one or all of them."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f"is unknown; did you mean {near[0]}?" if near else f"is unknown; known are {', '.join(sorted(known))}"


def name_kind(value: object) -> str:
    """Name the type of a TOML value in a word or two."""
    names = {bool: "true or false", int: "a number", float: "a number", str: "a text", list: "a list", dict: "a table"}
    return names.get(type(value), "a date")


@dataclass(frozen=True, slots=True, order=True)
class FileMistake:
    """A mistake in a file: its line (from 1), the key in the file's spelling, what is wrong and what to do."""

    line: int
    path: str
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.path}: {self.message}" if self.path else f"line {self.line}: {self.message}"


class WrongBusinessFile(Exception):
    """A refused file; ``mistakes`` are all its mistakes, ordered by line."""

    def __init__(self, mistakes: Iterable[FileMistake]) -> None:
        self.mistakes = tuple(sorted(mistakes))
        super().__init__("\n".join(map(str, self.mistakes)))


@dataclass(frozen=True, slots=True)
class FileReading:
    """A file that is being read: its lines, the environment, and what was found so far.

    ``secrets`` are the secrets by name; ``plain`` are the paths of those written in the file itself.
    """

    lines: Mapping[Path, int]
    environ: Mapping[str, str]
    secrets: dict[str, str] = field(default_factory=dict)
    plain: list[str] = field(default_factory=list)
    mistakes: list[FileMistake] = field(default_factory=list)

    def add(self, path: Path, message: str) -> None:
        """Note a mistake at a key; a missing key gets the line of its table."""
        self.mistakes.append(FileMistake(find_line(self.lines, path), spell_path(path), message))


def spell_path(path: Path) -> str:
    """Format a path for people: ``recovery.steps[3].discount``, with elements counted from 1."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text
