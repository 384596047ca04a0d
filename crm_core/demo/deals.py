"""Products, and deals on their way through the pipelines with lines and people."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from crm_core.demo.custom import custom_values
from crm_core.demo.days import Moment
from crm_core.demo.plan import PipelinePlan, ProductPlan, StagePlan
from crm_core.demo.world import Change, Made, Row, World, change, make
from crm_core.sales.selectors import pipelines

_ROLES = ("decision_maker", "economic_buyer", "evaluator", "influencer", "user")
#: Part of the deals that end in each stage without being won.
_LOST_PER_STAGE = 0.11


@dataclass(frozen=True)
class Way:
    """A pipeline with the ids of its stages."""

    plan: PipelinePlan
    pipeline: UUID
    stages: dict[str, UUID]

    def of(self, category: str) -> list[StagePlan]:
        return [stage for stage in self.plan.stages if stage.category == category]


@dataclass(frozen=True)
class Step:
    stage: StagePlan
    at: Moment


@dataclass(frozen=True)
class Line:
    product: Made
    price: int
    quantity: int
    discount: int

    @property
    def total(self) -> int:
        """Minor units, exactly as the write door reckons: prices are in whole units."""
        return self.price * self.quantity * (100 - self.discount)


@dataclass(frozen=True)
class Deal:
    """A deal to be made: where it starts, the steps it takes, what is on its lines."""

    row: Row
    way: Way
    steps: Sequence[Step]
    lines: Sequence[Line]


def make_products(world: World) -> None:
    since = world.days.past(world.chance, 1200)
    rows = [_product(world, plan, since) for plan in world.company.products]
    world.products = make(world, "products", rows)


def _product(world: World, plan: ProductPlan, since: Moment) -> Row:
    values = {
        "name": plan.name,
        "code": plan.code,
        "family": plan.family,
        "unit_price": world.money(plan.price * 100),
    }
    return Row(world.administrator, values, since)


def ways(world: World) -> list[Way]:
    """The company's pipelines; a workspace without plans of its own has the one it began with."""
    plans = {plan.name: plan for plan in world.company.pipelines}
    found = []
    for pipeline in pipelines.current().pipelines.values():
        plan = plans.get(pipeline.name) or _plan_of(pipeline)
        stages = {stage.name: stage.id for stage in pipeline.stages}
        found.append(Way(plan, pipeline.id, stages))
    return found


def _plan_of(pipeline: pipelines.PipelineFacts) -> PipelinePlan:
    stages = (
        StagePlan(one.name, one.probability, days=14, category=one.category)
        for one in pipeline.stages
    )
    return PipelinePlan(pipeline.name, tuple(stages), share=1.0)


def make_deals(world: World) -> None:
    known = ways(world)
    shares = [way.plan.share for way in known]
    plans = [
        _deal(world, world.chance.choices(known, shares)[0]) for _ in range(world.volumes.deals)
    ]
    world.deals = make(world, "opportunities", [one.row for one in plans])
    make(world, "line-items", list(_lines(world, plans)))
    make(world, "contact-roles", list(_roles(world)))
    for number in range(max((len(one.steps) for one in plans), default=0)):
        moving = [(at, one) for at, one in enumerate(plans) if len(one.steps) > number]
        change("opportunities", [_move(world, at, one, number) for at, one in moving])


def _deal(world: World, way: Way) -> Deal:
    chance = world.chance
    days_ago = chance.uniform(60, 540) if world.chances(0.5) else chance.uniform(0, 65)
    since = world.days.past(chance, days_ago)
    account = _account_for(world, since)
    steps = _steps(world, way, since)
    lines = _chosen_lines(world, way)
    ended = bool(steps) and steps[-1].stage.category != "open"
    values: dict[str, Any] = {
        "name": _name(world, way, lines),
        "account": str(account.id),
        "pipeline": str(way.pipeline),
        "stage": str(way.stages[way.of("open")[0].name]),
        "amount": world.money(_amount(world, lines)),
        "expected_close_date": _expected(world, steps, ended).isoformat(),
        "type": way.plan.type if world.chances(0.7) else "existing_business",
        "source": chance.choice(("web", "referral", "event", "partner", "cold_call", "email")),
        "custom": custom_values(world, "opportunities"),
    }
    if not ended:
        values["next_step"] = chance.choice(world.company.words.next_steps)
    if steps:
        values["engaged_on"] = steps[0].at.date().isoformat()
    owner = account.owner if world.chances(0.8) else chance.choice(world.sellers)
    return Deal(Row(owner, values, since), way, steps, lines)


