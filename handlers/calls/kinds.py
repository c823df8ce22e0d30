"""The names of all kinds of calls."""

from __future__ import annotations

DISCOUNT = "discount"
PRICE = "price"
PAYMENT_LINK, CANCEL_LINK, LOOK_LINK = "payment_link", "cancel_link", "look_link"
REFUND, LOOK_REFUND = "refund", "look_refund"
SPLIT = "split"
FETCH_MEDIA, REMOVE_PHOTO = "fetch_media", "remove_photo"
FETCH_LIST = "fetch_list"  # a shop's file with its stock
PHOTOS = frozenset({FETCH_MEDIA, REMOVE_PHOTO})
EDIT_MESSAGE = "edit_message"
PLANNER = "planner"  # who works out splits: nobody outside, and every business has it
PAYMENTS = frozenset({PAYMENT_LINK, CANCEL_LINK, LOOK_LINK, REFUND, LOOK_REFUND})  # asked of a payment provider
