"""What Parley does not do for whoever runs it: the doctor tells it, and the documentation says more."""

from __future__ import annotations

import json
import re
from dataclasses import fields

import pytest

from bot.examination.law_checks import OperatorDuty, get_undone
from flows.business import PolicySettings
from tests.bot.commands.commanding import ROOT, Run, run

__all__ = ["run"]

UNDONE = get_undone()


def test_the_doctor_ends_with_it(run: Run) -> None:
    told = run("doctor").out.splitlines()
    assert told[-len(UNDONE) - 1] == "The law may ask this of you, and Parley does not (docs/law.md):"
    assert told[-len(UNDONE) :] == [f"--  {one.text} ({one.page})" for one in UNDONE]


def test_programs_read_it_beside_the_findings(run: Run) -> None:
    told = json.loads(run("doctor", "--json").out)
    assert told["undone"] == [{"text": one.text, "page": one.page} for one in UNDONE]
    assert told["findings"]


@pytest.mark.parametrize("one", UNDONE, ids=lambda one: one.text[:30])
def test_each_has_its_page_and_names_settings_that_there_are(one: OperatorDuty) -> None:
    assert (ROOT / one.page).is_file()
    assert set(re.findall(r"\[policy\] (\w+)", one.text)) <= {field.name for field in fields(PolicySettings)}


def test_the_law_s_page_says_more_of_each() -> None:
    page = (ROOT / "docs/law.md").read_text(encoding="utf-8")
    rows = [line.split(" | ")[0].removeprefix("| ") for line in page.splitlines() if line.startswith("| ")]
    assert rows[0] == "Parley does not"
    assert rows[2:] == [one.what for one in UNDONE]
