"""Every typed command of docs/commands.md runs, or is shown to be confirmed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.commanded.door import door

PAGE = Path(__file__).parents[2] / "docs/commands.md"
MOST = 40
_ROW = re.compile(r"\| `(?P<typed>.+)` \| (?P<command>\w+) \|")


def kept() -> list[tuple[str, str]]:
    """Return each typed line of the page with the name of its command."""
    found = (_ROW.fullmatch(line) for line in PAGE.read_text(encoding="utf-8").splitlines())
    return [(row["typed"].replace("\\|", "|"), row["command"]) for row in found if row]


def test_no_more_than_forty_lines_are_kept() -> None:
    assert len(kept()) == MOST


async def test_each_line_is_its_command(migrated_file: Path, tmp_path: Path) -> None:
    wrong = {}
    async with door(f"sqlite:///{shutil.copy(migrated_file, tmp_path)}") as here:
        for typed, command in kept():
            heard = await here.hear(typed)
            if command not in {*heard.names, *heard.confirms}:
                wrong[typed] = (heard.names, heard.confirms, heard.text)
    assert wrong == {}
