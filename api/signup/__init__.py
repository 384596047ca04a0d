"""Self-service sign-up: on the platform's own host, for anybody, where it is open."""
