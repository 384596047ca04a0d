"""Settings, Billing: a trial from the checkout, another plan, a card that fails, one that works."""

import http.client
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser import accessibility, commands, company, installation
from tests.browser.commands import Commands
from tests.browser.conftest import PATIENCE_MS, VIEW, Site, Visit, sign_in
from tests.browser.program import Program
from tests.browser.untold import untold
from tests.ground import people
from tools.fake_stripe import pages, subscriptions
from tools.fake_stripe.money import DAY
from tools.fake_stripe.server import FakeStripe, serving
from tools.fake_stripe.state import State
from tools.fake_stripe.webhooks import signed

pytestmark = pytest.mark.browser

SECRET = "whsec_only_for_browser_tests"
_CLEAN = """
from billing.models import Account, PlanPrice, StripeEvent
from tenants import hosts
from tenants.models import Tenant
for kind in (Account, PlanPrice, StripeEvent):
    kind.objects.all().delete()
Tenant.objects.filter(slug="harbour").update(plan="team", state="active", limits={})
hosts.forget_hosts()
"""
_DRIFT = """
from billing.models import Account
Account.objects.update(status="past_due", quantity=99)
"""


@dataclass
class Shop:
    """The installation once more, on the same database, with a Stripe beside it."""

    address: str
    port: int
    fake: FakeStripe
    manage: Commands
    program: Program
    sent: int = 0

    def deliver(self) -> None:
        """Stripe's events arrive, the last one first, and are worked off."""
        fresh, self.sent = self.fake.state.events[self.sent :], len(self.fake.state.events)
        for event in reversed(fresh):
            body, header = signed(event, SECRET)
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            headers = {"Host": "localhost", "Stripe-Signature": header}
            connection.request("POST", "/webhooks/stripe/", body, headers)
            assert connection.getresponse().status == 200
            connection.close()
        self.manage("billing", "replay", "--waiting")

    def customer(self) -> None:
        """The company subscribes, by a program of its administrator's."""
        program = replace(self.program, port=self.port)
        answer = program("POST", "/billing/checkout/", {"plan": "team", "interval": "month"})
        with self.fake.lock:
            pages.complete(self.fake.state, answer["url"].rpartition("/")[2], {"card": "good"})
        self.deliver()
        self.manage("billing", "reconcile", company.SLUG)

    def days(self, number: int) -> None:
        state = self.fake.state
        with self.fake.lock:
            subscriptions.advance(state, state.now() + number * DAY)


