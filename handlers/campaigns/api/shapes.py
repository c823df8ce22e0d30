"""A campaign as the API shows and takes one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field, model_validator

from flows.actor import ActorKind
from flows.audience.reading import write_criteria
from flows.campaigns.arms import CampaignArm, shared_out
from flows.campaigns.campaign import Campaign, CampaignStatus
from flows.campaigns.follow_up import MOST_FOLLOW_UPS
from flows.campaigns.preview import CampaignPreview
from flows.campaigns.texts import MOST_VARIANTS, CampaignText
from flows.campaigns.trial import Measure
from flows.money import Money
from handlers.api.messages import Channel
from handlers.api.sent_back import SentBack
from handlers.api.shapes import EachOnce, exact_line
from handlers.audience.api.shapes import AnyAudience, CriteriaDocument
from handlers.campaigns.api.arms import CampaignArmsTold, CampaignArmTold, arm_shown
from handlers.campaigns.api.schedules import ScheduleTold, schedule_shown
from handlers.campaigns.api.terms import (
    BudgetTold,
    FollowUpTold,
    OfferTold,
    PaceTold,
    terms_shown,
)
from handlers.campaigns.api.texts import CampaignTextTold, texts_shown, wordings
from handlers.campaigns.previews.reads import read_again
from handlers.moments import utc
from handlers.turn import Turn
from storage.campaigns.campaigns import LONGEST_NAME

_MOST_TEXTS = 60  # variants, by language and channel
_MINUTE = 60


class TrialShown(BaseModel):
    """How its wordings will be compared, and how many people that needs."""

    by: Measure
    points: Annotated[float, Field(description="the difference that is to be found: 2 is two points of a hundred")]
    base_rate: Annotated[float, Field(description="the share that is reckoned with")]
    own: Annotated[bool, Field(description="whether that is from the business's own past campaigns")]
    needed: Annotated[int, Field(description="people whom each wording needs for it")]
    people: Annotated[int, Field(description="people whom each wording has")]


class BringsShown(BaseModel):
    """What may come back, by what the business's own messages brought in half a year. Money is in its currency."""

    orders: Annotated[float, Field(description="that may count for it")]
    revenue: str
    low: Annotated[str, Field(description="19 times of 20 the revenue lies between this and `high`")]
    high: str


class PreviewShown(BaseModel):
    """What a campaign would do, as it was foreseen at a moment; it can be confirmed for 24 hours."""

    snapshot: Annotated[str, Field(description="what a launch confirms")]
    at: datetime
    people: int
    by_channel: Annotated[dict[Channel, int], Field(description="who gets it, now or later")]
    by_locale: Annotated[dict[str, int], Field(description="who can be written to, before any rule is asked")]
    excluded: Annotated[dict[str, int], Field(description="who does not get it, by the rule")]
    later: Annotated[dict[str, int], Field(description="who gets it later, by the rule")]
    held_out: int
    judged: Annotated[int, Field(description="of so many people, drawn at random, the figures of all are estimated")]
    cost: str
    currency: str
    minutes: Annotated[float, Field(description="how long it takes at the rates of its channels")]
    samples: list[str]
    longest: str
    segments: Annotated[int, Field(description="of the longest text by SMS")]
    warnings: dict[str, str]
    trial: Annotated[TrialShown | None, Field(description="null where there is one wording")]
    brings: Annotated[BringsShown | None, Field(description="null where too little is known")]


class CampaignShown(BaseModel):
    """A campaign."""

    id: str
    name: str
    status: CampaignStatus
    audience: CriteriaDocument
    phrase: Annotated[str, Field(description="in whose words its people were asked for")]
    texts: list[CampaignTextTold]
    channels: Annotated[list[Channel], Field(description="in the order in which they are tried")]
    schedule: ScheduleTold
    arms: list[CampaignArmTold]
    holdout: Annotated[float, Field(description="the share that is left alone, of 100 people or more")]
    offer: Annotated[OfferTold | None, Field(description="of all variants; null where `arms` have their own")]
    budget: BudgetTold | None
    pace: PaceTold
    follow_ups: list[FollowUpTold]
    best_wins: Annotated[bool, Field(description="the rest of its people is sent the wording that was best")]
    latest: Annotated[datetime | None, Field(description="nothing of it leaves later; null before its launch")]
    version: int
    made_by: ActorKind
    made_at: datetime
    updated_at: datetime
    preview: PreviewShown | None


class CampaignList(BaseModel):
    """A page of campaigns."""

    items: list[CampaignShown]
    next: Annotated[str | None, Field(description="the cursor of the next page; null on the last one")]


