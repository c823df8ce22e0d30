"""What would become of a campaign before anything leaves: counted, judged, priced and shown."""
