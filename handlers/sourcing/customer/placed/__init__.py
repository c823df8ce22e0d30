"""Orders that are placed: status, payment, photos, offers that were replaced, and numbers that are to change."""