WRITABLE = (
    "name",
    "audience",
    "texts",
    "channels",
    "schedule",
    "arms",
    "holdout",
    "offer",
    "budget",
    "pace",
    "follow_ups",
    "best_wins",
)


class CampaignTold(SentBack):
    """A campaign as it is to be."""

    passed_over = tuple(one for one in CampaignShown.model_fields if one not in WRITABLE)

    name: Annotated[str, *exact_line(1, LONGEST_NAME)]
    audience: Annotated[
        AnyAudience,
        Field(description="the id of a segment, the name of a ready one, or criteria as docs/audiences.md has them"),
    ]
    texts: Annotated[list[CampaignTextTold], Field(min_length=1, max_length=_MOST_TEXTS)]
    channels: Annotated[EachOnce[Channel] | None, Field(description="null is the business's own order")] = None
    schedule: ScheduleTold = ScheduleTold()
    arms: CampaignArmsTold = ()
    holdout: Annotated[float | None, Field(ge=0, le=0.5, strict=True, description="null is a tenth")] = None
    best_wins: Annotated[
        bool,
        Field(
            description="a part of the people is sent all wordings, the rest the best one: as soon as that is clear, "
            "within 24 hours, or in their own hours of the second day behind it. Needs two wordings"
        ),
    ] = False

    offer: OfferTold | None = None
    budget: BudgetTold | None = None
    pace: PaceTold = PaceTold()
    follow_ups: Annotated[tuple[FollowUpTold, ...], Field(max_length=MOST_FOLLOW_UPS)] = ()

    @model_validator(mode="after")
    def _few_variants(self) -> CampaignTold:
        if len({one.variant for one in self.texts}) > MOST_VARIANTS:
            raise ValueError(f"texts have {MOST_VARIANTS} variants at the most")
        return self

    def wordings(self) -> tuple[CampaignText, ...]:
        """The texts as values: where there is one wording, each of the arms has that."""
        return shared_out(wordings(self.texts), [CampaignArm(one.variant) for one in self.arms])


async def show_campaign(turn: Turn, one: Campaign) -> dict[str, Any]:
    """A campaign as the API has it."""
    moments = {name: utc(getattr(one, name)) for name in ("made_at", "updated_at")}
    told: dict[str, Any] = {
        "id": str(one.id),
        "name": one.name,
        "status": one.status.value,
        "audience": write_criteria(one.criteria),
    }
    told |= {"phrase": one.phrase, "channels": list(one.channels), "holdout": one.holdout, "version": one.version}
    told |= {"texts": texts_shown(one.texts), "made_by": one.made_by.kind.value, **moments}
    told |= {"latest": utc(one.latest) if one.latest else None, "schedule": schedule_shown(one, turn.zone)}
    told |= terms_shown(one.terms)
    told["arms"] = [arm_shown(arm, turn.zone) for arm in one.terms.arms]
    told["best_wins"] = one.contest is not None
    return told | {"preview": await show_preview(turn, one, one.preview) if one.preview else None}


async def show_preview(turn: Turn, campaign: Campaign, one: CampaignPreview) -> dict[str, Any]:
    """A preview as the API has it, with its texts rendered again."""
    plain = ("people", "held_out", "judged", "segments", "currency", "snapshot")
    told: dict[str, Any] = {name: getattr(one, name) for name in plain}
    told |= {name: dict(getattr(one, name)) for name in ("by_channel", "by_locale", "excluded", "later", "warnings")}
    told |= {
        "at": utc(one.at),
        "cost": str(Money(one.cost, one.currency)),
        "samples": await read_again(turn, campaign, one.samples),
    }
    longest = await read_again(turn, campaign, [one.longest] if one.longest else [])
    told["longest"] = longest[0] if longest else ""
    return told | {"minutes": round(one.seconds / _MINUTE, 1), "trial": _trial(one), "brings": _brings(one)}


def _brings(preview: CampaignPreview) -> dict[str, Any] | None:
    one = preview.brings
    if one is None:
        return None
    money = {name: str(Money(getattr(one, name), preview.currency)) for name in ("revenue", "low", "high")}
    return {"orders": round(one.orders, 2), **money}


def _trial(preview: CampaignPreview) -> dict[str, Any] | None:
    one = preview.trial
    if one is None:
        return None
    told = {"by": one.measure.value, "points": round(one.points * 100, 2), "base_rate": round(one.base_rate, 4)}
    return told | {"own": one.known, "needed": one.needed, "people": preview.expected // one.arms}
