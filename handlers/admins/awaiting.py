"""What a command of the staff awaits: the rest of it, or a text of the member's own, as their next words.

What they named last holds, also where they wrote on before they could read our question: the words behind "/note dana"
are of Dana, and not of whoever an earlier command named. What a command shows before it is done has to be read.
"""

from __future__ import annotations

from flows.phrase import Text, phrase, tap
from handlers.admins.confirming import REST_OF_COMMAND
from handlers.turn import Turn
from storage.message import Message
from storage.questions import Question

SO_FAR = "so_far"
"""Under what a question for the rest of a command keeps the words that were understood."""
WRITTEN = "written"
"""Under what a question keeps that a text of the member's own is awaited."""
DRAFTS = "drafts"
"""Under what a question keeps that it asks for a part of something that is drafted."""
PEOPLE = "people"
"""Under what a question keeps the people of whom one is asked for, as they were shown."""


def awaits(question: Question | None) -> bool:
    """Whether a question is for the rest of what a command began."""
    return question is not None and (question.expects == REST_OF_COMMAND or WRITTEN in question.data)


def awaits_text(question: Question | None) -> bool:
    """Whether that is a text, in which no word is a command."""
    return question is not None and WRITTEN in question.data


async def named_last(turn: Turn, message: Message, question: Question | None) -> Question | None:
    """The question that a member's message answers, where it would be this one by what they have read."""
    if message.reply_to is not None:
        return question
    under_way, theirs = await turn.unit.questions.of_answer_under_way(message)
    if awaits(theirs):
        return theirs
    return None if under_way and awaits(question) else question


def lists_people(question: Question) -> bool:
    """Whether a question for the rest of a command showed several people, one of whom is meant."""
    return question.expects == REST_OF_COMMAND and PEOPLE in question.data


def drafts(question: Question | None) -> bool:
    """Whether a question asks for a part of something that is drafted, as the people of a campaign."""
    return question is not None and DRAFTS in question.data


def let_go(question: Question, name: str | None) -> Text:
    """That a command awaits its text, or the next part of a draft, no more, as something else came, the command of that
    ``name``; "" where none was awaited, and where the same command was given in full or of somebody else, which its
    answer names."""
    if question.expects != REST_OF_COMMAND or not (awaits_text(question) or drafts(question)):
        return ""
    command = question.data[SO_FAR].split("\n")[0]
    return "" if command == name else phrase("text_let_go", command=tap(command))


def draft_left(question: Question | None) -> Text:
    """That a draft is left whose next part was awaited, as another command was begun; "" where none was awaited."""
    if question is None or question.answered_at is not None or not drafts(question) or awaits_text(question):
        return ""
    return phrase("draft_left", command=tap(question.data[SO_FAR].split("\n")[0]))


def still_waits(question: Question) -> Text:
    """That the text, or the next part of a draft, is awaited still, behind a greeting; "" where none was."""
    text = question.expects == REST_OF_COMMAND and (awaits_text(question) or drafts(question))
    return phrase("text_still_waits", command=tap(question.data[SO_FAR].split("\n")[0])) if text else ""
