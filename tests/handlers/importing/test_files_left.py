"""Files that a killed process left on the disk go when the next one is read."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from handlers.importing.import_request import make_new_file


@pytest.mark.parametrize(("later", "stays"), [(timedelta(hours=23), True), (timedelta(hours=25), False)])
def test_a_file_of_a_day_ago_is_taken_out(
    later: timedelta, stays: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = make_new_file(datetime.now(UTC))
    begun = make_new_file(datetime.now(UTC) + later)
    assert left.exists() is stays
    assert begun.exists()
