"""The message after a return: the returns of one person within a window become one message.

The message waits until the window of its first return is over. Then it leaves as an offer of a partner, which is
marketing, or as a plain notice.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from uuid import UUID

from flows.business import ReturnSettings
from flows.delivery import MessageStatus
from flows.engine import Subject
from flows.phrase import Text, phrase
from flows.policy.departure_facts import Kind, Programme, Purpose
from flows.promotions.prompt import Prompt, PromptChoice, PromptReason
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.subjects import SubjectKind, SubjectRow, When
from handlers.engine.turn import Turn
from storage.people.people import Address
from storage.promotions.promotions import Promotions
from storage.promotions.prompts import Prompts
from storage.sending.message import Message
from storage.unit import Unit

SUBJECT = "prompt"
"""The kind of a message's subject: the prompt that leads it, whose link it shows."""
NOTICE, OFFER = "return_notice", "return_offer"
"""The templates."""
_USEFUL = timedelta(hours=4)
"""How long after its time an offer may leave. If it may not leave by then, as in quiet hours, the notice leaves at
once."""
_PARAMETER = "parley_click"
LINKED = (PromptChoice.OFFER, PromptChoice.EXCHANGE, PromptChoice.DONATION)
"""The choices with a link, the best first."""
_RANKS = (*LINKED, PromptChoice.NOTICE)


async def schedule_message(
    turn: Turn, prompt: Prompt, lately: Sequence[Prompt], to: Address, partner: str = ""
) -> Prompt:
    """Queue the message that tells of a new prompt, or let a queued message of the same window tell of it too.

    ``lately`` are the person's prompts since a window ago. An offer is of the ``partner`` (a folded name). Return the
    prompt with its message, to be stored. The caller holds the person.
    """
    queued = await _find_queued(turn, lately)
    told = [one for one in lately if queued is not None and one.message == queued.id]
    if queued is not None:
        if _rank(prompt) >= min(map(_rank, told)):
            return replace(prompt, message=queued.id)
        await turn.unit.outbox.drop([queued.id], turn.now)
    due_at = queued.due_at if queued is not None and queued.due_at else prompt.decided_at + get_settings(turn).window
    return replace(prompt, message=await post_prompts(turn, [prompt, *told], due_at, to, partner=partner))


async def post_prompts(
    turn: Turn, told: Sequence[Prompt], due_at: datetime, to: Address, *, key: str = "", partner: str = ""
) -> UUID | None:
    """Queue one message that tells of these prompts of a person. Return its id.

    The prompt with the best choice leads. ``key`` distinguishes a later message of the same prompt.
    """
    lead = find_lead(told)
    letter = OutboundMessage(
        f"return:{lead.id}{key}", Kind.MESSAGE, NOTICE, due_at=due_at, subject=Subject(SUBJECT, lead.id)
    )
    if lead.choice is PromptChoice.OFFER:
        letter = replace(
            letter, template=OFFER, purpose=Purpose.MARKETING, programme=Programme.PARTNER_OFFERS, partner=partner,
            latest=due_at + _USEFUL,
        )  # fmt: skip
    message = await post(turn, to, letter)
    stored = [one.id for one in told if one.message is not None]
    if message is not None and stored:
        await turn.unit.of(Prompts).set_message(stored, message)
    return message


def get_settings(turn: Turn) -> ReturnSettings:
    """Return the settings of ``[returns]``, or the defaults."""
    return turn.business.returns or ReturnSettings()


async def withdraw_offer(turn: Turn, prompt: Prompt, reason: PromptReason, rule: str) -> Prompt:
    """Make a notice of a prompt whose offer is not sent, and record the rule. The refused promotion stays recorded."""
    await turn.unit.of(Prompts).change_choice(prompt.id, PromptChoice.NOTICE, reason, prompt.promotion, rule)
    return replace(prompt, choice=PromptChoice.NOTICE, reason=reason, rule=rule)


async def _find_queued(turn: Turn, lately: Sequence[Prompt]) -> Message | None:
    """Return the queued message of these prompts whose window is still open; None if there is none."""
    known = {one.message for one in lately if one.message}
    messages = (await turn.unit.messages.by_ids(list(known))).values() if known else ()
    waiting = [one for one in messages if one.status is MessageStatus.QUEUED and one.due_at and one.due_at > turn.now]
    return max(waiting, key=lambda one: one.id, default=None)


def find_lead(told: Sequence[Prompt]) -> Prompt:
    """Return the prompt that leads a message: the first with the best choice, whose link it shows."""
    return min(told, key=_rank)


def _rank(prompt: Prompt) -> int:
    return _RANKS.index(prompt.choice)


async def _load(unit: Unit, which: Collection[UUID]) -> Mapping[UUID, SubjectRow]:
    found = await unit.of(Prompts).by_ids(which)
    offers = {one.promotion for one in found.values() if one.promotion and one.choice is PromptChoice.OFFER}
    shown = await unit.of(Promotions).by_ids(offers)
    rows: dict[UUID, SubjectRow] = {}
    for prompt in found.values():
        promotion = shown.get(prompt.promotion) if prompt.promotion else None
        content = promotion.content if promotion and prompt.choice is PromptChoice.OFFER else None
        url = add_click_code(content.url, prompt.id) if content else prompt.page
        rows[prompt.id] = SubjectRow(url=url, at=prompt.decided_at)
    return rows


def _tell(row: SubjectRow, when: When) -> Text:
    assert row.at is not None, "it was decided at some time"
    return phrase("about_return", at=when(row.at))


def add_click_code(url: str, prompt: UUID) -> str:
    """Return a sponsor's URL with a prompt's id, in place of any that it had.

    The sponsor sends the id back with a purchase. It names no person, and each return has a new one.
    """
    parts = urlsplit(url)
    others = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != _PARAMETER]
    return urlunsplit(parts._replace(query=urlencode([*others, (_PARAMETER, str(prompt))])))


PROMPT = SubjectKind(SUBJECT, _load, _tell, gives=frozenset({"link"}))
