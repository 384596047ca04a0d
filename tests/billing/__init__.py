"""Billing, against the fake Stripe of `tools.fake_stripe`."""
