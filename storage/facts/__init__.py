"""What a decision or a judgement may know, gathered in a few queries: one frozen value per flow, one filler each."""
