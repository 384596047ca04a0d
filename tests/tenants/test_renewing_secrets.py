"""`manage.py renew_secrets`: afterwards the former key can go, and everything goes on."""

import json
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.utils import timezone

from crm_core.hooks import signing
from crm_core.hooks.models import Webhook
from freehold.audit import heads
from freehold.audit.models import AuditEntry
from freehold.identity.models import User
from freehold.identity.second_factor import SecondFactorAdapter
from tenants.archives.format import secret_mark, secrets_differ
from tenants.choices import SchemaState
from tenants.context import in_tenant
from tenants.models import Tenant

FORMER, PRESENT = "former" * 10, "present" * 10


def run() -> dict[str, Any]:
    out = StringIO()
    call_command("renew_secrets", "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def keys(settings: LazySettings, present: str, *former: str) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = present, list(former)


@pytest.fixture
def tenant(acme: Tenant, acme_admin: User, operators: Tenant, settings: LazySettings) -> Tenant:
    keys(settings, FORMER)
    with in_tenant(acme):
        encrypt, user = SecondFactorAdapter().encrypt, User.objects.get(id=acme_admin.id)
        for type, data in {
            Authenticator.Type.TOTP: {"secret": encrypt("JBSWY3DP")},
            Authenticator.Type.RECOVERY_CODES: {"seed": encrypt("ab" * 40), "used_mask": 5},
        }.items():
            Authenticator.objects.create(user=user, type=type, data=data)
        Webhook.objects.create(
            name="ERP", url="https://erp.example/", owner=user,
            secret=signing.encrypted("whsec_x"), former_secret=signing.encrypted("whsec_w"),
        )  # fmt: skip
        heads.keep(heads.signed_head(1, bytes(32), 3, timezone.now()))
    keys(settings, PRESENT, FORMER)
    return acme


def test_the_former_key_can_go_afterwards(tenant: Tenant, settings: LazySettings) -> None:
    assert run()["tenants"] == [
        {"tenant": "acme", "second_factors": 2, "webhooks": 2, "audit_heads": 1}
    ]
    keys(settings, PRESENT)
    with in_tenant(tenant):
        read = SecondFactorAdapter().decrypt
        factors = {one.type: one.data for one in Authenticator.objects.all()}
        assert read(factors["totp"]["secret"]) == "JBSWY3DP"
        assert read(factors["recovery_codes"]["seed"]) == "ab" * 40
        assert factors["recovery_codes"]["used_mask"] == 5, "a used code stays used"
        hook = Webhook.objects.get()
        assert signing.decrypted(hook.secret) == "whsec_x"
        assert signing.decrypted(hook.former_secret) == "whsec_w"
        assert all(head.is_genuine for head in heads.kept_heads())


def test_it_is_repeated_without_harm_and_told(tenant: Tenant, operators: Tenant) -> None:
    assert run()["renewed"] == 5
    with in_tenant(tenant):
        kept = Webhook.objects.get().secret
    assert run()["renewed"] == 0
    with in_tenant(tenant):
        assert Webhook.objects.get().secret == kept
    with in_tenant(operators):
        told = AuditEntry.objects.filter(action="operator.secrets.renewed").order_by("id")
        assert [one.changes["renewed"] for one in told] == [[None, 5], [None, 0]]


def test_what_no_key_reads_is_left_and_told(tenant: Tenant, settings: LazySettings) -> None:
    keys(settings, PRESENT)
    with in_tenant(tenant):
        before = Webhook.objects.get().secret
    assert run()["unreadable"] == {"acme": 4}
    with in_tenant(tenant):
        assert Webhook.objects.get().secret == before, "the former key may be found again"


def test_a_tenant_that_is_out_of_reach_holds_nobody_up(tenant: Tenant, globex: Tenant) -> None:
    Tenant.objects.filter(id=globex.id).update(schema_state=SchemaState.FAILED)
    out = StringIO()
    with pytest.raises(CommandError, match="keep FREEHOLD_FORMER_SECRET_KEYS and repeat: globex"):
        call_command("renew_secrets", stdout=out)
    assert "acme: 5" in out.getvalue()


def test_an_archive_of_before_is_this_installation_s_while_its_key_is_kept(
    settings: LazySettings,
) -> None:
    keys(settings, FORMER)
    manifest = {"secret_mark": secret_mark()}
    keys(settings, PRESENT, FORMER)
    assert not secrets_differ(manifest)
    keys(settings, PRESENT)
    assert secrets_differ(manifest)
