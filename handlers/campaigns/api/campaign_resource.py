"""A campaign as the API reads and shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field, model_validator

from flows.actor import ActorKind
from flows.audience.criteria_json import write_criteria
from flows.campaigns.campaign import Campaign, CampaignStatus
from flows.campaigns.campaign_arms import CampaignArm, share_out
from flows.campaigns.campaign_texts import MOST_VARIANTS, CampaignText
from flows.campaigns.follow_up import MOST_FOLLOW_UPS
from flows.channels import ChannelName
from handlers.api.field_types import EachOnce, make_exact_line
from handlers.api.resource_update import SentBack
from handlers.audience.api.segment_resource import AnyAudience, CriteriaDocument
from handlers.campaigns.api.campaign_term_fields import BudgetTold, FollowUpTold, OfferTold, PaceTold, show_terms
from handlers.campaigns.api.preview_resource import PreviewShown, show_preview
from handlers.campaigns.api.schedule_fields import ScheduleTold, show_schedule
from handlers.campaigns.api.variant_fields import CampaignArmsTold, CampaignArmTold, show_arm
from handlers.campaigns.api.wording_fields import CampaignTextTold, read_wordings, show_texts
from handlers.engine.checked_fields import utc
from handlers.engine.turn import Turn
from storage.campaigns.campaigns import LONGEST_NAME

_MOST_TEXTS = 60  # variants, by language and channel


class CampaignShown(BaseModel):
    """A campaign."""

    id: str
    name: str
    status: CampaignStatus
    audience: CriteriaDocument
    phrase: Annotated[str, Field(description="the words that named its people")]
    texts: list[CampaignTextTold]
    channels: Annotated[list[ChannelName], Field(description="in order of preference")]
    schedule: ScheduleTold
    arms: list[CampaignArmTold]
    holdout: Annotated[float, Field(description="the share of the control group, for 100 people or more")]
    offer: Annotated[OfferTold | None, Field(description="for all variants; null if `arms` have their own")]
    budget: BudgetTold | None
    pace: PaceTold
    follow_ups: list[FollowUpTold]
    best_wins: Annotated[bool, Field(description="the rest of its people get the best wording")]
    latest: Annotated[datetime | None, Field(description="its end; nothing is sent later; null before its launch")]
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
    """A campaign as a request describes it."""

    passed_over = tuple(one for one in CampaignShown.model_fields if one not in WRITABLE)

    name: Annotated[str, *make_exact_line(1, LONGEST_NAME)]
    audience: Annotated[
        AnyAudience,
        Field(description="the id of a segment, the name of a ready one, or criteria as docs/audiences.md has them"),
    ]
    texts: Annotated[list[CampaignTextTold], Field(min_length=1, max_length=_MOST_TEXTS)]
    channels: Annotated[EachOnce[ChannelName] | None, Field(description="null is the business's own order")] = None
    schedule: ScheduleTold = ScheduleTold()
    arms: CampaignArmsTold = ()
    holdout: Annotated[float | None, Field(ge=0, le=0.5, strict=True, description="null is a tenth")] = None
    best_wins: Annotated[
        bool,
        Field(
            description="a part of the people get all wordings, the rest the best one: as soon as it is clear, "
            "within 24 hours, or at their own hours two days later. Needs two wordings"
        ),
    ] = False

    offer: OfferTold | None = None
    budget: BudgetTold | None = None
    pace: PaceTold = PaceTold()
    follow_ups: Annotated[tuple[FollowUpTold, ...], Field(max_length=MOST_FOLLOW_UPS)] = ()

    @model_validator(mode="after")
    def _check_variants(self) -> CampaignTold:
        if len({one.variant for one in self.texts}) > MOST_VARIANTS:
            raise ValueError(f"texts have {MOST_VARIANTS} variants at the most")
        return self

    def wordings(self) -> tuple[CampaignText, ...]:
        """Return the texts as values. If there is only one wording, each variant with terms of its own gets it."""
        return share_out(read_wordings(self.texts), [CampaignArm(one.variant) for one in self.arms])


async def show_campaign(turn: Turn, one: Campaign) -> dict[str, Any]:
    """Return a campaign as the API shows it."""
    moments = {name: utc(getattr(one, name)) for name in ("made_at", "updated_at")}
    told: dict[str, Any] = {
        "id": str(one.id),
        "name": one.name,
        "status": one.status.value,
        "audience": write_criteria(one.criteria),
    }
    told |= {"phrase": one.phrase, "channels": list(one.channels), "holdout": one.holdout, "version": one.version}
    told |= {"texts": show_texts(one.texts), "made_by": one.made_by.kind.value, **moments}
    told |= {"latest": utc(one.latest) if one.latest else None, "schedule": show_schedule(one, turn.zone)}
    told |= show_terms(one.terms)
    told["arms"] = [show_arm(arm, turn.zone) for arm in one.terms.arms]
    told["best_wins"] = one.contest is not None
    return told | {"preview": await show_preview(turn, one, one.preview) if one.preview else None}
