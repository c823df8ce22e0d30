"""The results of a campaign's forecast, counted person by person, and the warnings before a launch."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from flows.campaigns.campaign import Campaign
from flows.campaigns.campaign_course import count_days
from flows.campaigns.campaign_preview import CampaignPreview, SampleReader
from flows.campaigns.campaign_texts import WORDS
from flows.campaigns.foreign_links import find_foreign_hosts
from flows.channels import CHANNELS, WHATSAPP
from handlers.engine.turn import Turn
from storage.campaigns.campaign_mailings import TEMPLATE
from storage.store.own_codes import OwnCodes
from templates.sms_segments import find_costly_letter

_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class ForeseenReading:
    """The message for one reader, on a channel in the language of a ``locale``. ``wording`` is its text before the
    reader's values are filled in, ``text`` after that. As SMS it has ``segments`` parts; its ``price`` is in
    micro-units of the business's currency. ``waits`` is the rule that delays it, "" if none."""

    reader: SampleReader
    channel: str
    locale: str
    wording: str
    text: str
    segments: int
    price: int
    waits: str


@dataclass(slots=True)
class CampaignOutlook:
    """The figures so far, after ``judged`` people."""

    judged: int = 0
    due: dict[UUID, datetime] = field(default_factory=dict)  # by anybody with an address for it
    excluded: Counter[str] = field(default_factory=Counter)
    lacking: Counter[str] = field(default_factory=Counter)
    had: set[str] = field(default_factory=set)  # placeholders with a value for some reader
    later: Counter[str] = field(default_factory=Counter)
    by_channel: Counter[str] = field(default_factory=Counter)
    by_locale: Counter[str] = field(default_factory=Counter)
    held_out: int = 0
    cost: int = 0
    sides: dict[str, SampleReader] = field(default_factory=dict)  # by the wording, before the values of the reader
    alike: dict[str, SampleReader] = field(default_factory=dict)  # by the text
    longest: SampleReader | None = None
    length: int = 0  # of the longest text
    segments: int = 1
    costly: str = ""  # the letters of wordings that make an SMS take more segments

    def add(self, one: ForeseenReading) -> None:
        """Count a reader."""
        self.by_channel[one.channel] += 1
        self.by_locale[one.locale] += 1
        if one.waits:
            self.later[one.waits] += 1
        self.cost += one.price
        if len(self.sides) < _SAMPLES:
            self.sides.setdefault(one.wording, one.reader)
        if len(self.alike) < _SAMPLES:
            self.alike.setdefault(one.text, one.reader)
        if (one.segments, len(one.text)) > (self.segments, self.length):
            self.longest, self.segments, self.length = one.reader, one.segments, len(one.text)
        if CHANNELS[one.channel].segmented and not self.costly:
            self.costly = find_costly_letter(one.text, one.wording)

    @property
    def lacked_by_all(self) -> list[str]:
        """Return the placeholders that have no value for any reader, the most frequent first."""
        had = {*self.had, *({WORDS} if self.sides else ())}
        return [place for place, _ in self.lacking.most_common() if place not in had]

    @property
    def samples(self) -> tuple[SampleReader, ...]:
        """Return sample readers: for each wording, language and outcome of a condition, then for other texts."""
        return tuple(dict.fromkeys((*self.sides.values(), *self.alike.values())))[:_SAMPLES]


def scale(found: Counter[str], whole: float) -> dict[str, int]:
    """Scale the counts of a sample by the factor ``whole``; the largest first, zeros left out."""
    return {rule: max(1, round(many * whole)) for rule, many in found.most_common() if many}


async def few_uses(turn: Turn, campaign: Campaign, people: int) -> dict[str, str]:
    """Return a warning if more people get the shop's own code than orders can use it; its detail is how many can."""
    codes, offers = turn.unit.of(OwnCodes), campaign.offers
    for offer in campaign.terms.every_offer:
        own = await codes.find_by_name(offer.code) if offer.code is not None else None
        if own is None or own.uses is None:
            continue
        left = max(own.uses - await codes.count_uses(own), 0)
        if left < people * offers.count(offer) / len(offers):
            return {"few_uses": str(left)}
    return {}


def days_it_takes(turn: Turn, campaign: Campaign, preview: CampaignPreview) -> dict[str, str]:
    """Return a warning if the daily budget stretches the sending over days, and one if an offer ends before that."""
    days = count_days(preview, campaign.terms, turn.business)
    if days == 1:
        return {}
    last = campaign.begins + timedelta(days=days - 1)
    short = any(one.ends_at is not None and one.ends_at < last for one in campaign.terms.every_offer)
    return {"days_of_spend": str(days)} | ({"offer_ends_first": str(days)} if short else {})


def warnings_of(turn: Turn, campaign: Campaign, channels: Counter[str], tally: CampaignOutlook) -> dict[str, str]:
    """Return the warnings by name, each with a detail."""
    found: dict[str, str] = {"all_paused": "/resume"} if turn.tenant.paused_at is not None else {}
    texts = [*campaign.texts, *(one for again in campaign.terms.follow_ups for one in again.texts)]
    foreign = find_foreign_hosts([one.text for one in texts], (campaign.url, turn.link_base or ""))
    if foreign:
        found["foreign_link" if campaign.url else "untracked_link"] = ", ".join(foreign)
    if tally.costly and tally.segments > 1:
        found["costly_letter"] = tally.costly
    if channels[WHATSAPP.name] and not turn.business.approvals(WHATSAPP.name, TEMPLATE):
        found["no_template"] = str(channels[WHATSAPP.name])
    if tally.lacked_by_all:
        found["nobody_has"] = ", ".join(f"{{{place}}}" for place in tally.lacked_by_all)
    return found
