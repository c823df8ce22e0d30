"""The checks before a message left, in a few words each, for its story on a sandbox's page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from flows.policy.departure_facts import ANSWERS, ASKS, ORDINARY, Kind
from flows.policy.policy_rules import BUSINESS, RuleKind
from flows.policy.verdict import Outcome, RuleRef
from handlers.engine.turn import Turn
from storage.sending.message import Message
from storage.sending.verdicts import Judged

_READ = 100  # messages of a person, to count those under a cap
_CAP = re.compile(r"(?P<most>\d+) in (?P<span>(?P<many>\d+) (?P<unit>hour|day)s?)")
_SAYS = {
    "distance": "at least {} after other marketing",
    RuleKind.SECOND_STEP: "opt-in confirmed in a second step",
    RuleKind.ONE_PER_SUBJECT: "the only SMS about this cart",
    RuleKind.WITHIN: "{} of the cart",
    RuleKind.POSTAL_ADDRESS: "the business's postal address",
    RuleKind.FREE_TEXT: "{} of their last message, or an approved template",
}


async def checks_of(
    turn: Turn, messages: Sequence[Message], judged: Mapping[UUID, Sequence[Judged]]
) -> Mapping[UUID, Sequence[str]]:
    """Return the checks of each sent message, the consent first."""
    left = [one for one in messages if one.left_at is not None]
    theirs = await turn.unit.messages.page(None, left[0].contact, None, _READ) if left else []
    before = [one.left_at for one in theirs if one.marketing and one.kind in ORDINARY and one.left_at]
    return {one.id: [await _basis(turn, one), *_list_rules(one, judged[one.id], before)] for one in left}


async def _basis(turn: Turn, message: Message) -> str:
    """Return what allows the message: a consent, or that it needs none."""
    if message.kind in ORDINARY and message.marketing and message.programme is not None and message.left_at is not None:
        proof = await turn.unit.evidence.find_basis(
            message.address, message.programme, message.left_at, message.partner
        )
        if proof is not None:
            return f"consent of {proof.at.astimezone(turn.zone):%-d %b} ({proof.source})"
    if message.kind is Kind.STAFF:
        return "goes to the staff: no consent is needed"
    if message.kind in ASKS:
        return "asks for consent: none is needed before"
    return f"{'answers what they did' if message.kind in ANSWERS else 'no marketing'}: no consent is needed"


def _list_rules(message: Message, judged: Sequence[Judged], before: Sequence[datetime]) -> Iterator[str]:
    """Yield the rules that the message met; hours and caps of a place name it."""
    rules = [rule for one in judged if one.verdict.outcome is Outcome.SEND for rule in one.verdict.rules]
    hours = [_add_place(rule.says.replace("-", "–"), rule) for rule in rules if rule.rule == RuleKind.HOURS]
    if hours:
        yield f"hours {', '.join(hours)}"
    for rule in rules:
        if rule.rule in _SAYS:
            yield _SAYS[rule.rule].format(rule.says.partition(" between")[0])
        elif rule.rule == RuleKind.CAP and (cap := _CAP.fullmatch(rule.says)) and message.left_at is not None:
            since = message.left_at - timedelta(**{f"{cap['unit']}s": int(cap["many"])})
            count = sum(since < at <= message.left_at for at in before)
            yield _add_place(f"{count} of {cap['most']} marketing messages in {cap['span']}", rule)
    if message.experiment is not None and message.marketing:
        yield "not in the control group"


def _add_place(says: str, rule: RuleRef) -> str:
    return says if rule.jurisdiction in {BUSINESS, "*"} else f"{says} ({rule.jurisdiction})"
