"""Replies to staff members who change or test a campaign, or ask for its figures."""

from __future__ import annotations

from dataclasses import dataclass

from flows.campaigns.campaign import UNLAUNCHED, Campaign, CampaignStatus
from flows.campaigns.campaign_texts import CampaignText, list_required
from flows.message_files import Attachment
from flows.phrase import At, Lines, Ours, Text, phrase
from handlers.campaigns.campaign_reference import make_more_budget_tap, to_tap
from handlers.campaigns.drafts.draft_card import make_buttons
from handlers.staff_chat.staff_command import Reply
from templates import formats


@dataclass(frozen=True, slots=True)
class EditedCampaign:
    """A campaign before and after a change."""

    before: Campaign
    now: Campaign

    @property
    def has_other_words(self) -> bool:
        """Return True if a text of the campaign or of its follow-ups has changed."""
        return self.before.texts != self.now.texts or self.before.terms.follow_ups != self.now.terms.follow_ups

    @property
    def went_along(self) -> tuple[CampaignText, ...]:
        """Return the texts for single languages or channels that the change removed."""
        before, there = self.before.texts, {(one.locale, one.channel) for one in self.now.texts}
        if all(one.locale or one.channel for one in before):  # ready ones, in each language
            return ()
        gone = [one for one in before if (one.locale, one.channel) not in there]
        return tuple({(one.locale, one.channel): one for one in gone}.values())

    @property
    def may_lack(self) -> str:
        """Format the new placeholders with no fallback: people with no value for them are skipped. "" if none."""
        return ", ".join(
            f"{{{one}}}" for one in sorted(list_required(self.now.texts) - list_required(self.before.texts))
        )

    @property
    def has_other_name(self) -> bool:
        """Return True if the campaign's name has changed."""
        return self.before.name != self.now.name

    @property
    def replaces_a_follow_up(self) -> bool:
        """Return True if the change replaces an existing follow-up."""
        before = {one.after: one for one in self.before.terms.follow_ups}
        return any(before.get(one.after, one) != one for one in self.now.terms.follow_ups)


@dataclass(frozen=True, slots=True)
class ResumedCampaign:
    """A resumed campaign; its budget ``lasts`` for about this many more messages, None if for all of them."""

    campaign: Campaign
    lasts: int | None


def answer_draft(done: Campaign) -> Text:
    """Reply that the draft is saved and its preview is coming."""
    return phrase("campaign_drafted", name=done.name)


def answer_edit(done: EditedCampaign) -> Text:
    """Reply with the changes that were made."""
    now = done.now
    if now.status in UNLAUNCHED:
        lines = [answer_draft(now)]
    else:
        lines = [phrase("campaign_renamed", name=now.name)] if done.has_other_name else []
        lines += [phrase("campaign_reworded", name=now.name)] if done.has_other_words else []
        lines += [phrase("campaign_words_lack", places=Ours(done.may_lack))] if done.may_lack else []
        if now.terms.budget != done.before.terms.budget:
            lines.append(_describe_budget(now))
    if now.status is CampaignStatus.PAUSED and done.before.status is not CampaignStatus.PAUSED:
        lines.append(phrase("campaign_held_for_another"))
    if done.replaces_a_follow_up:
        lines.append(phrase("campaign_follow_replaced"))
    if done.went_along:
        whose = Lines(tuple(_readers(one) for one in done.went_along), ", ")
        lines.append(phrase("campaign_words_went_along", whose=whose))
    return Lines(tuple(lines)) if lines else phrase("campaign_as_it_was", name=now.name)


def _readers(text: CampaignText) -> Ours:
    """Format a language and a channel as /template names them: "es", "es SMS"."""
    return Ours(" ".join(one for one in (text.locale, formats.channel(text.channel) if text.channel else "") if one))


def _describe_budget(now: Campaign) -> Text:
    budget = now.terms.budget
    if budget is None:
        return phrase("campaign_budget_dropped", name=now.name)
    return phrase("campaign_budget_now", name=now.name, budget=budget)


def answer_launch(done: Campaign) -> Reply:
    """Reply that the campaign is being sent, is scheduled, or waits for a second confirmation."""
    if done.status in UNLAUNCHED:
        return Reply(phrase("campaign_awaits_second", name=done.name))
    first = min(done.hours, key=lambda one: one.at)
    begun = first.local is None and first.at <= done.updated_at
    said = phrase("campaign_goes_out" if begun else "campaign_launched", name=done.name, at=At(first.at))
    buttons = (to_tap(done), phrase("button_details")), (to_tap(done, "pause"), phrase("button_pause_campaign"))
    return Reply(said, buttons)


def answer_pause(done: Campaign) -> Reply:
    """Reply that the campaign is paused, with the button that resumes it."""
    said = phrase("campaign_paused", name=done.name, ends=At(done.latest) if done.latest is not None else None)
    return Reply(said, ((to_tap(done, "resume"), phrase("button_resume_campaign")),))


def answer_resume(done: ResumedCampaign) -> Text:
    """Reply that the campaign continues, and for how many messages its budget lasts."""
    said = phrase("campaign_resumed", name=done.campaign.name)
    budget = done.campaign.terms.budget
    if budget is None or done.lasts is None:
        return said
    more = make_more_budget_tap(done.campaign, budget)
    return Lines((said, phrase("campaign_budget_lasts", many=done.lasts, more=more)))


def answer_cancel(done: Campaign) -> Text:
    """Reply that the campaign is cancelled."""
    return phrase("campaign_cancelled", name=done.name)


def answer_test(done: Campaign) -> Reply:
    """Reply to a test, with the buttons that change the campaign or show its preview for the launch."""
    launch = ((to_tap(done, "launch"), phrase("button_launch")),) if done.status in UNLAUNCHED else ()
    return Reply(phrase("campaign_tested", name=done.name), (*launch, *make_buttons(done)))


def answer_chart(_name: str) -> Text:
    """Reply that the picture is coming."""
    return phrase("chart_comes")


def answer_table(done: tuple[str, Attachment]) -> Reply:
    """Reply with the table as a file."""
    name, file = done
    return Reply(phrase("campaign_of_chart", name=name), attachment=file)
