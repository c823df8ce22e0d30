"""A message of a campaign as it leaves: what goes along, what is paid, and the next channel behind a refusal."""
