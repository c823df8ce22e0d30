"""Quality checks of an order before it leaves: photos and a checklist, by the staff or by a shop."""
