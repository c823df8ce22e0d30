"""The facts of a decision or a verdict, gathered in a few queries: one frozen value per flow, one loader each."""
