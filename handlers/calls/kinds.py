"""The names of our own kinds of calls; those that flows ask for stand in ``flows.calls``."""

from flows.calls import CANCEL_LINK, FETCH_MEDIA, LOOK_LINK, LOOK_REFUND, PAYMENT_LINK, REFUND

PRICE = "price"
REMOVE_PHOTO = "remove_photo"
FETCH_LIST = "fetch_list"  # a shop's file with its stock
PHOTOS = frozenset({FETCH_MEDIA, REMOVE_PHOTO})
EDIT_MESSAGE = "edit_message"
PLANNER = "planner"  # who works out splits: nobody outside, and every business has it
PAYMENTS = frozenset({PAYMENT_LINK, CANCEL_LINK, LOOK_LINK, REFUND, LOOK_REFUND})  # asked of a payment provider
