"""Writes of access: each checks, saves, bumps the tenant's epoch and writes the audit row."""
