"""REST resources of returns: the prompt of a return, partners and their offers."""
