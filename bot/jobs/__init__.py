"""Jobs in the running service: worked at by whoever is free, and their files for whoever has the link."""
