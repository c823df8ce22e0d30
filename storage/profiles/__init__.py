"""Tags, visits, loyalty and returns of customers."""
