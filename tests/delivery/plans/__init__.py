"""Plans of a shop: who enters, what is sent, and what ends them."""
