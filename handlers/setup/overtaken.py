"""The owners and managers hear that the business file says another value than they chose in chat."""

from __future__ import annotations

from flows.choices import ChoicesOvertaken
from flows.phrase import Lines, Ours, Text, phrase
from handlers import alerts
from handlers.setup.words import setting, shown
from handlers.turn import Turn
from storage.chosen import Choices

_MOST = 10  # settings that are told in one message


async def overtaken(turn: Turn, event: ChoicesOvertaken) -> None:
    """Tell each setting with the file's value and the chat's, which is over."""
    choices = await turn.unit.of(Choices).by_ids({one.choice for one in event.choices})
    rows: list[Text] = []
    for one in event.choices[:_MOST]:
        choice = choices[one.choice]
        values = {"after": shown(choice.path, one.says), "before": shown(choice.path, choice.value)}
        rows.append(phrase("file_says_now", setting=setting(choice.path), **values))
    more = [phrase("file_says_more", many=len(event.choices) - _MOST)] if len(event.choices) > _MOST else []
    text = Lines((phrase("file_overtook"), *rows, *more, phrase("next", command=Ours("/settings"))))
    await alerts.tell(turn, f"overtaken:{event.choices[0].choice}", text)
