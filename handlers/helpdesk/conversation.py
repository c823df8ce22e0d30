"""The conversation module of the helpdesk: customers' questions are stored, chased and counted; saved answers may
answer them."""

from __future__ import annotations

from flows import helpdesk
from handlers.conversation import Conversation, Door, Flow, Rank, Reader
from handlers.conversation import conversation_facets as facets
from handlers.helpdesk import (
    message_noise,
    question_answers,
    question_figures,
    question_inbox,
    question_run,
    saved_answer_commands,
    saved_answer_offer,
)
from handlers.helpdesk.answers_file_apply import APPLYING
from handlers.helpdesk.helpdesk_undo import UNDOES
from handlers.replies.customer_acts import ActKind
from handlers.staff_notices.question_keeper import QuestionKeeper
from storage.helpdesk.helpdesk_personal_tables import PERSONAL

KEEPER = QuestionKeeper(
    keep=question_run.keep,
    note=question_run.note,
    answered=question_run.end_wait,
    waiting=question_run.list_waiting,
    is_waiting=question_run.is_waiting,
    joined=question_run.close_own_questions,
    returned=question_run.reopen_question,
    asked=question_run.quote_waiting,
    apart=question_run.quote_unrelated,
)
HELPDESK = Conversation(
    name="helpdesk",
    flows=(
        Flow(
            helpdesk.NAME, helpdesk.Chased, helpdesk.decide, question_run.load_facts, known=question_run.make_facts,
            write=question_run.write,
            waits={
                "nudge": "the staff gets an alert that {who} waits for an answer",
                "closing": "{who} gets to know when to expect an answer",
            },
            does=question_run.DOES, mute=True,
        ),
    ),
    talk=facets.CustomerTalk(
        doors=(Reader(Door.ASKED, question_answers.take_answer, question_answers.ANSWER_TO),),
        readers=(
            Reader(Rank.OWN, saved_answer_offer.answer_from_saved, acts={ActKind.TEXT, ActKind.STATUS,
            ActKind.COMMAND}),
            Reader(Rank.KNOWN, message_noise.answer_noise, acts={ActKind.UNCLEAR, ActKind.TEXT}),
        ),
    ),
    staff=facets.StaffTalk(
        commands=(question_inbox.QUESTIONS, question_inbox.QUESTION, saved_answer_commands.ANSWERS,
        saved_answer_commands.ANSWER),
        undoes=(UNDOES,),
        keeper=KEEPER,
        waiting=question_figures.count_waiting,
        today=question_figures.report_waiting,
        figures=question_figures.describe_period,
    ),
    data=facets.OwnData(tables=PERSONAL, applying=APPLYING),
)  # fmt: skip
