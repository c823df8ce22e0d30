"""What sourcing asks of other systems: payments, photos, splits, stock lists."""
