"""The staff's commands about partners and their offers."""
