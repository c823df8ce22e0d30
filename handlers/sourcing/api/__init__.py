"""The REST resources of sourcing: orders, partner shops, availability, its report."""
