"""What shopkeepers do by themselves in their chat: their stock, orders, earnings, holidays, and help."""

from handlers.sourcing.shop.files import listed
from handlers.sourcing.shop.talking import comes_first, for_desk, talked, understand

__all__ = ["comes_first", "for_desk", "listed", "talked", "understand"]
