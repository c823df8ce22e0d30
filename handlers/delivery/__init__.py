"""A message on its way: claimed, judged last, handed over, and what became of it."""
