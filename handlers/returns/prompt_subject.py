"""The subject of a message after a return: the prompt that leads it, with the link of its offer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from uuid import UUID

from flows.phrase import Text, phrase
from flows.promotions.prompt import PromptChoice
from handlers.engine.subjects import SubjectKind, SubjectRow, When
from handlers.returns.prompt_message import SUBJECT
from storage.promotions.promotions import Promotions
from storage.promotions.prompts import Prompts
from storage.unit import Unit

_PARAMETER = "parley_click"


async def _load(unit: Unit, which: Collection[UUID]) -> Mapping[UUID, SubjectRow]:
    found = await unit.of(Prompts).by_ids(which)
    offers = {one.promotion for one in found.values() if one.promotion and one.choice is PromptChoice.OFFER}
    shown = await unit.of(Promotions).by_ids(offers)
    rows: dict[UUID, SubjectRow] = {}
    for prompt in found.values():
        promotion = shown.get(prompt.promotion) if prompt.promotion else None
        content = promotion.content if promotion and prompt.choice is PromptChoice.OFFER else None
        url = add_click_code(content.url, prompt.id) if content else prompt.page
        rows[prompt.id] = SubjectRow(url=url, at=prompt.decided_at)
    return rows


def _tell(row: SubjectRow, when: When) -> Text:
    assert row.at is not None, "it was decided at some time"
    return phrase("about_return", at=when(row.at))


def add_click_code(url: str, prompt: UUID) -> str:
    """Return a sponsor's URL with a prompt's id, in place of any that it had.

    The sponsor sends the id back with a purchase. It names no person, and each return has a new one.
    """
    parts = urlsplit(url)
    others = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != _PARAMETER]
    return urlunsplit(parts._replace(query=urlencode([*others, (_PARAMETER, str(prompt))])))


PROMPT = SubjectKind(SUBJECT, _load, _tell, gives=frozenset({"link"}))
