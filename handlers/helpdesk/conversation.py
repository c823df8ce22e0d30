"""The helpdesk: what customers ask the staff is kept, chased and counted, and may be answered by what was saved."""

from __future__ import annotations

from flows import helpdesk
from handlers.conversation import Conversation, Door, Flow, Rank, Reader
from handlers.helpdesk import answering, figures, inbox, keeping, noise, offering, saved
from handlers.helpdesk.applying import APPLYING
from handlers.helpdesk.taking_back import UNDOES
from handlers.replies.acts import ActKind
from handlers.staff.keeper import QuestionKeeper
from storage.helpdesk.helpdesk_personal_tables import PERSONAL

KEEPER = QuestionKeeper(
    keep=keeping.keep,
    note=keeping.note,
    answered=keeping.answered,
    waiting=keeping.waiting,
    is_waiting=keeping.is_waiting,
    joined=keeping.joined,
    returned=keeping.returned,
    asked=keeping.asked,
    apart=keeping.apart,
)
HELPDESK = Conversation(
    name="helpdesk",
    tables=PERSONAL,
    flows=(
        Flow(
            helpdesk.NAME, helpdesk.Chased, helpdesk.decide, keeping.facts, known=keeping.known, write=keeping.write,
            waits={
                "nudge": "the staff is told that {who} waits for an answer",
                "closing": "{who} is told when somebody answers",
            },
            does=keeping.DOES, mute=True,
        ),
    ),
    keeper=KEEPER,
    figures=figures.lines,
    waiting=figures.waiting,
    today=figures.today,
    doors=(Reader(Door.ASKED, answering.wrote, answering.ANSWER_TO),),
    readers=(
        Reader(Rank.OWN, offering.answered, acts={ActKind.TEXT, ActKind.STATUS, ActKind.COMMAND}),
        Reader(Rank.KNOWN, noise.answered, acts={ActKind.UNCLEAR, ActKind.TEXT}),
    ),
    applying=APPLYING,
    commands=(inbox.QUESTIONS, inbox.QUESTION, saved.ANSWERS, saved.ANSWER),
    undoes=(UNDOES,),
)  # fmt: skip
