"""Charts as pictures for a phone: laid out from values, painted in a process of their own."""
