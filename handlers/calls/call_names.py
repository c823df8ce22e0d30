"""The names of the calls that handlers of every business ask for; those that flows ask for stand in
``flows.call_kinds``.
"""

PRICE = "price"
EDIT_MESSAGE = "edit_message"
MENU = "menu"
OWN_CODE = "own_code"  # a discount code of the shop's own, made or ended in its store
PLANNER = "planner"  # who works out splits: nobody outside, and every business has it
