"""A message on its way: the claim, the last judgement, the handing over and the end."""
