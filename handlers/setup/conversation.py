"""Setting up: what an owner changes in chat, and her first steps."""

from __future__ import annotations

from flows.choices import EVENTS, ChoicesOvertaken
from handlers.conversation import Conversation, Door, Reader
from handlers.setup import steps
from handlers.setup.commands import COMMANDS, UNDOES
from handlers.setup.inviting import INVITE
from handlers.setup.overtaken import overtaken

SETUP = Conversation(
    name="setup",
    events=EVENTS,
    hears={ChoicesOvertaken: overtaken},
    commands=(steps.SETUP, INVITE, *COMMANDS),
    doors=(Reader(Door.ASKED, steps.answered, steps.SETUP_STEP),),
    newcomers=steps.begin,
    undoes=(UNDOES,),
)
