"""Support sessions at a workspace's own host: entered, seen, ended, allowed."""
