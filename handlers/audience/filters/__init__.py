"""The filter language of audiences: ``spent>100 country=us bought:nike last:60d not:vip`` (docs/audiences.md)."""
