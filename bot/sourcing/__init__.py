"""What sourcing asks of the running service: splits worked out in a thread, lists read, its pages."""
