"""``POST /prompt/send`` and ``GET /api/v1/prompts/{return_id}``: the decision on a completed return, and its banner."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, Field

from flows.events import LONGEST_CITY, ReturnCompleted
from flows.promotions.prompt import PromptChoice, PromptReason
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.customer_fields import CUSTOMER, CustomerNamed, customer
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.api.field_types import Id, MaybeId, line
from handlers.api.returned_goods_fields import ReturnedLines, build_items
from handlers.engine.turn import Turn
from handlers.returns import prompt_banner, return_intake
from handlers.returns.api.routes import SEND_PROMPT, SHOW_PROMPT
from handlers.returns.prompt_banner import Banner
from handlers.returns.prompt_decision import DecidedPrompt

_ITEM = {"brand": "Leaf", "title": "Trail jacket", "category": "Jackets", "size": "L", "reason": "too_large"}


class ReturnTold(BaseModel):
    """A completed return, as the returns system tells it."""

    EXAMPLE: ClassVar = {
        "user_id": "77", "return_id": "r1", "brand": "Leaf", "items": [_ITEM], "city": "Mobile", "customer": CUSTOMER,
    }  # fmt: skip

    user_id: Annotated[MaybeId, Field(description="the customer's id, if customer has none")] = None
    return_id: Annotated[Id, Field(description="a repeat of it changes nothing")]
    order_id: MaybeId = None
    brand: Annotated[str | None, *line(100), Field(description="without one, that of most items")] = None
    items: ReturnedLines
    city: Annotated[str | None, *line(LONGEST_CITY)] = None
    customer: CustomerNamed | None = None

    def build_event(self, now: datetime) -> ReturnCompleted:
        """Convert the return into an event of now. Items without a brand are of the return's brand."""
        who, brand = customer(self.customer), self.brand or ""
        items = tuple(replace(one, brand=one.brand or brand) for one in build_items(self.items))
        named = replace(who, id=who.id or self.user_id)
        return ReturnCompleted(self.return_id, self.order_id or "", items, named, now, self.city or "")


class PromptDecided(BaseModel):
    """The decision on a return."""

    prompt_id: UUID
    duplicate: Annotated[bool, Field(description="it was decided before; nothing happens again")]
    choice: Annotated[PromptChoice, Field(description="what is sent; none, if nothing reaches the person")]
    reason: Annotated[PromptReason, Field(description="why")]


class ReturnNamed(BaseModel):
    """The id of a return in a path."""

    return_id: Id


class BannerShown(BaseModel):
    """The prompt of a return for the app's confirmation screen."""

    prompt_id: UUID
    choice: Annotated[PromptChoice, Field(description="what to show now")]
    title: str
    text: Annotated[str, Field(description="below the title; it may be empty")]
    image: Annotated[str | None, Field(description="the address of the offer's picture")]
    link: Annotated[str | None, Field(description="the page to open; a visit to an offer's link is a click")]
    shown: Annotated[bool, Field(description="the offer was shown, here or in its message")]


@make_endpoint(
    SEND_PROMPT, scope="events", takes=ReturnTold, answers={202: PromptDecided}, examples={"": ReturnTold.EXAMPLE}
)
async def send_prompt(call: ApiCall, told: ReturnTold) -> ApiReply:
    """Tell of a completed return

    Parley decides at once what the return becomes: an offer of a partner, the exchange page, the donation page, or a
    notice that the return is complete. The message leaves later, with other returns of the same person. No consent, an
    unknown brand and no offer are answers with their reason. The first decision on a return stays. The event
    return.completed leads to the same decision.
    """
    event = told.build_event(call.api.now())

    async def work(turn: Turn) -> DecidedPrompt:
        return await return_intake.take_return(turn, event, told.brand or "", call.raw)

    decided = await call.api.turns.act(call.business, work)
    prompt = decided.prompt
    body = {"prompt_id": str(prompt.id), "duplicate": decided.duplicate}
    return ApiReply(202, {**body, "choice": prompt.choice.value, "reason": prompt.reason.value})


@make_endpoint(SHOW_PROMPT, scope="read", takes=ReturnNamed, answers={200: BannerShown}, refuses=(Code.NOT_FOUND,))
async def show_prompt(call: ApiCall, named: ReturnNamed) -> ApiReply:
    """Show the prompt of a return

    For the screen after a return. The offer counts as shown, once; a HEAD request counts nothing. An offer that has
    ended, or that the person's consent no longer permits, is replaced by the notice.
    """
    counts = not call.route.startswith("HEAD ")

    async def work(turn: Turn) -> Banner | None:
        return await prompt_banner.load_banner(turn, named.return_id, counts=counts)

    banner = await call.api.turns.act(call.business, work)
    if banner is None:
        raise ApiRefused(Code.NOT_FOUND, f"no prompt is known of a return {named.return_id}", "return_id")
    return ApiReply(200, _show(banner))


def _show(banner: Banner) -> dict[str, Any]:
    return {
        "prompt_id": str(banner.prompt.id), "choice": banner.choice.value, "title": banner.title, "text": banner.text,
        "image": banner.image or None, "link": banner.link or None, "shown": banner.shown,
    }  # fmt: skip
