"""What customers say about orders that are sourced."""
