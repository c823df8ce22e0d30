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
@pytest.mark.parametrize("text", ["cancel my order 1", "mera order cancel karo", "yes, cancel it", "remind me later"])
async def test_an_order_is_the_staffs_to_cancel(text: str, database: str, tmp_path: Path) -> None:
    outcome = await _heard(_TALK.format("Yes, it is."), text, database, tmp_path)
    assert (outcome.actions, outcome.asked) == ((), True)


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize("text", ["where is my order?", "kal shaam ko yaad dilana"])
async def test_a_customer_of_a_store_is_answered_by_the_staff(text: str, database: str, tmp_path: Path) -> None:
    cart = "shop: cart c1 of bo: Blue kurta 39.00; agreed twice\n+45m\nbo> is the cotton thick?\nasha (reply)> "
    outcome = await _heard(_BO + cart + "Yes, it is.", text, database, tmp_path)
    assert (outcome.actions, outcome.asked) == ((), True)


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("words", "asked"), [("Yes, it is.", False), ("Shall I keep one for 500?", True)])
async def test_a_yes_to_an_offer_of_the_staff_is_a_question(
    words: str, database: str, tmp_path: Path, *, asked: bool
) -> None:
    """A yes to mere news is acknowledged, and waits for nobody."""
    outcome = await _heard(_TALK.format(words), "ok", database, tmp_path)
    assert outcome.actions == ()
    assert [one.template == "staff_alert" for one in outcome.to_staff] == [asked]
