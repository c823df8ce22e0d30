"""Rows of the storefront: carts, purchases, products, discounts, and the totals of customers."""
