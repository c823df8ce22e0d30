"""The evidence of consents in one file for a regulator or a court: a table, lines of JSON, or both."""

import csv
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any

from handlers.actions.consent_view import COLUMNS, view
from storage.consent.consent_evidence import Proof

_CSV, _LINES, _NOTE = "consents.csv", "consents.jsonl", "READ_ME.txt"
# Table programs read a cell with such a beginning as a formula: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
_ABOUT = """\
Consents of {business}: {about}
Made {made_at}, {lines} lines, the newest first. Times are UTC.

{csv} and {jsonl} hold the same, a line for each time that something was agreed to or taken back, and are never changed
afterwards in the database they are from. In {csv} an apostrophe precedes what a table program would take for a
formula; {jsonl} holds everything as received.

{columns}

SHA-256
{sums}
"""


async def write(file: Path, pages: AsyncIterator[Sequence[Proof]], about: Mapping[str, Any]) -> tuple[int, str]:
    """Write a new file that only the current user can read, in the format of its extension.

    Return the number of lines, and its SHA-256. An unfinished file is removed, since half of it would look complete.
    Raises FileExistsError, and does not change an existing file.
    """
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w+b") as out:
            lines = await _fill(out, file.suffix, pages, about)
            out.seek(0)
            return lines, hashlib.file_digest(out, "sha256").hexdigest()
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(file)
        raise


async def _fill(out: IO[bytes], ending: str, pages: AsyncIterator[Sequence[Proof]], about: Mapping[str, Any]) -> int:
    if ending == ".csv":
        return await _write(pages, table=out)
    return await _write(pages, plain=out) if ending == ".jsonl" else await _pack(out, pages, about)


async def _pack(out: IO[bytes], pages: AsyncIterator[Sequence[Proof]], about: Mapping[str, Any]) -> int:
    """Write an archive with the table and the lines, and a note on how to read both; return the number of lines."""
    with ExitStack() as opened:
        table, plain = (opened.enter_context(tempfile.TemporaryFile()) for _ in range(2))
        lines = await _write(pages, table=table, plain=plain)
        packed = opened.enter_context(zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED))
        sums = []
        for name, part in ((_CSV, table), (_LINES, plain)):
            part.seek(0)
            sums.append(f"{hashlib.file_digest(part, 'sha256').hexdigest()}  {name}")
            part.seek(0)
            with packed.open(name, "w", force_zip64=True) as inside:
                shutil.copyfileobj(part, inside)
        packed.writestr(_NOTE, _note(about, lines, sums))
    return lines


async def _write(
    pages: AsyncIterator[Sequence[Proof]], *, table: IO[bytes] | None = None, plain: IO[bytes] | None = None
) -> int:
    lines = 0
    spread = TextIOWrapper(table, "utf-8", newline="", write_through=True) if table else None
    sheet = csv.DictWriter(spread, list(COLUMNS)) if spread else None
    if sheet:
        sheet.writeheader()
    async for page in pages:
        views = [view(one) for one in page]
        lines += len(views)
        if sheet:
            sheet.writerows(_cells(views))
        if plain:
            plain.writelines(f"{json.dumps(one, ensure_ascii=False)}\n".encode() for one in views)
    if spread:
        spread.detach()  # the opener closes it
    return lines


def _cells(views: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{name: _disarm_value(value) for name, value in one.items()} for one in views]


def _disarm_value(value: Any) -> Any:
    value = "; ".join(value) if isinstance(value, list) else value
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULAS) else value


def _note(about: Mapping[str, Any], lines: int, sums: Sequence[str]) -> str:
    made: datetime = about["made_at"]
    return _ABOUT.format(
        business=about["business"],
        about=about["about"],
        made_at=made.astimezone(UTC).isoformat(timespec="seconds"),
        lines=lines,
        csv=_CSV,
        jsonl=_LINES,
        columns="\n".join(f"{name}: {what}" for name, what in COLUMNS.items()),
        sums="\n".join(sums),
    )
