"""The conversation module of returns."""

from __future__ import annotations

from flows import events
from handlers.conversation import Conversation, DailyJob, Rank, Reader
from handlers.conversation import conversation_facets as facets
from handlers.conversation.endpoint_search import find_endpoints
from handlers.jobs import chart_job
from handlers.returns import (
    click_counting,
    conversion_counting,
    invoice_news,
    link_check,
    monthly_billing,
    offer_charts,
    offer_report,
    partner_ask,
    prompt_departure,
    prompt_explanation,
    return_intake,
    sponsor_invoice_calls,
)
from handlers.returns.api.routes import ROUTES
from handlers.returns.prompt_message import PROMPT
from handlers.returns.sponsor_admin import SUBJECT
from handlers.returns.sponsor_chat import offer_draft, sponsor_presence, sponsor_readers
from handlers.returns.staff import offers_command, partner_commands
from storage.promotions.promotion_personal_tables import PERSONAL

RETURNS = Conversation(
    name="returns",
    serves=return_intake.serves,
    hears={
        events.LinkVisited: click_counting.hear_link_visit,
        events.OrderCreated: conversion_counting.hear_order,
        events.OrderCancelled: conversion_counting.hear_cancelled,
        events.OrderRefunded: conversion_counting.hear_refunded,
        events.ReturnCompleted: return_intake.hear_return,
        events.CustomerConsented: prompt_departure.keep_notices,
        events.CustomerUpdated: prompt_departure.keep_notices,
        events.SponsorInvoiceAnswered: invoice_news.hear_answer,
        events.SponsorInvoiceMoved: invoice_news.hear_move,
    },
    api=facets.ApiSurface(routes=ROUTES, endpoints=find_endpoints("handlers.returns.api", ROUTES)),
    talk=facets.CustomerTalk(
        doors=sponsor_readers.DOORS,
        readers=(*sponsor_readers.READERS, Reader(Rank.OPEN, partner_ask.take_answer, partner_ask.PARTNER_ASK)),
        invites={SUBJECT: sponsor_presence.open_invite},
        hello=sponsor_presence.take_hello,
        leaving=sponsor_presence.LEAVING,
        languages=sponsor_presence.list_languages,
    ),
    staff=facets.StaffTalk(
        commands=(partner_commands.PARTNERS, offers_command.OFFERS),
        undoes=(partner_commands.UNDOES,),
        figures=offer_report.describe_period,
    ),
    work=facets.BackgroundWork(
        calls={**sponsor_invoice_calls.KINDS, **link_check.KINDS, **offer_draft.KINDS},
        long_jobs={offer_charts.KIND: chart_job.make_chart_job(offer_charts.draw_chart)},
        daily_jobs=(DailyJob(monthly_billing.JOB, monthly_billing.MORNING, monthly_billing.run_billing),),
    ),
    sending=facets.MessageSending(
        subjects=(PROMPT,),
        gives=prompt_departure.fill_prompts,
        falls_back=prompt_departure.fall_back,
        explains=prompt_explanation.explain_message,
    ),
    data=facets.OwnData(events=sponsor_invoice_calls.EVENTS, tables=PERSONAL),
)
