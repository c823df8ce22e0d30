"""The conversation module of setup: an owner's changes, and first steps."""

from __future__ import annotations

from flows.phrase import Lines, Ours, Text, phrase
from flows.setting_choices import EVENTS, ChoicesOvertaken
from handlers.conversation import Conversation, Door, Reader
from handlers.conversation import conversation_facets as facets
from handlers.engine.turn import Turn
from handlers.setup import setup_steps
from handlers.setup.commands import COMMANDS, UNDOES
from handlers.setup.setting_words import say_value, setting
from handlers.staff_notices import alerts
from storage.events.event_inbox import Stored

_MOST = 10  # settings in one message


async def report_overtaken(turn: Turn, stored: Stored, event: ChoicesOvertaken) -> None:
    """Alert the staff about each setting where the business file has replaced the value from the chat."""
    rows: list[Text] = []
    for one in event.choices[:_MOST]:
        values = {"after": say_value(one.path, one.says), "before": say_value(one.path, one.chat)}
        rows.append(phrase("file_says_now", setting=setting(one.path), **values))
    more = [phrase("file_says_more", many=len(event.choices) - _MOST)] if len(event.choices) > _MOST else []
    text = Lines((phrase("file_overtook"), *rows, *more, phrase("next", command=Ours("/settings"))))
    await alerts.tell(turn, f"overtaken:{stored.id}", text)


SETUP = Conversation(
    name="setup",
    hears={ChoicesOvertaken: report_overtaken},
    talk=facets.CustomerTalk(doors=(Reader(Door.ASKED, setup_steps.take_answer, setup_steps.SETUP_STEP),)),
    staff=facets.StaffTalk(
        commands=(setup_steps.SETUP, setup_steps.INVITE, *COMMANDS),
        undoes=(UNDOES,),
        newcomers=setup_steps.begin,
    ),
    data=facets.OwnData(events=EVENTS),
)
