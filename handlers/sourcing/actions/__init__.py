"""The use cases of sourcing: partner shops and the report."""
