"""The conversation module of returns."""

from __future__ import annotations

from flows.events import (
    LinkVisited,
    OrderCancelled,
    OrderCreated,
    OrderRefunded,
    SponsorInvoiceAnswered,
    SponsorInvoiceMoved,
)
from flows.promotions.promotion_events import EVENTS, OfferVisited
from handlers.conversation import Conversation, DailyJob
from handlers.conversation import conversation_facets as facets
from handlers.returns import (
    click_counting,
    conversion_counting,
    invoice_news,
    monthly_billing,
    sponsor_invoice_calls,
)
from storage.promotions.promotion_personal_tables import PERSONAL

RETURNS = Conversation(
    name="returns",
    hears={
        LinkVisited: click_counting.hear_link_visit,
        OfferVisited: click_counting.hear_offer_visit,
        OrderCreated: conversion_counting.hear_order,
        OrderCancelled: conversion_counting.hear_cancelled,
        OrderRefunded: conversion_counting.hear_refunded,
        SponsorInvoiceAnswered: invoice_news.hear_answer,
        SponsorInvoiceMoved: invoice_news.hear_move,
    },
    work=facets.BackgroundWork(
        calls=sponsor_invoice_calls.KINDS,
        daily_jobs=(DailyJob(monthly_billing.JOB, monthly_billing.MORNING, monthly_billing.run_billing),),
    ),
    data=facets.OwnData(events=(*EVENTS, *sponsor_invoice_calls.EVENTS), tables=PERSONAL),
)
