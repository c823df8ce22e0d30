"""Training labels for the lines that led to the question whether our messages should stop."""

from handlers.conversation.labelled_lines import Taught
from handlers.replies.opt_out_recognition import OptOut, read_opt_out
from handlers.replies.stop_question_answers import wants_them
from storage.events.unclear_lines import AskedLine


def label_stop(one: AskedLine) -> Taught | None:
    """Label a line as an opt-out if the answer was a yes or a STOP, else as other; None if the answer is unclear."""
    if one.said is None:
        return None
    if read_opt_out(one.said.text or "") is OptOut.STOP:
        return Taught("customers", "stop")
    wants = wants_them(one.said.text or "")
    return None if wants is None else Taught("customers", "other" if wants else "stop")
