"""What is wrong in a business file, and where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handlers.business_file.lines import Path, line_of


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


class Report:
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
