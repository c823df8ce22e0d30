"""The names of calls that handlers of every business make; those of flows are in ``flows.call_kinds``."""

PRICE = "price"
EDIT_MESSAGE = "edit_message"
MENU = "menu"
OWN_CODE = "own_code"  # a discount code of the shop's own, for its store to make or end
PLANNER = "planner"  # the calculator of splits: internal, and in every business
CHECK_LINK = "check_offer_link"  # opens the link of an offer; also the name of its sender, which needs no account
