"""Plans paid through Stripe: customers, subscriptions, invoices, webhooks, in the public schema."""
