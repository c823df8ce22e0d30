"""The preview of a campaign before it is sent: counted, judged, priced and shown."""