def _account_for(world: World, since: Moment) -> Made:
    usual = [one for one in world.accounts if one.values["type"] in ("customer", "prospect")]
    older = [one for one in usual if one.since < since]
    return world.chance.choice(older or usual or world.accounts)


def _steps(world: World, way: Way, since: Moment) -> list[Step]:
    """Stage after stage, each with a stay around its usual one, until its end or until now."""
    chance, open_stages = world.chance, way.of("open")
    steps: list[Step] = []
    at = since
    for number, stage in enumerate(open_stages):
        stay = chance.gammavariate(2.2, stage.days / 2.2)
        at = world.days.after(chance, at, max(0.2, stay))
        if at > world.days.now:
            break
        following = open_stages[number + 1 : number + 2] or way.of("won")
        ending = way.of("lost") if world.chances(_LOST_PER_STAGE) else following
        steps.append(Step(ending[0], at))
        if ending[0].category != "open":
            break
    return steps


def _expected(world: World, steps: Sequence[Step], ended: bool) -> datetime.date:
    """Near its end for a closed deal; for most open ones in the two quarters to come."""
    if ended:
        return steps[-1].at.date() + datetime.timedelta(days=world.chance.randrange(-14, 10))
    late = world.chances(0.1)
    return world.days.date(
        -world.chance.randrange(1, 25) if late else world.chance.randrange(4, 172)
    )


def _chosen_lines(world: World, way: Way) -> list[Line]:
    chance, company = world.chance, world.company
    if way.plan.type != "renewal" and not world.chances(0.62):
        return []
    pairs = list(zip(company.products, world.products, strict=True))
    if way.plan.type == "renewal":
        renewed = [one for one in pairs if one[0].family in ("Services", "Subscriptions")]
        return [_line(world, *chance.choice(renewed))]
    return [_line(world, *one) for one in chance.sample(pairs, chance.choice((1, 1, 2, 2, 3, 4)))]


def _line(world: World, plan: ProductPlan, product: Made) -> Line:
    discount = world.chance.choice((0, 0, 0, 0, 5, 10))
    return Line(product, plan.price, world.chance.randint(1, plan.most), discount)


def _amount(world: World, lines: Sequence[Line]) -> int:
    guess = world.chance.choice((4, 7, 9, 12, 18, 25, 36, 52, 80, 140)) * 100_000
    return sum(line.total for line in lines) or guess


def _name(world: World, way: Way, lines: Sequence[Line]) -> str:
    chance = world.chance
    product = lines[0].product if lines else chance.choice(world.products)
    if way.plan.type == "renewal":
        return f"{product.values['name']} ({world.days.today.year + chance.choice((0, 0, 1))})"
    pattern = chance.choice(world.company.words.deal_names)
    return pattern.format(product=product.values["name"], number=chance.randrange(1, 6))


def _lines(world: World, plans: Sequence[Deal]) -> Sequence[Row]:
    return [
        Row(
            deal.owner,
            {
                "opportunity": str(deal.id),
                "product": str(line.product.id),
                "quantity": line.quantity,
                "discount_percent": line.discount,
                "position": position,
            },
            deal.since,
        )
        for deal, plan in zip(world.deals, plans, strict=True)
        for position, line in enumerate(plan.lines)
    ]


def _roles(world: World) -> Sequence[Row]:
    rows = []
    for deal in world.deals:
        people = world.people_of(UUID(deal.values["account"]))
        chosen = world.chance.sample(people, min(len(people), world.chance.choice((1, 1, 2, 3))))
        for number, person in enumerate(chosen):
            values = {
                "opportunity": str(deal.id),
                "contact": str(person.id),
                "role": _ROLES[number] if number else world.chance.choice(_ROLES[:3]),
                "is_primary": number == 0,
            }
            rows.append(Row(deal.owner, values, deal.since))
    return rows


def _move(world: World, at: int, plan: Deal, number: int) -> Change:
    """One step of a deal; keeps on the deal how it stands, for the activities about it."""
    step = plan.steps[number]
    values: dict[str, Any] = {"stage": str(plan.way.stages[step.stage.name])}
    if step.stage.category == "lost":
        values["lost_reason"] = world.chance.choice(world.company.words.lost_reasons)
    world.deals[at].values.update(category=step.stage.category, moved_at=step.at)
    return Change(world.deals[at], values, step.at)
