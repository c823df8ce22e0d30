"""Who takes an address that stands alone, in the order in which they are tried."""

from handlers.conversation import Rank, Reader
from handlers.sourcing.customer.address import corrected, postal_code, question, told, told_late

OF_ADDRESSES = (
    Reader(Rank.FIRST, told.changed),
    Reader(Rank.FIRST, told.answered, question.WHERE),
    Reader(Rank.FIRST, postal_code.answered, question.POSTAL_CODE),
    Reader(Rank.FIRST, told_late.answered),
    Reader(Rank.FIRST, corrected.answered),
)
