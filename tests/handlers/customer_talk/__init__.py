"""What customers write in their chat, about their orders above all, through the whole service."""
