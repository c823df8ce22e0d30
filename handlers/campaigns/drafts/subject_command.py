"""/campaign subject: the subjects of a campaign's mails, one for each variant."""

from __future__ import annotations

from flows.campaigns.campaign import Campaign
from flows.campaigns.campaign_arms import merge_texts
from flows.campaigns.campaign_texts import CampaignText
from flows.campaigns.mail_subjects import LONGEST_SUBJECT, has_subjects, list_subjects, set_subjects
from flows.phrase import Ours, phrase
from handlers.campaigns.campaign_reference import find_leading_campaign, make_safe_id
from handlers.campaigns.drafts.campaign_draft import EditCampaign
from handlers.campaigns.drafts.campaign_grammar import answer_unknown, get_text_behind, no
from handlers.campaigns.drafts.draft_wordings import split_wordings, take_readers
from handlers.staff_chat.command_arguments import FoundArgument, Known, Missing
from handlers.staff_chat.staff_command import IssuedCommand, Reply

_IT, _NONE = "x", "none"


async def read_subject(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Parse the campaign and its subjects, or ask for them. "none" leaves them to the words."""
    named = await find_leading_campaign(asked.turn, get_text_behind(asked)) if words else None
    if named is None:
        return answer_unknown(" ".join(words)) if words else Missing()
    campaign, rest = named
    if not has_subjects(campaign.channels):
        return no(phrase("campaign_subject_nowhere", name=campaign.name))
    told, readers = take_readers(f"{_IT}{rest}")
    text = " ".join(told.removeprefix(_IT).split()).removeprefix(":").strip()
    if not text:
        now = ", ".join(f"{variant}: “{one}”" for variant, one in list_subjects(campaign.texts).items())
        return Reply(
            phrase("campaign_subject_ask", name=campaign.name, subjects=Ours(now), most=LONGEST_SUBJECT),
            ((_NONE, phrase("button_no_subject")),),
            asks=("subject", make_safe_id(campaign)),
            written=True,
            drafts=True,
        )
    return FoundArgument(EditCampaign(campaign.id, texts=_read_subjects(campaign, text, readers.locale)))


def _read_subjects(campaign: Campaign, text: str, locale: str) -> tuple[CampaignText, ...]:
    """Return the campaign's texts with the typed subjects: one for all variants, or one for each letter."""
    if text.casefold() == _NONE:
        bare = set_subjects(campaign.texts, dict.fromkeys(campaign.variants, ""), locale)
        return bare if campaign.terms.arms else merge_texts(bare)
    typed = split_wordings(text)
    one_for_all = {variant: typed[0].text for variant in campaign.variants}
    subjects = one_for_all if len(typed) == 1 else {one.variant: one.text for one in typed}
    return set_subjects(campaign.texts, subjects, locale)
