"""A Stripe on loopback, for development and tests: what Freehold uses of it, and no more.

`python -m tools.fake_stripe` serves it, with a page to pay on and webhooks that arrive late, twice
and in any order. Tests hold a `FakeStripe` and move its clock. It is not shipped.
"""
