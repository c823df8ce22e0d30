"""Customer profiles besides names and orders: tags, visits, loyalty, returns."""
