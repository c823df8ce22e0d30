"""The preview of a campaign before anything leaves: counted, judged, priced and shown."""
