"""Setup in the running service: the page that invites customers."""
