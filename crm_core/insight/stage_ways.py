"""How far opportunities came on their way through the stages, and how long they stood in each."""

from django.db import connection

from crm_core.insight.sales_tiles import conversion_cohort, reaching
from crm_core.insight.tallies import Counted
from crm_core.insight.tiles import Asked
from crm_core.records.query.filters import compile_filter
from crm_core.records.query.source import Source


def reached_stages(source: Source, asked: Asked) -> dict[str, Counted]:
    """Stage → how many of the cohort ever were in it or behind it, and the mean stay in it.

    Each opportunity's furthest stage says it, so that the history is read once for all stages.
    """
    where = source.base_condition(seeking="all") & compile_filter(source, conversion_cohort(asked))
    origin = source.from_clause()
    stages = reaching(asked)
    # The stages in their order; all that mean won are the last step.
    way = [ids[0] for _, ids in stages[:-1]] + (stages[-1][1] if stages else [])
    with connection.cursor() as run:
        run.execute(
            "WITH steps AS MATERIALIZED (SELECT h.opportunity_id AS deal, h.from_stage_id AS left_,"
            " h.seconds_in_previous AS stay,"
            " array_position(%s::uuid[], h.to_stage_id) AS step"
            f' FROM sales_stagechange h JOIN (SELECT "r".id FROM {origin.sql} WHERE {where.sql})'
            " cohort ON cohort.id = h.opportunity_id)"
            " SELECT NULL::uuid, least(step, %s), count(*), NULL FROM"
            " (SELECT max(step) AS step FROM steps GROUP BY deal) furthest"
            " WHERE step IS NOT NULL GROUP BY 2"
            " UNION ALL SELECT left_, NULL, count(DISTINCT deal), sum(stay) / 86400.0 FROM steps"
            " WHERE left_ IS NOT NULL AND stay IS NOT NULL GROUP BY 1",
            (way, *origin.params, *where.params, len(stages)),
        )
        rows = run.fetchall()
    found = {str(stage.id): Counted(str(stage.id)) for stage, _ in stages}
    for stage, step, deals, stay in rows:
        if step is not None:
            for reached, _ in stages[:step]:
                found[str(reached.id)].count += deals
        elif str(stage) in found:
            found[str(stage)].measured = deals
            found[str(stage)].total_days = float(stay)
    return found
