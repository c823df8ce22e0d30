"""The whole way of a message, from what a shop tells to what stands on a phone, against stand-ins that are servers."""
