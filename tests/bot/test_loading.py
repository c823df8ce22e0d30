"""How a command loads a service: what it never uses stays away meanwhile, and is there again for whoever wants it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROBE = """
import gc, sys
from bot.service_loading import load_service
assert not sys.modules.keys() & {"rich", "structlog"}
try:
    with load_service():
        import structlog
        import sqlalchemy.ext.asyncio
        assert not gc.isenabled()
        FAILING
except OSError:
    pass
assert not sys.modules.keys() & {"rich", "pygments", "sqlalchemy.orm", "sqlalchemy.ext.asyncio.session"}
import sqlalchemy.ext.asyncio.session as sessions
assert isinstance(sessions.AsyncSession, type)
assert gc.isenabled()
import rich
with load_service():
    import rich.table
assert sys.modules["rich"] is rich
"""


@pytest.mark.parametrize("failing", [pytest.param("", id="loaded"), pytest.param("raise OSError", id="failed")])
def test_what_is_never_used_is_away_while_a_service_is_loaded(failing: str) -> None:
    subprocess.run([sys.executable, "-c", PROBE.replace("FAILING", failing)], cwd=ROOT, check=True)
