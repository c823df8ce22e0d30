"""Charts as pictures for a phone: laid out from values, painted in a separate process."""
