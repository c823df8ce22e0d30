"""A campaign's mail before it is sent: in full for the page, in outline as a picture in chat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from flows.campaigns.campaign import Campaign
from flows.campaigns.campaign_texts import LacksValue
from flows.campaigns.mail_subjects import has_subjects
from flows.channels import ChannelName
from flows.charts.chart import MailSketch
from flows.delivery import Key, Outgoing
from flows.phrase import phrase
from handlers.campaigns.previews.sample_message import render_texts
from handlers.delivery import departure_menu
from handlers.engine.outgoing_files import make_file_name
from handlers.engine.turn import Turn
from handlers.jobs.chart_job import ChartTold
from handlers.jobs.job_kind import JobFailed
from storage.campaigns.campaigns import Campaigns
from templates.finished_message import Rendered
from templates.message_values import quote_line
from templates.speech import Speech

_LONGEST = 78


async def load_mails(turn: Turn, campaign: Campaign, reader: UUID) -> Sequence[Outgoing]:
    """Return the mails of each variant as this member of the staff would get them; empty if it goes out by no mail, or
    lacks a value."""
    known = await turn.unit.people.addresses_of(reader) if has_subjects(campaign.channels) else ()
    try:
        texts = await render_texts(turn, campaign, replace(known[0], channel=ChannelName.EMAIL)) if known else ()
    except LacksValue:
        return ()
    return [_make_mail(turn, campaign, one) for one in texts]


def _make_mail(turn: Turn, campaign: Campaign, rendered: Rendered) -> Outgoing:
    from templates.end_page import get_end_label  # loads the templates of pages

    return Outgoing(
        id=campaign.id,
        to="",
        text=rendered.text,
        keys=departure_menu.make_keys(rendered),
        subject=rendered.subject,
        end=Key("end", get_end_label(rendered.locale), "#"),
        footer=", ".join(filter(None, (turn.business.name, turn.business.mailing_address))),
        locale=rendered.locale,
    )


async def draw_mail(turn: Turn, wanted: Mapping[str, str], speech: Speech) -> ChartTold:
    """Draw the mail of a variant in outline, with its subject. Raises JobFailed if the campaign was deleted."""
    campaign = await turn.unit.of(Campaigns).get(UUID(wanted["campaign"]))
    message = await turn.unit.messages.get(UUID(wanted["message"]))
    place = int(wanted["place"])
    mails = await load_mails(turn, campaign, message.contact) if campaign and message else ()
    if campaign is None or place >= len(mails):
        raise JobFailed("there is no such mail")
    mail = mails[place]
    buttons, end = tuple(key.text for key in mail.keys if key.url), mail.end.text if mail.end else ""
    settings = turn.business.channel(ChannelName.EMAIL)
    sender = " · ".join(filter(None, (turn.business.name, settings.address if settings else "")))
    note = " · ".join(filter(None, (mail.footer, end)))
    sketch = MailSketch(mail.subject or "", sender, mail.text, buttons, note)
    said = phrase("campaign_reads_subject", subjects=f"“{quote_line(mail.subject or '', _LONGEST)}”")
    return ChartTold(sketch, said, f"{make_file_name(campaign.name)}-mail.png")
