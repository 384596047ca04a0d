"""The platform's own API: tenants, for operators, on the platform's host alone."""
