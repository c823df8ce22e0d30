"""Samples of a campaign's texts: each wording for one person, differences for two others, and the longest text."""

from __future__ import annotations

from collections.abc import Sequence

from flows.campaigns.campaign import Campaign
from flows.campaigns.campaign_preview import CampaignPreview, SampleReader
from flows.campaigns.campaign_texts import LacksValue
from flows.phrase import Lines, Ours, Text, phrase
from handlers.campaigns.previews.preview_offers import build_offering, get_offer_at
from handlers.campaigns.previews.sample_message import CampaignRecipient, render_approved, render_for_reader
from handlers.campaigns.texts.wording_values import load_fillings
from handlers.engine.turn import Turn
from templates.message_values import quote_line

_READ = 260  # characters of the wordings together, and of the longest text
_LEAST = 80  # of one wording, for any number of wordings
_OTHERS = 130  # of another person's text
_ROOM = 800  # in all: a message on WhatsApp takes 1 500 (flows/channels.py), with the figures above it


class _Readings:
    """A campaign's texts for sample readers, each rendered once."""

    def __init__(self, turn: Turn, campaign: Campaign) -> None:
        self._turn = turn
        self._campaign = campaign
        self._offering = build_offering(turn, campaign)
        self._texts: dict[SampleReader, str | None] = {}
        self.approved = ""
        """The first text in its approved template, as it leaves on WhatsApp outside the window."""
        self.subjects: dict[int, str] = {}
        """The subject of each wording, by its number, for the first reader of a mail."""

    async def read_for(self, reader: SampleReader) -> str | None:
        """Return the text for a reader; None if the reader was erased or lacks a value by now."""
        if reader not in self._texts:
            self._texts[reader] = await self._render(reader)
        return self._texts[reader]

    async def _render(self, reader: SampleReader) -> str | None:
        turn, campaign = self._turn, self._campaign
        to = await turn.unit.people.address_by_id(reader.address)
        person = await turn.unit.people.get(to.contact)
        if person is None or person.erased_at is not None:
            return None
        try:
            filled = (await load_fillings(turn, campaign.texts, [person.id]))[person.id]
            offered = get_offer_at(self._offering, reader.variant)
            recipient = CampaignRecipient(person, to, reader.variant, filled, offered)
            self.approved = self.approved or render_approved(turn, campaign, recipient) or ""
            rendered = render_for_reader(turn, campaign, recipient)
            if rendered.subject:
                self.subjects.setdefault(reader.variant, rendered.subject)
            return rendered.text
        except LacksValue:
            return None


async def show_samples(turn: Turn, campaign: Campaign, preview: CampaignPreview, *, alone: bool = False) -> Text:
    """Format the texts of a preview for real people, in quotes; if there are several wordings, each with its letter.

    With ``alone``, format one text for each wording, and its number of SMS.
    """
    readings = _Readings(turn, campaign)
    wordings = await _render_wordings(readings, len(campaign.variants), preview)
    longest = await readings.read_for(preview.longest) if preview.longest else None
    read = [await readings.read_for(one) for one in preview.samples]
    others = [text for text in dict.fromkeys(read) if text and text not in {*wordings.values(), longest}]
    room = max(_READ // len(campaign.variants), _LEAST)
    signs = [f"{one}: " for one in campaign.variants] if len(campaign.variants) > 1 else [""]
    lines: list[Text] = [Ours(f"{signs[place]}“{quote_line(text, room)}”") for place, text in wordings.items()]
    if readings.subjects:
        said = [f"{signs[place]}“{quote_line(text, room)}”" for place, text in sorted(readings.subjects.items())]
        lines.append(phrase("campaign_reads_subject", subjects=Ours(" · ".join(said))))
    first = next(iter(wordings.values()), "")
    if alone:
        lines += [phrase("campaign_segments", many=preview.segments, all=False)] if preview.segments > 1 else []
        return Lines(tuple(lines), longest=_ROOM)
    if readings.approved:
        lines.append(phrase("campaign_reads_approved", words=_quotes([readings.approved], _READ)))
    if others:
        beside = [show_difference(text, first) for text in others]
        lines.append(phrase("campaign_reads_too", texts=_quotes(beside, _OTHERS)))
    if longest and longest not in wordings.values():
        words = longest if preview.segments > 1 else show_difference(longest, first)
        lines.append(phrase("campaign_longest", many=preview.segments, words=_quotes([words], _READ)))
    elif preview.segments > 1:
        lines.append(phrase("campaign_segments", many=preview.segments, all=not others))
    return Lines(tuple(lines), longest=_ROOM)


async def _render_wordings(readings: _Readings, variants: int, preview: CampaignPreview) -> dict[int, str]:
    """Return the text of each wording, by its number, for the first sample reader who can get it. If possible, all
    texts are for the same person."""
    found: dict[int, str] = {}
    for place in range(variants):
        for sample in preview.samples:
            text = await readings.read_for(SampleReader(sample.address, place))
            if text is not None:
                found[place] = text
                break
    return found


def show_difference(text: str, other: str) -> str:
    """Return the words that differ from another text, with one word around them and "…" for the equal parts."""
    said, known = text.split(), other.split()
    most = min(len(said), len(known))
    before = next((at for at in range(most) if said[at] != known[at]), most)
    behind = next((at for at in range(most - before) if said[-1 - at] != known[-1 - at]), most - before)
    begin, end = max(before - 1, 0), min(len(said) - behind + 1, len(said))
    return " ".join(["…"] * (begin > 0) + said[begin:end] + ["…"] * (end < len(said)))


def _quotes(texts: Sequence[str], room: int) -> Ours:
    return Ours(" · ".join(f"“{quote_line(text, room)}”" for text in texts))


async def read_again(turn: Turn, campaign: Campaign, readers: Sequence[SampleReader]) -> list[str]:
    """Return the texts for the readers who can still get one."""
    readings = _Readings(turn, campaign)
    texts = [await readings.read_for(one) for one in readers]
    return [text for text in texts if text is not None]
