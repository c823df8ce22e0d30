"""Where an order of a chat goes: asked, answered in whatever parts it comes, and corrected."""
