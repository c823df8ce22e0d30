"""The pages of a sponsor's offers: the list, one offer with its previews, and the form that makes or changes one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from aiohttp import web

from bot.returns.sponsor_pages import load_sponsor
from bot.returns.sponsor_words import SponsorWords
from bot.web.form_fields import PageForm
from bot.web.page_visit import PageVisit
from bot.web.session_pages import SessionPages
from flows.actor import Actor
from flows.money import Money
from flows.promotions.promotion import Content, Promotion, PromotionStatus
from flows.promotions.sponsor import Sponsor
from handlers.engine.person_language import load_speech
from handlers.engine.turn import Turn
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
    find_own,
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
    "once",
)  # fmt: skip
_DEEDS: Mapping[str, Callable[[Turn, Promotion, Actor], Awaitable[Promotion]]] = {
    "send": submit_promotion, "pause": pause_promotion, "resume": resume_promotion, "end": end_promotion,
}  # fmt: skip
_MAY: Mapping[PromotionStatus, Sequence[str]] = {
    PromotionStatus.DRAFT: ("send",),
    PromotionStatus.WAITING: (),
    PromotionStatus.LIVE: ("pause",),
    PromotionStatus.PAUSED: ("resume",),
    PromotionStatus.ENDED: (),
}
"""The buttons for an offer in each state, beside those to change and to end it."""


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
            sponsor, words = await load_sponsor(turn, visit), SponsorWords(visit.locale, turn.zone)
            rows = [_describe_row(words, one) for one in await turn.unit.of(Promotions).of(sponsor.id)]
            brands = await turn.unit.of(Sponsors).brands(sponsor.id)
            return visit.render("partner/offers.html", rows=rows, standing=sponsor.status.value, can_add=bool(brands))

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
        return visit.redirect(f"offers/{visit.http.match_info['id']}?done={form.get('do') if deed else ''}")

    async def show_form(self, visit: PageVisit) -> web.Response:
        """Return the form of a new offer, or of one to change."""

        async def look(turn: Turn) -> web.Response:
            sponsor, offer = await load_sponsor(turn, visit), await _find_edited(turn, visit)
            return await _FormPage(turn, visit, sponsor, offer).render(await load_fields(turn, sponsor, offer))

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
        return visit.redirect(f"offers/{which}?done=saved")

    async def _read_fields(self, visit: PageVisit, form: PageForm) -> tuple[OfferFields, Mapping[str, Any]]:
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


class _FormPage:
    """The page of the form."""

    def __init__(self, turn: Turn, visit: PageVisit, sponsor: Sponsor, offer: Promotion | None) -> None:
        self._turn, self._visit, self._sponsor, self._offer = turn, visit, sponsor, offer

    async def render(self, fields: OfferFields, wrong: Mapping[str, Any] | None = None, **more: Any) -> web.Response:
        """Return the page with these fields and errors."""
        turn, visit, sponsor = self._turn, self._visit, self._sponsor
        words, speech = SponsorWords(visit.locale, turn.zone), load_speech(turn, visit.locale)
        brands = await turn.unit.of(Sponsors).brands(sponsor.id)
        price = self._offer.price if self._offer else None
        paid = Money(price.micros, price.currency) if price else Money(sponsor.fees.click, sponsor.fees.currency)
        by = price.by.value if price else "click"
        return visit.render(
            "partner/form.html",
            status=422 if wrong else 200,
            offer=self._offer,
            fields=fields,
            wrong={field: speech.say(text) for field, text in (wrong or {}).items()},
            brands=list(brands.items()),
            price=words.words["terms"][f"per_{by}"].format(price=words.money(paid)),
            currency=sponsor.fees.currency,
            **{"reach": None, "previews": (), "content": None, "picture": ""} | more,
        )


async def _check(turn: Turn, visit: PageVisit, fields: OfferFields, wrong: Mapping[str, Any]) -> web.Response:
    """Return the form with its errors, or with the reach and the previews."""
    sponsor, offer = await load_sponsor(turn, visit), await _find_edited(turn, visit)
    page = _FormPage(turn, visit, sponsor, offer)
    try:
        content = read_wish(turn, sponsor, fields, offer).content
    except FormRefused as no:
        return await page.render(fields, {**no.wrong, **wrong})
    if wrong:
        return await page.render(fields, wrong)
    shown = await _preview(turn, sponsor, content, fields.brand)
    return await page.render(fields, reach=await check_reach(turn, fields), **shown)


async def _preview(turn: Turn, sponsor: Sponsor, content: Content, brand: str) -> Mapping[str, Any]:
    brands = await turn.unit.of(Sponsors).brands(sponsor.id)
    messages = preview_messages(turn, sponsor, content, brands.get(brand, sponsor.name))
    return {"previews": messages, "content": content, "picture": make_picture_path(turn, content)}


async def _render_offer(turn: Turn, visit: PageVisit, wrong: Mapping[str, Any]) -> web.Response:
    sponsor, offer = await load_sponsor(turn, visit), await _find_offer(turn, visit)
    words, speech = SponsorWords(visit.locale, turn.zone), load_speech(turn, visit.locale)
    content = offer.latest
    assert content is not None, "an offer has content"
    fields = await load_fields(turn, sponsor, offer)
    shown = await _preview(turn, sponsor, content, offer.brand)
    return visit.render(
        "partner/offer.html",
        status=422 if wrong else 200,
        offer=offer,
        state=_name_state(offer),
        terms=words.list_terms(offer, fields),
        deeds=_MAY[offer.status],
        wrong={field: speech.say(text) for field, text in wrong.items()},
        done=visit.http.query.get("done", ""),
        **shown,
    )


def _describe_row(words: SponsorWords, offer: Promotion) -> Mapping[str, str]:
    spent = words.money(Money(offer.counts.spent, offer.price.currency))
    title = offer.latest.title if offer.latest else ""
    return {"id": str(offer.id), "title": title, "state": _name_state(offer), "spent": spent}


def _name_state(offer: Promotion) -> str:
    """Return the name of what the sponsor should know: its state, a change that waits, or a rejection."""
    if offer.rejection and offer.status is not PromotionStatus.ENDED:
        return "rejected" if offer.content is None else f"{offer.status.value}_rejected"
    if offer.content is not None and offer.proposed is not None and offer.status is not PromotionStatus.ENDED:
        return f"{offer.status.value}_changing"
    return offer.status.value


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
