"""``POST /api/v1/offers/images``: upload a picture for an offer."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from handlers.api.api_refusals import ApiRefused, Code, refuse_while_away
from handlers.api.endpoint import ApiCall, ApiReply, Upload, make_endpoint
from handlers.engine.person_language import ENGLISH
from handlers.engine.turn import Turn
from handlers.returns.api.partner_lookup import PartnerName, get_partner
from handlers.returns.api.routes import UPLOAD_IMAGE
from handlers.returns.offer_images import MOST_BYTES, make_image_id, make_image_link, name_image, refuse_image


class ImageOf(BaseModel):
    """The partner of a picture."""

    partner: Annotated[PartnerName | None, Field(description="a partner's own key needs none")] = None


class ImageKept(BaseModel):
    """A stored picture."""

    image: Annotated[str, Field(description="its id, for an offer")]
    url: Annotated[str, Field(description="shows it once it is approved; a path if the business has no public domain")]


@make_endpoint(
    UPLOAD_IMAGE,
    scope="write",
    takes=ImageOf,
    answers={201: ImageKept},
    refuses=(Code.NOT_FOUND, Code.CONFLICT),
    upload=Upload("image/*", MOST_BYTES, "(the bytes of a PNG, JPEG or WebP)"),
    sponsors=True,
)
async def upload_image(call: ApiCall, of: ImageOf) -> ApiReply:
    """Upload a picture for an offer

    The body is a PNG, JPEG or WebP of at most 5 MiB and 24 megapixels. It is decoded, scaled to at most 1600 pixels,
    and stored without its metadata. A picture at a URL is not fetched. 409 for a file that is no picture.
    """

    async def name(turn: Turn) -> tuple[str, str, str]:
        image = make_image_id(turn, await get_partner(call, turn, of.partner))
        return image, name_image(turn, image), make_image_link(turn, image)

    image, stored_as, url = await call.api.turns.look(call.business, name)
    code = await call.api.keep_image(stored_as, call.raw)
    if code in {"busy", "home"}:
        raise refuse_while_away()
    if code:
        raise ApiRefused(Code.CONFLICT, ENGLISH.say(refuse_image(code).text), "image")
    return ApiReply(201, {"image": image, "url": url})
