"""The form of an offer: the texts of its fields, and the wish that they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from flows.actor import Actor
from flows.moment_bounds import resolve_moment
from flows.money import Money
from flows.phrase import Text, phrase
from flows.promotions.audience_choices import REASONS, AudienceChoices, read_choices, write_choices
from flows.promotions.promotion import Content, Promotion, PromotionLimits
from flows.promotions.sponsor import Sponsor
from handlers.engine.turn import Turn
from handlers.returns.promotion_audience import Reach, estimate_reach
from handlers.returns.promotion_changes import PromotionRefused, PromotionWish, change_promotion, create_promotion
from handlers.returns.promotion_checks import check_wish
from handlers.returns.sponsor_chat.sponsor_command import read_amount
from storage.events.event_inbox import event_id
from storage.promotions.promotions import Promotions
from storage.promotions.sponsors import Sponsors

T = TypeVar("T")
_SOURCE = "offer form"
_LONGEST_WORD, _MOST_WORDS = 60, 20
_FIELDS = {"expiry": "ends", "partner": "brand", "status": "brand", "version": "title", "price": "budget"}
"""Where the form shows the refusal of a field that it lacks."""


class FormRefused(Exception):
    """A refused form: what is wrong, by field."""

    def __init__(self, wrong: Mapping[str, Text]) -> None:
        super().__init__(", ".join(wrong))
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class OfferFields:
    """The fields as texts, as people typed them. ``image`` is the id of a kept picture; ``once`` makes a form that is
    submitted twice one offer. ``version`` is that of the offer when the form was opened; "" for a new one. ``is_own``:
    the audience has criteria that the form cannot show, and keeps them.
    """

    brand: str = ""
    title: str = ""
    text: str = ""
    url: str = ""
    image: str = ""
    starts: str = ""
    ends: str = ""
    customers: str = ""
    reasons: tuple[str, ...] = ()
    categories: str = ""
    cities: str = ""
    budget: str = ""
    daily_cap: str = ""
    once: str = ""
    version: str = ""
    is_own: bool = False


async def load_fields(turn: Turn, sponsor: Sponsor, promotion: Promotion | None) -> OfferFields:
    """Return the fields of an offer, or those of a new one: the sponsor's first brand, and a month."""
    if promotion is None:
        brands = await turn.unit.of(Sponsors).brands(sponsor.id)
        ends = (turn.today + timedelta(days=30)).isoformat()
        return OfferFields(brand=next(iter(brands), ""), ends=ends, once=turn.unit.ids.make().hex)
    limits, content = promotion.limits, promotion.latest
    assert content is not None, "an offer has content"
    choices = read_choices(limits.audience)
    asked = choices or AudienceChoices()
    return OfferFields(
        promotion.brand, content.title, content.text, content.url, content.image,
        starts=_format_day(turn, limits.starts_at), ends=_format_day(turn, _step_back(limits.expires_at)),
        customers=asked.customers, reasons=asked.reasons, categories=", ".join(asked.categories),
        cities=", ".join(asked.cities), budget=_format_money(limits.budget), daily_cap=_format_money(limits.daily_cap),
        is_own=choices is None,
    )  # fmt: skip


async def check_reach(turn: Turn, sponsor: Sponsor, fields: OfferFields, promotion: Promotion | None) -> Reach:
    """Return the reach of the form's audience. Raises FormRefused as ``save_fields`` does."""
    wish = read_wish(turn, sponsor, fields, promotion)
    try:
        await check_wish(turn, sponsor, wish, Actor.sponsor(sponsor.id), promotion)
        return await estimate_reach(turn, sponsor, fields.brand, wish.limits.audience)
    except PromotionRefused as no:
        raise FormRefused({_FIELDS.get(no.field, no.field): no.text}) from None


