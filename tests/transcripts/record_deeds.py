"""Somebody uses the page of their own record in a transcript."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handlers.privacy.record_access import RecordShown, submit_form
from templates.record_page import CodePage, RecordPage
from tests.transcripts.script import Misprint
from tests.transcripts.shop_deeds import Deed
from tests.transcripts.world import BUSINESS

if TYPE_CHECKING:
    from tests.transcripts.runner import Story


async def asks_for_code(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``dana asks the page for a code``: of the last link to their data."""
    page = await _submit(story, {"send": "1"})
    if not (isinstance(page, CodePage) and page.said == "sent"):
        raise Misprint(f"{found['who']} gets no code")


async def enters_code(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``dana enters the code``: the last one; the page shows their record."""
    page = await _submit(story, {"code": await _find_last(story, "record_code", r"\b(\d{6})\b")})
    if not isinstance(page, RecordPage):
        raise Misprint(f"{found['who']} sees no record")


async def _submit(story: Story, form: dict[str, str]) -> RecordShown:
    token = await _find_last(story, "record_link", r"/p/(\S+)/record")
    page = await story.world.service.turns.act(BUSINESS, lambda turn: submit_form(turn, token, form))
    await story.world.settle()
    return page


async def _find_last(story: Story, template: str, pattern: str) -> str:
    texts = [one.text or "" for one in await story.world.messages() if one.template == template]
    found = re.search(pattern, texts[-1]) if texts else None
    if found is None:
        raise Misprint(f"no {template} was sent")
    return found[1]


RECORD_DEEDS: tuple[tuple[str, Deed], ...] = (
    (r"(?P<who>\w+) asks the page for a code", asks_for_code),
    (r"(?P<who>\w+) enters the code", enters_code),
)
