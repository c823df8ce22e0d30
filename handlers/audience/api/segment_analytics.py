"""``GET /api/segments/{id}/analytics``: a segment in figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, Field

from flows.audience.audience_expansion import BadAudience
from flows.channels import ChannelName
from flows.lifecycle import Lifecycle
from flows.money import to_micros
from flows.policy.departure_facts import Programme
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.audience.api.routes import SHOW_SEGMENT_FIGURES
from handlers.audience.api.segment_crud import SegmentNamed
from handlers.audience.api.segment_lookup import find_segment, resolve_criteria
from handlers.audience.api.segment_resource import show_bought
from handlers.engine.turn import Turn
from storage.audience.audience_figures import AudienceFigures, AudienceReport
from storage.audience.audiences import Selection
from storage.audience.nightly_audiences import audience_id
from storage.audience.segment_nights import SegmentNight, SegmentNights

MOST_NIGHTS = 366


class SegmentFiguresWanted(SegmentNamed):
    """The segment, and how many days back."""

    nights: Annotated[int, Field(ge=0, le=MOST_NIGHTS, description="the maximum number of nights")] = 30


class NightShown(BaseModel):
    """A segment as it was in a night."""

    night: Annotated[date, Field(description="the business's day that began with it")]
    customers: int
    value: Annotated[str, Field(description="what these customers had spent by then")]
    currency: str
    entered: Annotated[int | None, Field(description="since the night before; null in the first night of its criteria")]
    left: int | None


class SegmentFigures(BaseModel):
    """A segment in figures, as it is now. Money is in the business's currency."""

    customers: int
    reachable: Annotated[dict[ChannelName, int], Field(description="how many can get messages, by channel")]
    agreed: Annotated[dict[Programme, int], Field(description="how many agreed to each programme, on any channel")]
    currency: str
    ordered: Annotated[int, Field(description="who ordered at all")]
    repeated: Annotated[int, Field(description="who ordered more than once")]
    repeat_rate: Annotated[float | None, Field(description="the share of buyers who ordered again")]
    orders: int
    revenue: Annotated[str, Field(description="payments for them, less refunds")]
    average_order: str | None
    average_spend: Annotated[str | None, Field(description="of the people who ordered")]
    lifecycle: dict[Lifecycle, int]
    nights: Annotated[
        list[NightShown],
        Field(description="its state night by night, newest first; for a ready one while others use it"),
    ]


@make_endpoint(
    SHOW_SEGMENT_FIGURES,
    scope="read",
    takes=SegmentFiguresWanted,
    answers={200: SegmentFigures},
    refuses=(Code.NOT_FOUND, Code.CONFLICT, Code.INVALID),
)
async def show_segment_figures(call: ApiCall, wanted: SegmentFiguresWanted) -> ApiReply:
    """Show a segment in figures

    The number of its customers now, the channels that reach them, the orders and the revenue so far, and their stages
    of life. Also its size, its worth, and how many joined and left, for each night since its criteria last changed.
    """

    async def look(turn: Turn) -> dict[str, Any]:
        criteria = resolve_criteria(await find_segment(turn, wanted.id))
        selection = Selection(criteria, turn.now, turn.zone)
        try:
            figures = await turn.unit.of(AudienceReport).load_figures(selection)
        except BadAudience as wrong:
            raise ApiRefused(Code.CONFLICT, str(wrong), "id") from None
        nights = await turn.unit.of(SegmentNights).page(audience_id(wanted.id.strip().lower()), wanted.nights)
        return show_figures(figures, turn.business.currency, nights)

    return ApiReply(200, await call.api.turns.look(call.business, look))


def show_figures(figures: AudienceFigures, currency: str, nights: Sequence[SegmentNight]) -> dict[str, Any]:
    """Format figures for the API."""
    told = show_bought(figures.bought)
    told |= {"average_spend": to_micros(figures.bought.average_spend), "currency": currency}
    told |= {name: dict(getattr(figures, name)) for name in ("reachable", "agreed")}
    told["lifecycle"] = {stage.value: many for stage, many in figures.stages.items()}
    told["nights"] = [_night_shown(one) for one in nights]
    return {name: told[name] for name in SegmentFigures.model_fields}


def _night_shown(one: SegmentNight) -> dict[str, Any]:
    figures = {"customers": one.people, "value": to_micros(one.value), "currency": one.currency}
    return {"night": one.night.isoformat(), **figures, "entered": one.entered, "left": one.gone}
