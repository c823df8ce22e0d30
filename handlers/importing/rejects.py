"""The file of what was not taken over: each row as it stood, its line and the reason, to be mended and imported."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from flows.importing.cells import harmless
from flows.importing.columns import OURS
from handlers.importing.row import Fate, Outcome

_HEADS = (f"{OURS}line", f"{OURS}outcome", f"{OURS}reason")
_PARTLY = "taken over without this"


def rejects_of(path: Path) -> Path:
    """Where the rejects of a file go: customers.csv has customers.rejected.csv beside it."""
    return path.with_name(f"{path.stem}.rejected.csv")


def heads_of_rejects(heads: Sequence[str]) -> list[str]:
    """The first line of such a file."""
    return [*map(harmless, heads), *_HEADS]


def rejected(outcome: Outcome, width: int) -> list[str]:
    """The cells of a row of which something was not taken over; the file that it is from has so many columns."""
    record = outcome.row.record
    cells = [*record.cells[:width], *[""] * (width - len(record.cells))]
    extra = " ".join(cell for cell in record.cells[width:] if cell)
    why = "; ".join(outcome.mistakes) + (f" (beside its columns: {extra})" if extra else "")
    done = "refused" if outcome.fate is Fate.REFUSED else _PARTLY
    return [harmless(cell) for cell in (*cells, str(record.line), done, why)]


class Rejects:
    """Written beside the file that is read, and put in the place of an older one at the end; none where nothing was
    wrong. Nobody else may read it. In a table program its cells are texts, and never worked out."""

    def __init__(self, path: Path, heads: Sequence[str], separator: str, *, goes_on: bool = False) -> None:
        """``goes_on``: what a run that was stopped wrote stays, and more comes behind it."""
        self.path = path
        self.many = 0
        self._heads = heads
        self._separator = separator
        self._part = path.with_name(f"{path.name}.part")
        self._goes_on = goes_on and self._part.exists()
        self._file: IO[str] | None = None
        self._rows: Any = None

    def __enter__(self) -> Rejects:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        if self._file is not None:
            self._file.close()
        if kind is not None:
            return  # what was written so far stays beside, and the older one where it is
        if self._file is not None or self._goes_on:
            os.replace(self._part, self.path)
        else:
            for left in (self.path, self._part):
                left.unlink(missing_ok=True)

    def add(self, outcome: Outcome) -> None:
        """A row of which something was not taken over; one without a mistake is left out."""
        if not outcome.mistakes:
            return
        if self._file is None:
            self._begin()
        self._rows.writerow(rejected(outcome, len(self._heads)))
        self.many += 1

    def flush(self) -> None:
        """What was written so far is on the disk, whatever becomes of this process."""
        if self._file is not None:
            self._file.flush()

    def _begin(self) -> None:
        how = os.O_APPEND if self._goes_on else os.O_TRUNC
        handle = os.open(self._part, os.O_WRONLY | os.O_CREAT | how, 0o600)
        # With its mark: without one Excel takes UTF-8 for the machine's own letters.
        letters = "utf-8" if self._goes_on else "utf-8-sig"
        self._file = os.fdopen(handle, "w", encoding=letters, errors="replace", newline="")
        self._rows = csv.writer(self._file, delimiter=self._separator)
        if not self._goes_on:
            self._rows.writerow(heads_of_rejects(self._heads))
