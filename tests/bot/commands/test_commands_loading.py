"""How little a command loads before it knows what to do, and a service before it has anything to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.commands.commanding import ROOT


def test_help_waits_for_no_library() -> None:
    """Alembic, SQLAlchemy, aiohttp and the vendors' libraries take seconds to load on a small machine."""
    probe = "import sys, bot.__main__ as b\ntry: b.main(['--help'])\nfinally: print(*sys.modules, file=sys.stderr)"
    ended = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True)
    heavy = {
        "sqlalchemy",
        "alembic",
        "aiohttp",
        "twilio",
        "telegram",
        "pydantic",
        "cryptography",
        "phonenumbers",
        "rich",
    }
    assert heavy & set(ended.stderr.split()) == set()


LATER = {
    "alembic",
    "asyncpg",
    "cryptography",
    "css_inline",
    "handlers.api.message_endpoints",
    "handlers.importing.customer_file",
    "jinja2",
    "nh3",
    "phonenumbers",
    "pygments",
    "rapidfuzz",
    "rich",
    "segno",
    "sqlalchemy.orm",
    "storage.audience.event_terms",
    "telegram",
    "twilio",
}
LATE_CONVERSATIONS = ("campaigns", "core", "helpdesk", "plans", "recovery", "returns", "sourcing")
OURS = {"bot", "flows", "handlers", "storage", "templates"}
MOST_OF_OURS = 515
"""Modules of ours that a service may load at its start. Each costs every process memory: load rare ones at first use.
"""


_PROBE = """
import asyncio, gc, sys
from bot.service_loading import load_service

with load_service():
    import bot.service_run
print(*sys.modules)

from bot.bench.outbox_drain import build
from bot.config import load

async def measure():
    await build(load({"PARLEY_DATABASE_URL": "sqlite:///%s/parley.db", "PARLEY_SECRET_KEY": "s" * 44})).close()

asyncio.run(measure())
assert gc.get_freeze_count() > 0
print(*sys.modules)
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> list[set[str]]:
    """The modules of a process that loaded a service, and then built one that is measured."""
    command = [sys.executable, "-c", _PROBE % tmp_path_factory.mktemp("loaded")]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [set(line.split()) for line in ended.stdout.splitlines()]


def test_a_service_loads_what_it_uses_at_once_and_no_more(loaded: list[set[str]]) -> None:
    """What reads, judges and answers comes with the first who needs it: an idle service holds a quarter less."""
    serving, _ = loaded
    assert "bot.service_run" in serving
    late = {"handlers.replies.customer_intents", *(f"handlers.{one}.conversation" for one in LATE_CONVERSATIONS)}
    assert (LATER | late) & serving == set()
    assert sum(name.partition(".")[0] in OURS for name in serving) <= MOST_OF_OURS


def test_a_service_that_is_measured_has_no_more_loaded_when_the_collector_is_told_to_leave_it_alone(
    loaded: list[set[str]],
) -> None:
    _, measured = loaded
    assert "bot.app" in measured
    assert LATER & measured == set()


_APPLY = """
import sys
import bot.__main__ as b
try:
    b.main(["apply", "bot/simulator/shops/tiger.toml"])
finally:
    from handlers.sourcing.customer.ordering.order_grammar import _entries
    from handlers.sourcing.replies.stock.reply_words import _load_phrases

    read = _entries.cache_info().currsize or _load_phrases.cache_info().currsize
    print("words read" if read else "", *sys.modules, file=sys.stderr)
"""


def test_apply_reads_no_lists_of_words_and_loads_no_library_that_it_does_not_use(tmp_path: Path) -> None:
    """Reading all that people may say takes longer than a business file does."""
    environment = os.environ | {
        "PARLEY_DATABASE_URL": f"sqlite:///{tmp_path}/parley.db",
        "PARLEY_SECRET_KEY": "s" * 44,
        "PARLEY_PUBLIC_URL": "http://localhost:8080",
    }
    command = [sys.executable, "-c", _APPLY]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert "tiger" in ended.stdout
    # It makes the database (Alembic loads Pygments), and checks the file.
    used = {"alembic", "pygments", "cryptography", "jinja2", "phonenumbers"}
    service = {"aiohttp", "apscheduler", "prometheus_client", "bot.app"}
    assert ((LATER | service | {"numpy", "scipy", "PIL", "words"}) - used) & set(ended.stderr.split()) == set()
