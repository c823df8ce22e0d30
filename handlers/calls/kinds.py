"""The names of the calls that handlers of every business ask for; those that flows ask for stand in ``flows.calls``."""

PRICE = "price"
EDIT_MESSAGE = "edit_message"
MENU = "menu"
PLANNER = "planner"  # who works out splits: nobody outside, and every business has it