@pytest.fixture(scope="module")
def premises(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """What all tests share."""
    var = tmp_path_factory.mktemp("shop")
    fake = FakeStripe()
    with serving(fake) as stripe, pytest.MonkeyPatch.context() as environment:
        environment.setenv("FREEHOLD_STRIPE_SECRET_KEY", "sk_test_browser")
        environment.setenv("FREEHOLD_STRIPE_WEBHOOK_SECRETS", SECRET)
        environment.setenv("FREEHOLD_STRIPE_API", stripe)
        installation.lay_out(var)
        with installation.web(var) as port, commands.running(var) as manage:
            address = f"http://{company.SLUG}.localhost:{port}"
            yield Shop(address, port, fake, manage, site.program)


@pytest.fixture
def shop(premises: Shop) -> Iterator[Shop]:
    """With a Stripe that knows nobody yet."""
    with premises.fake.lock:
        premises.fake.state = State(frozen=int(time.time()))
    premises.manage("billing", "sync-plans")
    yield replace(premises, sent=0)
    premises.manage("shell", "-c", _CLEAN)


@pytest.fixture(scope="module")
def operator(premises: Shop, browser: Browser) -> StorageState:
    """The cookies of an operator on the platform's host."""
    context = browser.new_context(base_url=f"http://localhost:{premises.port}", **VIEW)
    context.set_default_timeout(PATIENCE_MS)
    signing = context.new_page()
    signing.goto("/sign-in")
    sign_in(signing, people.email_of("operators"))
    expect(signing).not_to_have_url(re.compile("/sign-in"))
    session = context.storage_state()
    context.close()
    return session


@pytest.fixture
def page(shop: Shop, visit: Visit, signed_in: StorageState) -> Page:
    """An administrator's."""
    return _undisturbed(visit(signed_in, base_url=shop.address))


@pytest.fixture
def console(shop: Shop, operator: StorageState, visit: Visit) -> Page:
    return _undisturbed(visit(operator, base_url=f"http://localhost:{shop.port}"))


def _undisturbed(page: Page) -> Page:
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    return untold(page)


def sound(page: Page) -> None:
    for size in accessibility.SIZES:
        accessibility.resize(page, size)
        assert accessibility.violations(page) == [], size
    accessibility.resize(page, "desktop")


def test_a_plan_is_tried_changed_owed_for_and_settled(page: Page, shop: Shop) -> None:
    page.goto("/settings/billing")
    plan = page.get_by_role("region", name="Plan", exact=True)
    expect(plan).to_contain_text("Nothing is billed")
    sound(page)
    page.get_by_role("button", name="Try Team for 14 days").click()
    expect(page.get_by_role("heading", name="Pay ")).to_be_visible()
    page.get_by_label("Card").select_option("none")
    page.get_by_role("button", name="Start trial").click()
    expect(page.get_by_text("Your payment is being confirmed")).to_be_visible()
    shop.deliver()
    expect(plan).to_contain_text("Trial until")

    page.get_by_role("button", name="Change to Business").click()
    dialog = page.get_by_role("dialog", name="Change to Business")
    expect(dialog).to_contain_text("Charged now")
    sound(page)
    dialog.get_by_role("button", name="Change", exact=True).click()
    expect(plan).to_contain_text("Business")
    expect(page.get_by_role("article", name="Business")).to_contain_text("Your plan")

    page.get_by_role("button", name="Manage payment").click()
    page.get_by_role("button", name="Use a card that is declined").click()
    expect(plan).to_contain_text("Trial until")
    shop.days(14)
    shop.deliver()
    page.reload()
    expect(plan.get_by_role("alert")).to_contain_text("A payment failed")
    expect(page.get_by_text("everybody can go on working")).to_be_visible()
    sound(page)

    page.get_by_role("button", name="Manage payment").click()
    page.get_by_role("button", name="Use a card that works").click()
    expect(plan).to_be_visible()
    shop.deliver()
    expect(plan).to_contain_text("Active")
    expect(page.get_by_text("everybody can go on working")).to_have_count(0)
    expect(page.get_by_role("region", name="Latest invoices")).to_contain_text("Paid")
    sound(page)


def test_a_cancelled_plan_says_until_when_it_holds_and_what_comes_then(
    page: Page, shop: Shop
) -> None:
    shop.customer()
    page.goto("/settings/billing")
    plan = page.get_by_role("region", name="Plan", exact=True)
    expect(page.get_by_role("article", name="Free")).to_contain_text("cancel under")
    page.get_by_role("button", name="Manage payment").click()
    page.get_by_role("button", name="Cancel at the end").click()
    expect(plan).to_be_visible()
    shop.deliver()
    expect(plan.get_by_role("alert")).to_contain_text("Cancelled: it ends on")
    expect(plan.get_by_role("alert")).to_contain_text("the plan Free applies")
    expect(plan).not_to_contain_text("Trial until")
    sound(page)
    page.get_by_role("button", name="Manage payment").click()
    page.get_by_role("button", name="Do not cancel").click()
    expect(plan).to_be_visible()
    shop.deliver()
    expect(plan.get_by_role("alert")).to_have_count(0)
    expect(plan).to_contain_text("Trial until")


def test_operators_see_it_and_grant_more(shop: Shop, console: Page) -> None:
    shop.customer()
    page = console
    page.goto(f"/console/tenants/{company.SLUG}?section=billing")
    events = page.get_by_role("region", name="Latest events")
    expect(events).to_contain_text("customer.subscription.created")
    sound(page)
    page.get_by_role("button", name="Change plan and limits").click()
    dialog = page.get_by_role("dialog", name="Plan and limits")
    dialog.get_by_label("Active users", exact=True).select_option("At most")
    dialog.get_by_label("At most: Active users").fill("80")
    sound(page)
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("region", name="Limits")).to_contain_text("/ 80")
    events.get_by_role("button", name="Work off").first.click()
    expect(page.get_by_text("Worked off again")).to_be_visible()
    page.get_by_role("button", name="Compare with Stripe").click()
    expect(page.get_by_text("Everything is as at Stripe.")).to_be_visible()


