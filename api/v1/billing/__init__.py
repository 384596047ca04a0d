"""The workspace's plan: what it allows, what is used of it, what is paid for it."""
