"""The rows of sourcing: reservations, promises, partner shops, stock, payments, photos."""
