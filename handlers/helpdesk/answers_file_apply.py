"""The saved answers of a business file: the file's text wins if it has changed, otherwise the chat's text stays.

The reader of business files is slow to import, so it is imported with the first file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from flows.actor import COMMAND_LINE
from handlers.conversation import Applying
from storage.helpdesk.saved_answers import FiledAnswers, SavedAnswer, SavedAnswers, Texts

if TYPE_CHECKING:
    from handlers.actions.setting_precedence import ChosenWord
    from handlers.business_file import BusinessFile
    from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class _Answers:
    """The saved answers, and the current and earlier texts of the file."""

    saved: Mapping[str, SavedAnswer]
    says: Texts
    said: Texts

    @property
    def held(self) -> Texts:
        return {(one.name, locale): text for one in self.saved.values() for locale, text in one.texts.items()}


async def _list_chosen(unit: Unit, file: BusinessFile) -> Sequence[ChosenWord]:
    """Return each text that was saved, changed or deleted in chat."""
    from handlers.actions.setting_precedence import ChosenWord

    here = await _load_answers(unit, file)
    held = here.held
    return [
        ChosenWord(f"answers.{key[0]}.{key[1]}", held.get(key), here.says.get(key), here.said.get(key))
        for key in sorted({*held, *here.said})
        if held.get(key) not in {here.said.get(key), here.says.get(key)}
    ]


async def _put(unit: Unit, file: BusinessFile, now: datetime) -> list[str]:
    """Store the new texts of the file; return a line for each."""
    here = await _load_answers(unit, file)
    if here.says == here.said:
        return []
    held, after, lines = here.held, dict(here.saved), list[str]()
    for key in sorted({*here.says, *here.said}):
        text = here.says.get(key)
        if text != here.said.get(key) and text != held.get(key):
            after[key[0]] = _set_text(after.get(key[0]) or SavedAnswer(key[0]), key[1], text)
            lines.append(f"answer {key[0]} ({key[1]}): {_describe_change(held.get(key), text)}")
    for name, one in after.items():
        if one != here.saved.get(name):
            await unit.of(SavedAnswers).put(one, COMMAND_LINE, now)
    await unit.of(FiledAnswers).put(here.says)
    return lines


async def _load_answers(unit: Unit, file: BusinessFile) -> _Answers:
    says = {(name, locale): text for name, texts in file.answers.items() for locale, text in texts.items()}
    saved = {one.name: one for one in await unit.of(SavedAnswers).all()}
    return _Answers(saved, says, await unit.of(FiledAnswers).all())


def _set_text(one: SavedAnswer, locale: str, text: str | None) -> SavedAnswer:
    others = {name: said for name, said in one.texts.items() if name != locale}
    return replace(one, texts=others if text is None else {**others, locale: text})


def _describe_change(before: str | None, after: str | None) -> str:
    if after is None:
        return "deleted"
    return "saved" if before is None else "changed"


APPLYING = Applying(_put, words=_list_chosen)