async def save_fields(turn: Turn, sponsor: Sponsor, fields: OfferFields, promotion: Promotion | None) -> Promotion:
    """Store an offer as the form says; a form that was stored before makes no second one. Raises FormRefused."""
    wish, by = read_wish(turn, sponsor, fields, promotion), Actor.sponsor(sponsor.id)
    try:
        if promotion is not None:
            return await change_promotion(turn, promotion, wish, by)
        which = event_id(turn.business.id, f"{_SOURCE}:{sponsor.id}", fields.once)
        await turn.unit.of(Sponsors).hold(sponsor.id)  # a form that is submitted twice at once
        known = await turn.unit.of(Promotions).get(which)
        return known or await create_promotion(turn, sponsor, wish, by, which)
    except PromotionRefused as no:
        raise FormRefused({_FIELDS.get(no.field, no.field): no.text}) from None


def read_wish(turn: Turn, sponsor: Sponsor, fields: OfferFields, promotion: Promotion | None) -> PromotionWish:
    """Return the wish of the fields, with their dates as days of the business. Raises FormRefused with all of them that
    cannot be read, and for an offer that was changed since the form was opened."""
    wrong: dict[str, Text] = {}
    if promotion is not None and fields.version not in {"", str(promotion.version)}:
        wrong["version"] = phrase("page_offer_moved")
    starts, last = (
        _try(wrong, fields, name, lambda typed: _start_day(turn, typed), "page_day_unread")
        for name in ("starts", "ends")
    )
    before = promotion.limits if promotion else PromotionLimits(datetime.max.replace(tzinfo=UTC))
    budget, daily_cap = (
        _try(wrong, fields, name, lambda typed, now=now: _read_money(typed, now), "page_money_unread")  # type: ignore[misc]
        for name, now in (("budget", before.budget), ("daily_cap", before.daily_cap))
    )
    wrong |= {
        name: phrase("page_field_empty") for name in ("title", "text", "url", "ends") if not getattr(fields, name)
    }
    if wrong or last is None:
        raise FormRefused(wrong)
    kept = promotion is not None and fields.ends == _format_day(turn, _step_back(before.expires_at))
    limits = replace(
        before,
        expires_at=before.expires_at if kept else _start_next(turn, last),
        starts_at=starts,
        audience=_write_audience(fields, promotion),
        budget=budget,
        daily_cap=daily_cap,
    )
    content = Content(fields.title.strip(), fields.text.strip(), fields.url.strip(), fields.image)
    return PromotionWish(fields.brand, content, limits)


def _try(wrong: dict[str, Text], fields: OfferFields, field: str, read: Callable[[str], T], otherwise: str) -> T | None:
    """Return the value of a field, None for an empty one; note what is wrong with one that cannot be read."""
    typed = str(getattr(fields, field)).strip()
    try:
        return read(typed) if typed else None
    except ValueError:
        wrong[field] = phrase(otherwise)
        return None


def _write_audience(fields: OfferFields, promotion: Promotion | None) -> str:
    if fields.is_own and promotion is not None:
        return promotion.limits.audience
    reasons = tuple(one for one in fields.reasons if one in REASONS)
    customers = fields.customers if fields.customers in {"yes", "no"} else ""
    return write_choices(AudienceChoices(customers, reasons, _split(fields.categories), _split(fields.cities)))


def _split(typed: str) -> tuple[str, ...]:
    words = (word.strip()[:_LONGEST_WORD] for word in typed.replace("\n", ",").split(","))
    return tuple(filter(None, words))[:_MOST_WORDS]


def _read_money(typed: str, now: int | None) -> int:
    """Return micro-units of an amount; those of ``now`` if they stay as they were shown. Raises ValueError."""
    if now is not None and typed == _format_money(now):
        return now
    return Money.parse(read_amount(typed), "").micros


def _start_day(turn: Turn, typed: str) -> datetime:
    """Return the start of a typed day. Raises ValueError for other texts, and days that nobody means."""
    return resolve_moment(datetime.combine(date.fromisoformat(typed), time(), turn.zone))


def _start_next(turn: Turn, day: datetime) -> datetime:
    following = day.astimezone(turn.zone).date() + timedelta(days=1)
    return datetime.combine(following, time(), turn.zone).astimezone(UTC)


def _step_back(moment: datetime) -> datetime:
    return moment - timedelta(microseconds=1)


def _format_day(turn: Turn, moment: datetime | None) -> str:
    return moment.astimezone(turn.zone).date().isoformat() if moment else ""


def _format_money(micros: int | None) -> str:
    return "" if micros is None else str(Money(micros, ""))
