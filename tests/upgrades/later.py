"""The steps as they will be one day: today's, and one more."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.database import schema_version

NEXT = "9000"
_STEP = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "{next}", "{head}"


def upgrade() -> None:
    rebuilt = "always" if op.get_bind().dialect.name == "sqlite" else "auto"
    with op.batch_alter_table("contacts", recreate=rebuilt) as table:
        table.add_column(sa.Column("nickname", sa.String(), nullable=True))
    {more}
"""


def next_step(folder: Path, monkeypatch: pytest.MonkeyPatch, more: str = "pass") -> None:
    """Let there be a step 9000, which rebuilds a table that others point to and does ``more``; in ``folder``."""
    here, made = schema_version.STEPS, folder / "steps"
    (made / "versions").mkdir(parents=True)
    for file in [here / "env.py", here / "script.py.mako", *(here / "versions").glob("0*.py")]:
        (made / file.relative_to(here)).write_text(file.read_text())
    (made / "versions" / f"{NEXT}_next.py").write_text(
        _STEP.format(next=NEXT, head=schema_version.get_head(), more=more)
    )
    monkeypatch.setattr(schema_version, "STEPS", made)
