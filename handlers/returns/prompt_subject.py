"""The subject of a message after a return: the prompt that leads it, with the link of its offer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from flows.phrase import Text, phrase
from flows.promotions.prompt import PromptChoice
from handlers.engine.subjects import SubjectKind, SubjectRow, When
from handlers.returns.click_code import add_click_code
from handlers.returns.prompt_message import SUBJECT
from storage.promotions.promotions import Promotions
from storage.promotions.prompts import Prompts
from storage.unit import Unit


async def _load(unit: Unit, which: Collection[UUID]) -> Mapping[UUID, SubjectRow]:
    found = await unit.of(Prompts).by_ids(which)
    offers = {one.promotion for one in found.values() if one.promotion and one.choice is PromptChoice.OFFER}
    shown = await unit.of(Promotions).by_ids(offers)
    rows: dict[UUID, SubjectRow] = {}
    for prompt in found.values():
        promotion = shown.get(prompt.promotion) if prompt.promotion else None
        content = promotion.content if promotion and prompt.choice is PromptChoice.OFFER else None
        url = add_click_code(content.url, prompt.id) if content else ""
        rows[prompt.id] = SubjectRow(url=url, at=prompt.decided_at)
    return rows


def _tell(row: SubjectRow, when: When) -> Text:
    assert row.at is not None, "it was decided at some time"
    return phrase("about_return", at=when(row.at))


PROMPT = SubjectKind(SUBJECT, _load, _tell, gives=frozenset({"link"}))
