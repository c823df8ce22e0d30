"""While a person of the staff talks with a customer, what is clear is still answered, and the staff sees it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.transcripts.another_matter import Outcome, begin, write
from tests.transcripts.runner import Story
from tests.transcripts.script import read
from tests.transcripts.world import world

_SOUVENIRS = "While the staff talks.\n\nsells souvenirs\n\nMon 2026-03-02 11:00 IST\n"
_BO = "While the staff talks.\n\npeople\n  bo: Bo Lund, telegram 77, region MO\n\nMon 2026-03-02 11:00 CST\n"
_TALK = _SOUVENIRS + "noor reserves 1: SHORTS L\n+1m\nnoor> is the cotton thick?\nasha (reply)> {}"


async def _heard(scene: str, text: str, database: str, folder: Path) -> Outcome:
    """Return the result of a text of the customer to whom the staff has just written."""
    file = folder / "scene.txt"
    file.write_text(scene + "\n", encoding="utf-8")
    async with world(read(file), database) as here:
        story = Story(here)
        await begin(story, re.split(r"\n.* (?:IST|CST)\n", scene)[1])
        return await write(story, "bo" if scene.startswith(_BO) else "noor", text)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service keeps files in its working folder."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize("text", ["cancel my order 1", "call off my order", "mera order cancel karo"])
async def test_whether_to_cancel_is_asked_and_the_staff_is_told(text: str, database: str, tmp_path: Path) -> None:
    outcome = await _heard(_TALK.format("Yes, it is."), text, database, tmp_path)
    assert (outcome.templates, outcome.actions) == (("cancel_sure",), ())
    assert text in (outcome.to_staff[0].text or "")
    assert "asks whether to cancel" in (outcome.to_staff[0].text or "")


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("words", "told"), [("Yes, it is.", True), ("I can give it to you for 500.", False)])
async def test_how_an_order_stands_is_told_unless_the_staff_offers(
    words: str, database: str, tmp_path: Path, *, told: bool
) -> None:
    """What follows an offer may be about the offer, and is the staff's."""
    bought = "shop: order o1 of bo: Blue kurta 39.00; 1d ago\n+1m\nbo> is the cotton thick?\nasha (reply)> "
    outcome = await _heard(_BO + bought + words, "where is my order?", database, tmp_path)
    assert ("order_status" in outcome.templates) is told
    assert any("Parley has answered it" in (one.text or "") for one in outcome.to_staff) is told
    assert outcome.to_staff


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("text", "set_"), [("kal shaam ko yaad dilana", True), ("remind me later", False)])
async def test_a_reminder_is_set_only_at_a_moment_that_is_named(
    text: str, database: str, tmp_path: Path, *, set_: bool
) -> None:
    """While the staff talks with them, "later" alone may be said to the staff."""
    cart = "shop: cart c1 of bo: Blue kurta 39.00; agreed twice\n+45m\nbo> is the cotton thick?\nasha (reply)> "
    outcome = await _heard(_BO + cart + "Yes, it is.", text, database, tmp_path)
    assert any("Parley reminds them then" in (one.text or "") for one in outcome.to_staff) is set_
    assert outcome.to_staff
