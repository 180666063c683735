"""The review of translations: queues, what is done with a unit, help, campaigns, packages."""
