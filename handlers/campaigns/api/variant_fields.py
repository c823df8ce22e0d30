"""The own terms of a campaign's variants, as the API reads and shows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from flows.campaigns.campaign_arms import CampaignArm
from flows.campaigns.campaign_terms import Terms
from flows.campaigns.campaign_texts import MOST_VARIANTS
from flows.campaigns.send_schedule import Schedule
from handlers.campaigns.api.campaign_term_fields import OfferTold, read_offer, show_offer
from handlers.campaigns.api.schedule_fields import ScheduleTold, local_moment, show_moment
from handlers.campaigns.api.wording_fields import Variant
from handlers.engine.turn import Turn


class CampaignArmTold(BaseModel):
    """The own terms of a variant."""

    model_config = ConfigDict(extra="forbid")
    variant: Annotated[Variant, Field(description="one of `texts`; with one wording, each arm uses it")]
    schedule: Annotated[ScheduleTold | None, Field(description="null is that of the campaign")] = None
    offer: Annotated[
        OfferTold | None,
        Field(description="if one arm has an offer, null and missing variants offer nothing"),
    ] = None


def _drop_repeats(arms: tuple[CampaignArmTold, ...]) -> tuple[CampaignArmTold, ...]:
    if len({one.variant for one in arms}) < len(arms):
        raise ValueError("has a variant twice")
    return arms


CampaignArmsTold = Annotated[
    tuple[CampaignArmTold, ...],
    AfterValidator(_drop_repeats),
    Field(max_length=MOST_VARIANTS, description="variants with their own hours or offers"),
]


async def read_arms(turn: Turn, told: Sequence[CampaignArmTold], kept: Terms) -> tuple[CampaignArm, ...]:
    """Parse the variants' own terms; ``kept`` are the campaign's current terms. Raises WrongOffer or ApiRefused."""
    found: list[CampaignArm] = []
    for place, one in enumerate(told):
        field, had = f"arms[{place}]", next((arm.offer for arm in kept.arms if arm.variant == one.variant), None)
        at = local_moment(one.schedule, turn.zone, f"{field}.schedule") if one.schedule is not None else None
        local = one.schedule.local if one.schedule is not None else None
        schedule = Schedule(at, time.fromisoformat(local) if local else None) if at is not None else None
        found.append(CampaignArm(one.variant, schedule, await read_offer(turn, one.offer, had, f"{field}.offer")))
    return tuple(sorted(found, key=lambda arm: arm.variant))


def show_arm(arm: CampaignArm, zone: ZoneInfo) -> dict[str, Any]:
    """Format a variant's own terms for the API; ``zone`` is the business's."""
    offer = show_offer(arm.offer) if arm.offer is not None else None
    due = show_moment(arm.schedule, zone) if arm.schedule is not None else None
    return {"variant": arm.variant, "schedule": due, "offer": offer}
