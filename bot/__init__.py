"""The running service: input and output, time, configuration and the vendors."""