def test_operators_read_in_words_what_was_not_as_at_stripe(shop: Shop, console: Page) -> None:
    shop.customer()
    shop.manage("shell", "-c", _DRIFT)
    console.goto(f"/console/tenants/{company.SLUG}?section=billing")
    expect(console.get_by_role("region", name="Subscription")).to_contain_text("Payment failed")
    console.get_by_role("button", name="Compare with Stripe").click()
    expect(console.get_by_text("Put right: state of the subscription, seats")).to_be_visible()


def test_a_new_tenant_is_proposed_what_costs_nothing(shop: Shop, console: Page) -> None:
    console.goto("/console/tenants")
    console.get_by_role("button", name="New tenant").click()
    form = console.get_by_role("dialog", name="New tenant")
    plan = form.get_by_label("Plan", exact=True)
    expect(plan).to_have_value("free")
    expect(form.get_by_text("It costs nothing")).to_contain_text("Active users: 3")
    plan.select_option("Team")
    expect(form.get_by_text("nothing is charged until")).to_contain_text("Active users: 50")
    sound(console)


def test_an_open_tab_learns_that_its_workspace_is_suspended(
    shop: Shop, visit: Visit, signed_in: StorageState
) -> None:
    page = visit(signed_in, base_url=shop.address)
    page.goto("/contacts")
    expect(page.get_by_role("button", name="New", exact=True)).to_be_visible()
    shop.manage("tenant", "suspend", company.SLUG, "--reason", "Invoices are unpaid.")
    try:
        expect(page.get_by_text("This workspace is suspended")).to_be_visible()
        expect(page.get_by_role("button", name="New", exact=True)).to_have_count(0)
        _offers_no_changes(page)
    finally:
        shop.manage("tenant", "resume", company.SLUG)
    expect(page.get_by_text("This workspace is suspended")).to_have_count(0)
    expect(page.get_by_role("button", name="Change the password")).to_be_visible()


def _offers_no_changes(page: Page) -> None:
    """Settings are read: what the server would refuse is not there, and the page says why."""
    for section, word in (("users", "Edit"), ("roles", "Edit"), ("pipelines", "Edit")):
        page.goto(f"/settings/{section}")
        main = page.get_by_role("main")
        expect(main.get_by_text("nothing can be changed here")).to_be_visible()
        expect(main.get_by_role("button", name=word)).to_have_count(0)
        expect(main.get_by_role("button", name="New")).to_have_count(0)
        expect(main.get_by_role("button", name="Invite")).to_have_count(0)
    page.goto("/settings/company")
    expect(page.get_by_role("textbox", name="Name", exact=True).first).to_be_disabled()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    page.goto("/settings/security")
    expect(page.get_by_role("button", name="Change the password")).to_be_visible()
    expect(page.get_by_text("nothing can be changed here")).to_have_count(0)


def test_without_billing_the_built_in_plan_is_shown(visit: Visit, signed_in: StorageState) -> None:
    page = visit(signed_in)
    page.goto("/settings/billing")
    expect(page.get_by_role("region", name="Plan", exact=True)).to_contain_text("nothing is billed")
    expect(page.get_by_role("region", name="Usage")).to_contain_text("Records")
    sound(page)


def test_who_may_not_pay_sees_no_billing(visit: Visit, viewer: StorageState) -> None:
    page = visit(viewer)
    page.goto("/settings")
    expect(page.get_by_role("link", name="Profile").first).to_be_visible()
    expect(page.get_by_role("link", name="Billing")).to_have_count(0)


def test_operators_read_a_plan_s_name_and_not_its_key(shop: Shop, console: Page) -> None:
    shop.customer()
    console.goto(f"/console/tenants/{company.SLUG}")
    expect(console.get_by_role("region", name="Tenant", exact=True)).to_contain_text("Team")
    console.goto("/console/tenants")
    expect(console.get_by_role("row", name=company.SLUG)).to_contain_text("Team")
    console.get_by_label("Plan", exact=True).select_option("Team")
    expect(console.get_by_role("row", name=company.SLUG)).to_be_visible()
