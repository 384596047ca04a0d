"""Setting webhooks up, and sending their messages."""
