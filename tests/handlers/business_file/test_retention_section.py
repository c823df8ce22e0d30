"""[retention]: how long each kind of data is kept."""

from __future__ import annotations

import pytest

from flows.retention_periods import DATA_KINDS
from tests.handlers.business_file.business_files import SMALLEST, mistakes_of, read


def test_each_kind_has_days_or_is_kept_for_ever() -> None:
    assert read("").business.retention == {}
    assert read("[retention]\nmessages = 90\nclicks = 0\n").business.retention == {"messages": 90, "clicks": 0}
    longest = "\n".join(f"{name} = {kind.least}" for name, kind in DATA_KINDS.items())
    assert read(f"[retention]\n{longest}\n").business.retention == {
        name: kind.least for name, kind in DATA_KINDS.items()
    }


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("messages = 34", "retention.messages"),
        ("prompts = 399", "retention.prompts"),
        ("visits = 36501", "retention.visits"),
        ('carts = "1y"', "retention.carts"),
        ("clicks = true", "retention.clicks"),
        ("invoices = 400", "retention.invoices"),
    ],
)
def test_what_cannot_be_used_is_named(line: str, path: str) -> None:
    ((number, wrong, _),) = mistakes_of(f"{SMALLEST}[retention]\n{line}\n")
    assert (number, wrong) == (8, path)
