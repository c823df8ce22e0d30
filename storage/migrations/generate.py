"""A generator of the next step: the difference between storage.schema and the steps so far. For developers; it needs
ruff.

    python -m storage.migrations.generate "add shops"

Read the result: a renamed column looks like one dropped and one added. Steps only go forward; the way back is the copy
that storage.database.migrate makes. Never change a released step, for databases out there have run it; correct it by
another step (docs/adding/table.md).
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

from alembic import command
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from storage.database.migrate import make_config
from storage.database.schema_version import LAST_DEVELOPMENT, get_head


async def generate(message: str) -> Path:
    """Add a file to versions/ that takes the tables from the last step to the metadata."""
    engine = create_async_engine("sqlite+aiosqlite://")
    async with engine.connect() as connection:
        file = await connection.run_sync(_write, message)
    await engine.dispose()
    return file


def name_next_revision(last: str | None) -> str:
    """Return the name of the step after ``last``. Names of development versions' steps are not used again."""
    return f"{max(int(last or 0), int(LAST_DEVELOPMENT)) + 1:04d}"


def tidy(file: Path) -> None:
    """Drop Alembic's remarks and unused imports, and format the rest."""
    lines = [line for line in file.read_text().splitlines(keepends=True) if "# ###" not in line]
    file.write_text("".join(lines))
    for ruff in (["check", "-q", "--fix-only"], ["format", "-q"]):
        subprocess.run([sys.executable, "-m", "ruff", *ruff, str(file)], check=True)  # noqa: S603


def _write(connection: Connection, message: str) -> Path:
    last = get_head()
    config = make_config(connection=connection, batch=last is not None)
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    if last is not None:
        command.upgrade(config, "head")
    script = command.revision(config, message, autogenerate=True, rev_id=name_next_revision(last))
    if script is None or isinstance(script, list):
        raise RuntimeError("Alembic wrote no step, or several")
    return Path(script.path)


if __name__ == "__main__":
    tidy(asyncio.run(generate(sys.argv[1])))
