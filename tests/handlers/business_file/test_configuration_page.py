"""What docs/configuration.md says of a business's own wordings is what a business file may hold."""

from __future__ import annotations

import json
import re
from pathlib import Path

from flows.channels import PREFERRED
from handlers.business_file import list_text_names
from handlers.business_file.business_wordings import LATER_TEXTS

PAGE = Path(__file__).parents[3] / "docs" / "configuration.md"


def names(begins: str) -> list[str]:
    """The messages that the paragraph beginning so names, in its order."""
    (paragraph,) = [part for part in PAGE.read_text(encoding="utf-8").split("\n\n") if part.startswith(begins)]
    said = re.findall(r"`([a-z_]+)`", paragraph)
    return [name for name in said if name not in {"templates", "apply"}]


def test_the_channels_of_recovery_are_the_table_s_by_preference() -> None:
    said = re.findall(r"^channels = (\[[^]]*\]) +# the order of preference$", PAGE.read_text(encoding="utf-8"), re.M)
    assert [json.loads(one) for one in said] == [list(PREFERRED)], (
        f"docs/configuration.md: the default of [recovery] channels is {json.dumps(PREFERRED)} (flows/channels.py)"
    )


def test_the_messages_that_may_be_reworded_are_listed() -> None:
    assert sorted(names("`[texts]` may reword")) == sorted(set(list_text_names()) - LATER_TEXTS)


def test_the_names_of_later_versions_are_listed() -> None:
    assert sorted(names("Names of later versions")) == sorted(LATER_TEXTS)
