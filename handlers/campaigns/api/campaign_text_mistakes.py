"""Mistakes in a campaign's texts that involve several fields, each reported with the field to fix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence

from flows.campaigns.campaign_texts import OF_AN_OFFER, UnknownPlace, list_new_places
from flows.campaigns.mail_subjects import list_subject_places
from flows.phrase import Ours, Text, phrase
from handlers.api.api_refusals import ApiRefused, Code
from handlers.campaigns.api.campaign_resource import CampaignTold
from handlers.campaigns.api.wording_fields import CampaignTextTold
from handlers.campaigns.drafts.draft_checks import WhyNoDraft
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn


def check_texts(turn: Turn, told: CampaignTold) -> None:
    """Check that all texts, including those of follow-ups, can be sent. Raises ApiRefused for the first that cannot."""
    follow_ups = {f"follow_ups[{place}].texts": one.texts for place, one in enumerate(told.follow_ups)}
    for field, texts in {"texts": told.texts, **follow_ups}.items():
        _check_each_once(turn, texts, field)
        for place, one in enumerate(texts):
            is_offered = _is_offered(told, one.variant if field == "texts" else None)
            _check_places(turn, one.text, f"{field}[{place}].text", list_new_places, is_offered=is_offered)
            _check_places(
                turn, one.subject or "", f"{field}[{place}].subject", list_subject_places, is_offered=is_offered
            )


def _is_offered(told: CampaignTold, variant: str | None) -> bool:
    """Return True if texts of the variant have an offer; a text for all variants needs an offer in each."""
    own = {one.variant for one in told.arms if one.offer is not None}
    if not own:
        return told.offer is not None
    worded: set[str] = {one.variant for one in told.texts}
    every = worded | {one.variant for one in told.arms}
    return every <= own if variant is None or len(worded) == 1 else variant in own


def _check_each_once(turn: Turn, texts: Sequence[CampaignTextTold], field: str) -> None:
    """Check that no two texts are for the same people, because one would never be sent."""
    (last, many), *_ = Counter((one.variant, one.locale, one.channel) for one in texts).most_common(1)
    if many > 1:
        raise _refuse_text(turn, phrase(WhyNoDraft.TWICE, variant=last[0]), field)


def _check_places(
    turn: Turn, text: str, field: str, find: Callable[[str], Collection[str]], *, is_offered: bool
) -> None:
    """Check that the placeholders are known, and that those of an offer are used only if there is one."""
    try:
        places = find(text)
    except UnknownPlace as unknown:
        raise _refuse_text(turn, phrase(WhyNoDraft.PLACE, why=Ours(str(unknown))), field) from None
    named = OF_AN_OFFER & set(places)
    if named and not is_offered:
        raise _refuse_text(turn, phrase(WhyNoDraft.NO_OFFER, place=Ours(f"{{{min(named)}}}")), field)


def _refuse_text(turn: Turn, why: Text, field: str) -> ApiRefused:
    return ApiRefused(Code.INVALID, make_english(turn).say(why), field)
