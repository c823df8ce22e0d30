"""Training labels for lines that led to the question of whether to cancel an order."""

from handlers.conversation.labelled_lines import Taught
from handlers.replies.customer_intents import Intent, read
from handlers.replies.numbered_choices import read_choice
from handlers.replies.opt_out_recognition import OptOut, has_our_messages, read_opt_out
from handlers.replies.weighed_answer import ends_outright, read_answer
from handlers.sourcing.replies.order_choice_answers import is_order
from storage.events.unclear_lines import AskedLine


def label_cancel(one: AskedLine) -> Taught | None:
    """Label a line as a wish to cancel if the customer confirmed, else as other talk; None if the answer is unclear. An
    exact wish that the customer withdrew is still a wish and gets no label. A button counts by the number on its
    label."""
    text = one.said.text or "" if one.said is not None else ""
    choice = read_choice(text.partition(" ")[0] if text else "", most=2)
    question = one.asked.text or ""
    sure = choice == 1 if choice is not None else read_answer(text, question).answer
    half = choice is None and sure and not ends_outright(text, question)
    wished = read(one.line.text or "").intent is Intent.CANCEL_ORDER
    if sure is None or half or (wished and not sure) or has_our_messages(text):
        return None
    return Taught("customers", "cancel_order" if sure else "other")


def label_which(one: AskedLine) -> Taught | None:
    """Label a line as a wish to cancel or an opt-out, by the customer's choice between an order and our offers.

    If the customer has no other orders, a possible opt-out counts as an opt-out.
    """
    text = one.said.text or "" if one.said is not None else ""
    if is_order(text) or read(text).intent is Intent.CANCEL_ORDER:
        return Taught("customers", "cancel_order")
    stops = read_choice(text, most=2) == 2 or read_opt_out(text) in {OptOut.STOP, OptOut.AMBIGUOUS}
    return Taught("customers", "stop") if stops and text else None
