"""`manage.py billing sync-plans|replay|reconcile`."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from billing.models import Account, StripeEvent
from billing.services import events, reconciling
from billing.services.plan_prices import sync_plans
from freehold.errors import Problem
from tenants.context import in_public
from tenants.management.reporting import CLI, PlatformCommand
from tenants.services.lifecycle import tenant_by_slug


class Command(PlatformCommand):
    help = "Bring plans to Stripe, work off its events again, compare everything with it."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        self.add_json(actions.add_parser("sync-plans", help="make the settings' prices at Stripe"))
        replay = actions.add_parser("replay", help="work off events once more")
        replay.add_argument("events", nargs="*", metavar="EVENT", help="ids, such as evt_1…")
        replay.add_argument("--tenant", metavar="SLUG", help="all events of this tenant")
        replay.add_argument("--waiting", action="store_true", help="all that are not worked off")
        self.add_json(replay)
        compare = actions.add_parser("reconcile", help="compare with Stripe and put right")
        compare.add_argument("tenants", nargs="*", metavar="SLUG", help="only these tenants")
        self.add_json(compare)

    def handle(self, *args: Any, **options: Any) -> None:
        actions = {
            "sync-plans": self._sync,
            "replay": self._replay,
            "reconcile": self._reconcile,
        }
        actions[options["action"]](options)

    def _sync(self, options: dict[str, Any]) -> None:
        told = sync_plans()
        self.tell(options, told, "\n".join(told) or "Stripe has all of it already.")

    def _replay(self, options: dict[str, Any]) -> None:
        if options["waiting"]:
            done = events.handle_waiting(limit=10_000)
            self.tell(options, {"handled": done}, f"{done} events worked off.")
            return
        ids = options["events"] or self._events_of(options["tenant"])
        if not ids:
            raise CommandError("Name events, --tenant or --waiting.")
        found = [events.handle(one, actor=CLI, again=True) for one in ids]
        shown = [{"id": one.id, "state": one.state, "reason": one.reason} for one in found]
        lines = [f"{one.id}  {one.type}  {one.state}  {one.reason}".rstrip() for one in found]
        self.tell(options, shown, "\n".join(lines))

    def _events_of(self, slug: str | None) -> list[str]:
        if not slug:
            return []
        with in_public():
            account = Account.objects.filter(tenant=tenant_by_slug(slug)).first()
            if account is None:
                raise CommandError(f"The tenant “{slug}” never was a customer of Stripe's.")
            kept = StripeEvent.objects.filter(customer=account.customer).order_by("received_at")
            return list(kept.values_list("id", flat=True))

    def _reconcile(self, options: dict[str, Any]) -> None:
        differed, failed = {}, {}
        wanted = [tenant_by_slug(slug).slug for slug in options["tenants"]]
        with in_public():
            accounts = Account.objects.select_related("tenant").order_by("tenant__slug")
            if wanted:
                accounts = accounts.filter(tenant__slug__in=wanted)
            for account in accounts:
                try:
                    differed[account.tenant.slug] = reconciling.reconcile_account(account.id)
                except Problem as problem:
                    failed[account.tenant.slug] = problem.detail
        lines = [f"{slug}: {', '.join(what) or 'as at Stripe'}" for slug, what in differed.items()]
        lines += [f"{slug}: {why}" for slug, why in failed.items()]
        strangers = [slug for slug in wanted if slug not in differed and slug not in failed]
        lines += [f"{slug}: never was a customer at Stripe" for slug in strangers]
        told = {"differed": differed, "failed": failed, "not_customers": strangers}
        self.tell(options, told, "\n".join(lines) or "Nobody is a customer at Stripe yet.")
        if failed:
            raise CommandError(f"{len(failed)} of {len(failed) + len(differed)} could not be done.")
