"""The conversation module of returns."""

from __future__ import annotations

from flows.events import LinkVisited, OrderCancelled, OrderCreated, OrderRefunded
from flows.promotions.promotion_events import EVENTS, OfferVisited
from handlers.conversation import Conversation
from handlers.conversation import conversation_facets as facets
from handlers.returns import click_counting, conversion_counting
from storage.promotions.promotion_personal_tables import PERSONAL

RETURNS = Conversation(
    name="returns",
    hears={
        LinkVisited: click_counting.hear_link_visit,
        OfferVisited: click_counting.hear_offer_visit,
        OrderCreated: conversion_counting.hear_order,
        OrderCancelled: conversion_counting.hear_cancelled,
        OrderRefunded: conversion_counting.hear_refunded,
    },
    data=facets.OwnData(events=EVENTS, tables=PERSONAL),
)
