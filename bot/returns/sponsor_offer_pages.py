"""The pages of a sponsor's offers: the list, one offer with its previews, and the form that makes or changes one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from aiohttp import web

from bot.returns.sponsor_pages import load_sponsor
from bot.returns.sponsor_words import SponsorWords
from bot.web.form_fields import PageForm
from bot.web.page_visit import PageVisit
from bot.web.session_pages import SessionPages
from flows.actor import Actor
from flows.phrase import Text
from flows.promotions.promotion import Content, Price, PricedBy, Promotion, PromotionStatus
from flows.promotions.sponsor import Sponsor
from handlers.engine.turn import Turn
from handlers.returns.offer_terms import describe_price, describe_status, describe_terms, find_own, get_title
from handlers.returns.promotion_changes import (
    PromotionRefused,
    end_promotion,
    pause_promotion,
    resume_promotion,
    submit_promotion,
)
from handlers.returns.sponsor_page.offer_form import (
    FormRefused,
    OfferFields,
    check_reach,
    load_fields,
    read_wish,
    save_fields,
)
from handlers.returns.sponsor_page.offer_preview import make_picture_path, preview_messages
from storage.promotions.promotions import Promotions
from storage.promotions.sponsors import Sponsors

KeepImage: TypeAlias = Callable[[str, Sponsor, bytes], Awaitable[str]]
"""Stores a picture of a business's sponsor and returns its id. Raises PromotionRefused for one that cannot be shown."""
LARGEST_FILE = 8 * 2**20
"""Bytes of a picture that are read, so that the form can explain that less are allowed and keep what was typed."""
_TYPED = (
    "brand", "title", "text", "url", "starts", "ends", "customers", "categories", "cities", "budget", "daily_cap",
    "once", "version",
)  # fmt: skip
_DEEDS: Mapping[str, Callable[[Turn, Promotion, Actor], Awaitable[Promotion]]] = {
    "send": submit_promotion, "pause": pause_promotion, "resume": resume_promotion, "end": end_promotion,
}  # fmt: skip
_MAY = {PromotionStatus.DRAFT: ("send",), PromotionStatus.LIVE: ("pause",), PromotionStatus.PAUSED: ("resume",)}
"""The buttons for an offer in each state, beside those to change and to end it."""
_DESCRIBES: Mapping[str, Any] = {
    "get_title": get_title,
    "describe_status": describe_status,
    "describe_terms": describe_terms,
}


@dataclass(frozen=True, slots=True)
class SponsorOfferPages:
    """``/page/partner`` and below it ``offers/…``."""

    pages: SessionPages
    keep_image: KeepImage

    def add_to(self, app: web.Application) -> None:
        """Add the routes."""
        self.pages.add_page(app, "", self.list_offers)
        self.pages.add_page(app, "/offers/new", self.show_form)
        self.pages.add_form(app, "/offers/new", self.take_form)
        self.pages.add_page(app, "/offers/{id}", self.show_offer)
        self.pages.add_form(app, "/offers/{id}", self.change_state)
        self.pages.add_page(app, "/offers/{id}/edit", self.show_form)
        self.pages.add_form(app, "/offers/{id}/edit", self.take_form)

    async def list_offers(self, visit: PageVisit) -> web.Response:
        """Return the sponsor's offers, newest first."""

        async def look(turn: Turn) -> web.Response:
            sponsor, rows = await load_sponsor(turn, visit), await turn.unit.of(Promotions).of(visit.subject)
            brands, standing = await turn.unit.of(Sponsors).brands(sponsor.id), sponsor.status.value
            return _render(turn, visit, "partner/offers.html", rows=rows, standing=standing, brands=brands)

        return await visit.look(look)

    async def show_offer(self, visit: PageVisit) -> web.Response:
        """Return an offer with its state, terms and previews; 404 for another sponsor's."""
        return await visit.look(lambda turn: _render_offer(turn, visit, {}))

    async def change_state(self, visit: PageVisit, form: PageForm) -> web.Response:
        """Send an offer for approval, pause, resume or end it; a refusal is shown above the offer."""
        deed = _DEEDS.get(form.get("do"))

        async def act(turn: Turn) -> None:
            offer = await _find_offer(turn, visit)
            if deed is not None:
                await deed(turn, offer, Actor.sponsor(visit.subject))

        try:
            await visit.act(act)
        except PromotionRefused as no:
            wrong = {"offer": no.text}
            return await visit.look(lambda turn: _render_offer(turn, visit, wrong))
        return visit.redirect(f"offers/{visit.http.match_info['id']}{'?done' if deed else ''}")

    async def show_form(self, visit: PageVisit) -> web.Response:
        """Return the form of a new offer, or of one to change."""

        async def look(turn: Turn) -> web.Response:
            offer = await _find_edited(turn, visit)
            return await _render_form(turn, visit, await load_fields(turn, await load_sponsor(turn, visit), offer))

        return await visit.look(look)

    async def take_form(self, visit: PageVisit, form: PageForm) -> web.Response:
        """Save the form, or check it: the reach and the previews are shown, and nothing is changed."""
        fields, wrong = await self._read_fields(visit, form)
        if wrong or form.get("do") == "check":
            return await visit.look(lambda turn: _check(turn, visit, fields, wrong))

        async def act(turn: Turn) -> str:
            sponsor, offer = await load_sponsor(turn, visit), await _find_edited(turn, visit)
            return str((await save_fields(turn, sponsor, fields, offer)).id)

        try:
            which = await visit.act(act)
        except FormRefused as no:
            refused = no.wrong
            return await visit.look(lambda turn: _check(turn, visit, fields, refused))
        return visit.redirect(f"offers/{which}?done")

    async def _read_fields(self, visit: PageVisit, form: PageForm) -> tuple[OfferFields, Mapping[str, Text]]:
        """Return what was typed, with the id of the picture, which is kept also for a form with errors."""

        async def look(turn: Turn) -> tuple[Sponsor, OfferFields]:
            offer = await _find_edited(turn, visit)
            own = offer is not None and (await load_fields(turn, await load_sponsor(turn, visit), offer)).is_own
            typed = {name: form.get(name) for name in _TYPED}
            image = "" if form.get("no_image") else form.get("kept_image")
            fields = OfferFields(**typed, image=image, reasons=form.list("reasons"), is_own=own)
            return await load_sponsor(turn, visit), fields

        sponsor, fields = await visit.look(look)
        data = form.files.get("image")
        if not data:
            return fields, {}
        try:
            return replace(fields, image=await self.keep_image(visit.business, sponsor, data)), {}
        except PromotionRefused as no:
            return fields, {"image": no.text}


