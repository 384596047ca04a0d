"""What changes what is paid, here and at Stripe."""
