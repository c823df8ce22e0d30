"""docs/processing.md, the register of processing, names every table with personal data, and none that is not there."""

from __future__ import annotations

import re
from pathlib import Path

from bot.conversations import HOLDINGS
from flows.privacy_limits import PrivacyLimit
from flows.retention_periods import DATA_KINDS
from storage.schema import metadata

ROOT = Path(__file__).parents[3]
REGISTER = (ROOT / "docs/processing.md").read_text(encoding="utf-8")
CONFIGURATION = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
ROWS = [line.split("|")[1:-1] for line in REGISTER.splitlines() if line.startswith("| ")]
NAMED = [name for row in ROWS if len(row) == 5 for name in re.findall(r"`([a-z_]+)`", row[3])]


def test_every_personal_table_is_in_the_register() -> None:
    personal = {one.table.name for one in HOLDINGS.personal} | {
        table.name for table in metadata.tables.values() if "contact" in table.c
    }
    assert sorted(personal - set(NAMED)) == [], "name them in docs/processing.md, with their purpose and their period"


def test_the_register_names_real_tables_once() -> None:
    assert [name for name in NAMED if name not in metadata.tables] == []
    assert len(NAMED) == len(set(NAMED))


def test_each_limit_has_a_right_in_the_register() -> None:
    fields = dict(zip(PrivacyLimit, ("restricted", "profiling_objected", "sharing_opted_out"), strict=True))
    assert [one for one, field in fields.items() if f"`{field}`" not in REGISTER] == []


def test_the_page_of_settings_says_each_period() -> None:
    told = dict(re.findall(r"^\| `(\w+)` \| (?:for ever|`PARLEY_RETENTION_DAYS`) \| (\d+) \|", CONFIGURATION, re.M))
    assert told == {name: str(kind.least) for name, kind in DATA_KINDS.items()}
