"""/roi: the expected return of a message, based on the business's own past messages and its price list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from flows.audience.consent_criterion import AGREED_TO_OFFERS
from flows.audience.criteria import EVERYBODY, All, Criteria
from flows.campaigns.campaign import Campaign, CampaignStatus
from flows.campaigns.campaign_texts import CampaignText
from flows.campaigns.expected_return import LEAST_ORDERS, LEAST_PEOPLE, ExpectedReturn, PastMessages, estimate_return
from flows.campaigns.send_schedule import Schedule
from flows.message_roi import is_worth_telling
from flows.money import Money
from flows.phrase import Lines, Ours, Text, phrase
from handlers.actions.action import Origin
from handlers.actions.verdict_reasons import in_words
from handlers.audience import audience_reference as audiences
from handlers.campaigns.campaign_reference import find_campaign, to_tap
from handlers.campaigns.previews.campaign_forecast import foresee
from handlers.campaigns.previews.campaign_outlook import CampaignOutlook, scale
from handlers.campaigns.previews.parallel_campaigns import CampaignsBeside
from handlers.campaigns.results.campaign_comparison import format_return
from handlers.engine.turn import Turn
from handlers.forecasts.forecast_text import describe_reasons
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.staff_chat.staff_command import OWNERS, Command, IssuedCommand, Reply
from storage.audience.audiences import Audiences, Selection
from storage.campaigns.message_history import load_past_messages
from templates import formats
from templates.message_values import quote_line

_SHORT = 40
_NO_CONSENT = "consent.none"
_JUDGED = 500
"""The people to judge: a share is then known to within 4.4 points, 95 times of 100."""
_FROM, _SHORT_WORDS = "0", "Hello"  # the start of the draw, so that a repeated question has the same people; one SMS
_OF = re.compile(r"^(?:of|for|de(?: la)?)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WhomRoi:
    """The people of the calculation, and the phrase that named them; "" means everybody."""

    criteria: Criteria
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class ReckonRoi:
    """Calculate the expected return of a message."""

    whom: WhomRoi


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The reachable people ``by_channel`` and the blocked ones by rule, the past figures used, and the return. The
    return is None if there is too little past data. If there are more people than can be judged, the figures are
    estimates. Orders count for a message for ``counts_days``."""

    by_channel: Counter[str]
    excluded: Mapping[str, int]
    past: PastMessages
    expected: ExpectedReturn | None
    cost: int
    currency: str
    is_estimate: bool
    counts_days: int


async def _find_people(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find an audience by its name or by a phrase; everybody if none is named."""
    said = " ".join(words)
    if not said:
        return FoundArgument(WhomRoi(EVERYBODY))
    criteria = await audiences.read_people(asked.turn, said)
    if criteria is None and (campaign := await find_campaign(asked.turn, _OF.sub("", said))) is not None:
        return Reply(phrase("roi_of_campaign", name=campaign.name, command=to_tap(campaign)), asks=(), refused=True)
    if criteria is None:
        unread = phrase("roi_people_unread", people=quote_line(said, _SHORT))
        return Reply(Lines((unread, await audiences.explain_unread(asked.turn, said))), asks=(), refused=True)
    return FoundArgument(WhomRoi(criteria, said))


async def reckon(turn: Turn, origin: Origin, command: ReckonRoi) -> Reckoned:
    """Estimate the return of a message, as far as the data allows."""
    agreed, audiences = All((command.whom.criteria, AGREED_TO_OFFERS)), turn.unit.of(Audiences)
    asked = Selection(agreed, turn.now, turn.zone)
    people, some = await audiences.draw_sample(asked, _JUDGED, _FROM)
    seen, whole = await _preview_return(turn, origin, command.whom, some), people / max(1, len(some))
    by_channel, cost = Counter(scale(seen.by_channel, whole)), round(seen.cost * whole)
    excluded = scale(seen.excluded, whole)
    if not people:
        every = await audiences.count(replace(asked, criteria=command.whom.criteria))
        excluded = {_NO_CONSENT: every} if every else {}
    past, currency = await load_past_messages(turn.unit, turn.tenant, turn.now), turn.business.currency
    brings = estimate_return(past, by_channel.total(), cost)
    return Reckoned(by_channel, excluded, past, brings, cost, currency, whole > 1, turn.business.counts_for.days)


async def _preview_return(turn: Turn, origin: Origin, whom: WhomRoi, some: Sequence[UUID]) -> CampaignOutlook:
    """Forecast a short message to some people now."""
    letter = Campaign(
        id=turn.unit.ids.make(),
        name="",
        status=CampaignStatus.DRAFT,
        criteria=whom.criteria,
        phrase=whom.phrase,
        texts=(CampaignText(_SHORT_WORDS),),
        channels=turn.business.channels_order,
        schedule=Schedule(turn.now, at_once=True),
        holdout=0.0,
        url="",
        made_by=origin.by,
        made_at=turn.now,
        updated_at=turn.now,
    )
    seen = CampaignOutlook()
    await foresee(turn, letter, some, CampaignsBeside(), seen)
    return seen


def describe_return(done: Reckoned) -> Text:
    """Format the people, the cost and the expected revenue, or why none can be estimated."""
    people = done.by_channel.total()
    by = Lines(tuple(Ours(f"{formats.channel(one)} {many}") for one, many in done.by_channel.most_common()), ", ")
    cost = phrase("an_amount", amount=Money(done.cost, done.currency)) if done.cost else phrase("roi_free")
    head = (
        phrase("roi_people", people=Decimal(people), by=by, cost=cost, about=done.is_estimate)
        if people
        else _answer_nobody(done)
    )
    return Lines((head, *(_brings(done, done.expected) if done.expected else [_explain_too_few(done)])))


def _answer_nobody(done: Reckoned) -> Text:
    return phrase("roi_nobody", reasons=describe_reasons(done.excluded, in_words) if done.excluded else "")


def _explain_too_few(done: Reckoned) -> Text:
    """Compare the existing figures with those needed; empty if they are enough."""
    past = done.past
    if past.is_enough:
        return ""
    had = {"people": Decimal(past.people), "orders": Decimal(past.orders)}
    return phrase("roi_too_few", **had, days=done.counts_days, least=LEAST_PEOPLE, least_orders=LEAST_ORDERS)


def _brings(done: Reckoned, one: ExpectedReturn) -> list[Text]:
    money = {name: Money(getattr(one, name), done.currency) for name in ("revenue", "low", "high")}
    returns = [one.roi(micros) for micros in (one.revenue, one.low, one.high)]
    lines: list[Text] = [phrase("roi_brings", orders=Decimal(round(one.orders)), **money)]
    if returns[0] is not None and is_worth_telling(done.cost):
        said = zip(("roi", "low", "high"), returns, strict=True)
        lines.append(phrase("roi_returns", **{name: format_return(value or 0.0) for name, value in said}))
    rests = {"people": Decimal(done.past.people), "orders": Decimal(done.past.orders)}
    lines.append(phrase("roi_rests", **rests, average=Money(done.past.average, done.currency)))
    return lines


ROI = Command(
    name="roi", aliases=("return on investment", "roi calculator"), usage="/roi vip",
    arguments=(Argument("whom", "", _find_people),), takes=ReckonRoi, does=reckon, says=describe_return, roles=OWNERS,
    topic="campaigns",
)  # fmt: skip
