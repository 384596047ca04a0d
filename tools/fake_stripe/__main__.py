"""`python -m tools.fake_stripe`: serve the fake, and send its webhooks to a Freehold nearby."""

import argparse
import threading

from tools.fake_stripe.server import FakeStripe, serving
from tools.fake_stripe.webhooks import deliver_for_ever


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=12111)
    options.add_argument("--webhook", default="http://localhost:8000/webhooks/stripe/")
    options.add_argument("--secret", default="whsec_fake")
    given = options.parse_args()
    fake = FakeStripe()
    with serving(fake, given.port) as address:
        print(f"Fake Stripe at {address}. Start Freehold with:")
        print(f"  FREEHOLD_STRIPE_API={address} FREEHOLD_STRIPE_SECRET_KEY=sk_test_fake \\")
        print(f"  FREEHOLD_STRIPE_WEBHOOK_SECRETS={given.secret} make run")
        courier = threading.Thread(
            target=deliver_for_ever, args=(fake, given.webhook, given.secret), daemon=True
        )
        courier.start()
        courier.join()


if __name__ == "__main__":
    main()
