"""The pages that say how something is added are found, and what they name is there."""

from __future__ import annotations

import re
from pathlib import Path

from tests.cases import each
from tests.quoted import ROOT

PAGES = sorted((ROOT / "docs" / "adding").glob("*.md"))
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *ROOT.glob("[!.]*/**/README.md")])
NAMED = re.compile(r"`((?:bot|docs|flows|handlers|storage|templates|tests)/[\w./]+?)(?:: [\w, ]+)?`")


@each("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_listed_where_people_look(page: Path) -> None:
    for list_, link in (("README.md", f"(docs/adding/{page.name})"), ("docs/architecture.md", f"(adding/{page.name})")):
        assert link in (ROOT / list_).read_text(encoding="utf-8"), f"{list_} does not list {page.name}"


@each("page", DOCUMENTS, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_files_that_a_page_names_are_there(page: Path) -> None:
    named = NAMED.findall(page.read_text(encoding="utf-8"))
    gone = sorted({name for name in named if not (ROOT / name).exists()})
    assert not gone, f"{page.relative_to(ROOT)} names {gone}"


def test_the_map_stays_short() -> None:
    assert len((ROOT / "docs" / "architecture.md").read_bytes()) <= 15_000, "move what few readers need to a page"
