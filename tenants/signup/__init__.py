"""Self-service: a company takes an address, confirms by mail, and its workspace is made."""
