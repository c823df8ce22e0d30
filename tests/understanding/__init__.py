"""How well Parley reads what people write: labelled lines, what is learned from them, and the figures."""
