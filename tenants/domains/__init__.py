"""Hosts of a tenant's own: claimed, proved by a DNS record, used."""
