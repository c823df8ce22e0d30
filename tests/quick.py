"""`--quick`: the tests of `make quick`, which answer while somebody waits.

They are the plays that `every_day.txt` names, on SQLite and told once, and of every room what needs neither a process
nor a second database: all that stands in memory, with `MOST` cases of each test, and of the storage room each test once
on SQLite. README.md lists what is left out here; the whole suite runs it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

import pytest

ROOMS = ("bot", "flows", "handlers", "storage", "templates")
PLAYS = "transcripts"
HERE = Path(__file__).parent
EVERY_DAY = frozenset((HERE / PLAYS / "every_day.txt").read_text(encoding="utf-8").split())
MOST = 3  # cases of one test
_DATABASES = frozenset({"database", "server", "store", "migrated_file", "packaged_postgres", "system_postgres"})
_POSTGRES = ("postgres", "system_postgres")
# They start processes or servers, wait for real time, take a database through all migrations, read thousands of
# phrases, or play thousands of experiments.
SLOW = (
    "bot/bench/test_bench.py",
    "bot/bench/test_bench_parts.py",
    "bot/channels/test_emulate.py",
    "bot/channels/test_prism.py",
    "bot/charts/test_painting.py",
    "bot/charts/test_studio.py",
    "bot/commands/test_backup_commands.py",
    "bot/commands/test_commands.py",
    "bot/commands/test_commands_applying.py",
    "bot/commands/test_commands_database.py",
    "bot/commands/test_commands_loading.py",
    "bot/commands/test_commands_of_a_shop.py",
    "bot/commands/test_consent_command.py",
    "bot/commands/test_import_command.py",
    "bot/commands/test_import_shopify_command.py",
    "bot/commands/test_init_command.py",
    "bot/commands/test_keys.py",
    "bot/payments/test_prism.py",
    "bot/photos/test_darkroom.py",
    "bot/photos/test_developing.py",
    "bot/simulator",
    "bot/test_apart.py",
    "bot/test_ids.py",
    "bot/test_loading.py",
    "bot/test_serving.py",
    "bot/test_spool.py",
    "bot/test_ticker.py",
    "bot/web/test_door.py",
    "bot/web/test_held_bytes.py",
    "flows/experiments/test_judging.py",
    "flows/policy/test_properties.py",
    "flows/sourcing/planning/test_splitting.py",
    "handlers/business_file/test_business_file_catalogue.py",
    "handlers/intake/test_ceiling.py",
    "handlers/replies/test_evidence.py",
    "handlers/replies/test_figures.py",
    "handlers/replies/test_hearing.py",
    "handlers/replies/test_invariance.py",
    "storage/businesses/test_others_rows.py",
    "storage/campaigns/test_breakdown.py",
    "storage/database/test_aside.py",
    "storage/database/test_backup.py",
    "storage/database/test_store.py",
    "storage/erasure/test_forgotten_bytes.py",
    "storage/migrations",
    "storage/reports",
    "storage/sending/test_outbox_machine.py",
    "storage/store/test_cuts.py",
    "storage/upkeep/test_clocks.py",
)


def is_slow(path: Path) -> bool:
    """Whether a file or a folder, relative to the tests', has no quick test and need not be collected."""
    return any(path.is_relative_to(slow) for slow in SLOW)


def quick_ones(items: Sequence[pytest.Item], root: Path) -> list[pytest.Item]:
    """Those of the tests that are quick, in their order."""
    cases: dict[object, list[pytest.Function]] = defaultdict(list)
    for path, tests in groupby(items, lambda item: item.path):
        in_tests = path.relative_to(root / "tests")
        for item in tests:
            if isinstance(item, pytest.Function) and _is_quick(item, in_tests):
                cases[item.path, item.cls, item.originalname].append(item)
    chosen = {id(item) for one in cases.values() for item in _some(one)}
    return [item for item in items if id(item) in chosen]


def _is_quick(item: pytest.Function, path: Path) -> bool:
    if any(item.get_closest_marker(name) for name in _POSTGRES) or getattr(item.obj, "is_hypothesis_test", False):
        return False
    if path.parts[0] == PLAYS:
        return path.name == "test_transcripts.py" and _is_played_daily(item)
    if path.parts[0] not in ROOMS:
        return False
    return path.parts[0] == "storage" or _DATABASES.isdisjoint(item.fixturenames)


def _is_played_daily(item: pytest.Function) -> bool:
    """Return False for a play that `every_day.txt` leaves to the turns of the whole suite."""
    spec = getattr(item, "callspec", None)
    return spec is None or "path" not in spec.params or _play_name(spec.params["path"]) in EVERY_DAY


def _play_name(path: Path) -> str:
    return str(path.relative_to(HERE / PLAYS / "plays").with_suffix(""))


def _some(cases: Sequence[pytest.Function]) -> Iterable[pytest.Function]:
    """All plays; of other tests one case on a database, or so many in memory, spread over all of them."""
    first = cases[0]
    if PLAYS in first.path.parts:
        return cases
    most = MOST if _DATABASES.isdisjoint(first.fixturenames) else 1
    return cases[:: -(-len(cases) // most)]