async def _render_form(
    turn: Turn, visit: PageVisit, fields: OfferFields, wrong: Mapping[str, Text] | None = None, **more: Any
) -> web.Response:
    """Return the page of the form with these fields and errors."""
    sponsor, offer = await load_sponsor(turn, visit), await _find_edited(turn, visit)
    brands, fees = await turn.unit.of(Sponsors).brands(sponsor.id), sponsor.fees
    price = describe_price(offer.price if offer else Price(PricedBy.CLICK, fees.click, fees.currency))
    shown = {"offer": offer, "fields": fields, "brands": brands, "currency": fees.currency}
    shown |= {"reach": None, "previews": (), "content": None, "picture": "", "price": price} | more
    return _render(turn, visit, "partner/form.html", wrong, **shown)


async def _check(turn: Turn, visit: PageVisit, fields: OfferFields, wrong: Mapping[str, Text]) -> web.Response:
    """Return the form with its errors, or with the reach and the previews."""
    sponsor, offer = await load_sponsor(turn, visit), await _find_edited(turn, visit)
    try:
        content = read_wish(turn, sponsor, fields, offer).content
        reach = None if wrong else await check_reach(turn, sponsor, fields, offer)
    except FormRefused as no:
        return await _render_form(turn, visit, fields, {**no.wrong, **wrong})
    if wrong:
        return await _render_form(turn, visit, fields, wrong)
    shown = await _preview(turn, sponsor, content, fields.brand)
    return await _render_form(turn, visit, fields, reach=reach, **shown)


async def _preview(turn: Turn, sponsor: Sponsor, content: Content, brand: str) -> Mapping[str, Any]:
    brands = await turn.unit.of(Sponsors).brands(sponsor.id)
    messages = preview_messages(turn, sponsor, content, brands.get(brand, sponsor.name))
    return {"previews": messages, "content": content, "picture": make_picture_path(turn, content), "brands": brands}


async def _render_offer(turn: Turn, visit: PageVisit, wrong: Mapping[str, Text]) -> web.Response:
    offer = await _find_offer(turn, visit)
    assert offer.latest is not None, "an offer has content"
    shown = await _preview(turn, await load_sponsor(turn, visit), offer.latest, offer.brand)
    shown = {**shown, "deeds": _MAY.get(offer.status, ()), "done": "done" in visit.http.query}
    return _render(turn, visit, "partner/offer.html", wrong, offer=offer, **shown)


def _render(
    turn: Turn, visit: PageVisit, template: str, wrong: Mapping[str, Text] | None = None, **values: Any
) -> web.Response:
    """Return a page whose template may describe offers; ``wrong`` are errors by field."""
    words = SponsorWords.load(turn, visit.locale)
    errors = {field: words.say(text) for field, text in (wrong or {}).items()}
    return visit.render(template, status=422 if wrong else 200, words=words, wrong=errors, **_DESCRIBES, **values)


async def _find_offer(turn: Turn, visit: PageVisit) -> Promotion:
    """Return the offer of the path. Raises HTTPNotFound unless it is the sponsor's own."""
    found = await find_own(turn, visit.subject, visit.http.match_info["id"])
    if found is None:
        raise web.HTTPNotFound
    return found


async def _find_edited(turn: Turn, visit: PageVisit) -> Promotion | None:
    """Return the offer that a form is about, None for a new one; an ended one cannot be changed."""
    if "id" not in visit.http.match_info:
        return None
    offer = await _find_offer(turn, visit)
    if offer.status is PromotionStatus.ENDED:
        raise web.HTTPNotFound
    return offer
