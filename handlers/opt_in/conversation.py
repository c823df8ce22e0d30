"""Opt-in: the ask for consent to our messages, and the ways to consent and to come back."""

from uuid import UUID

from flows import opt_in
from flows.engine import Subject
from flows.opt_in import OptInFacts
from handlers.consent.stop_doubts import STOP_QUESTION
from handlers.conversation import Conversation, CustomerEntrance, Flow, Rank, Reader
from handlers.conversation import conversation_facets as facets
from handlers.engine.turn import Turn
from handlers.opt_in import customer_welcome, opt_in_answers, opt_in_greeting
from handlers.replies.customer_acts import ActKind
from storage.businesses.access import CUSTOMER


async def _facts(_turn: Turn, _contact: UUID, _subject: Subject | None, _event: object) -> OptInFacts:
    return OptInFacts()


OPT_IN = Conversation(
    name="opt_in",
    flows=(
        Flow(
            opt_in.NAME, opt_in.Asked, opt_in.decide, _facts, answers=opt_in_answers.answers,
            waits={"answer": "the question to {who} closes without an answer"},
        ),
    ),
    talk=facets.CustomerTalk(
        readers=(
            Reader(Rank.STANDING, opt_in_greeting.is_after_silence, STOP_QUESTION),
            Reader(Rank.STANDING, opt_in_greeting.is_after_silence, acts={ActKind.CHOICE, ActKind.KEYWORD}),
            Reader(Rank.START, opt_in_greeting.is_start, acts={ActKind.KEYWORD}),
        ),
        invites={CUSTOMER: customer_welcome.agree},
        entrance=CustomerEntrance(customer_welcome.welcome_customer, opt_in.NAME, opt_in_greeting.ask_second_step),
    ),
)  # fmt: skip
