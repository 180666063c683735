"""How requests come in and answers go out: what the routes stand on."""
