"""What messages may be about: the one list of it."""

from handlers.recovery.subject import CART
from handlers.sourcing.subject import RESERVATION

SUBJECTS = (CART, RESERVATION)
