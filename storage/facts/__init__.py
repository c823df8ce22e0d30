"""The facts of a decision or a judgement, gathered in a few queries: one frozen value per flow, one filler each."""
