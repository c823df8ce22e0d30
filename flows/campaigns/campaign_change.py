"""The changeable fields of a campaign at a moment, which the undo of a change restores."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time

from flows.audience.criteria import Criteria
from flows.campaigns.campaign import Campaign
from flows.campaigns.campaign_terms import Terms
from flows.campaigns.campaign_texts import CampaignText
from flows.campaigns.send_schedule import Schedule
from flows.campaigns.wording_contest import WordingContest


@dataclass(frozen=True, slots=True)
class CampaignSetting:
    """The fields of a campaign other than its people and texts. ``local`` is the time of day in each person's own zone
    ("18:00"); ``name`` is "" in records from before campaigns could be renamed."""

    phrase: str
    channels: tuple[str, ...]
    at: datetime
    local: str | None
    at_once: bool
    holdout: float
    terms: Terms
    contest: WordingContest | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class CampaignBefore:
    """The people, texts and setting of a campaign before a change."""

    criteria: Criteria
    texts: tuple[CampaignText, ...]
    setting: CampaignSetting

    def restore(self, campaign: Campaign) -> Campaign:
        """Return the campaign with these values restored."""
        one = self.setting
        local = time.fromisoformat(one.local) if one.local else None
        return replace(
            campaign,
            name=one.name or campaign.name,
            criteria=self.criteria,
            texts=self.texts,
            phrase=one.phrase,
            channels=one.channels,
            schedule=Schedule(one.at, local, one.at_once),
            holdout=one.holdout,
            terms=one.terms,
            contest=one.contest,
        )

    def is_of(self, campaign: Campaign) -> bool:
        """Return True if the campaign still has these values."""
        return self.restore(campaign) == campaign

    def fits_a_launched(self, campaign: Campaign) -> bool:
        """Return True if the restore changes only texts, name and budget, and removes no variant, as a launched
        campaign requires."""
        back = self.restore(campaign)
        terms = replace(back.terms, budget=campaign.terms.budget)
        return (
            back.variants == campaign.variants
            and replace(back, name=campaign.name, texts=campaign.texts, terms=terms) == campaign
        )


def get_setting(campaign: Campaign) -> CampaignSetting:
    """Return a campaign's fields other than its people and texts."""
    due = campaign.schedule
    local = due.local.isoformat("minutes") if due.local else None
    told = (campaign.phrase, campaign.channels, due.at, local, due.at_once, campaign.holdout)
    return CampaignSetting(*told, campaign.terms, campaign.contest, campaign.name)
