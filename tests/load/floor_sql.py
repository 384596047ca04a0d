"""The floor's SQL, written by hand. `{…}` are put in once from the facts, `%(…)s` are values."""

from typing import Any

_REACHED = """({alias}.owner_id = ANY(%(owners)s::uuid[]) OR {alias}.id IN (
    SELECT s.content_object_id FROM {table}usershare s
    WHERE s.user_id = %(me)s AND s.permission_id = ANY({permissions})
      AND (s.expires_at IS NULL OR s.expires_at > now())
    UNION ALL
    SELECT s.content_object_id FROM {table}teamshare s
    WHERE s.group_id = ANY(%(groups)s) AND s.permission_id = ANY({permissions})
      AND (s.expires_at IS NULL OR s.expires_at > now())))"""


def reached(table: str, facts: dict[str, Any], alias: str = "r", by: str = "permissions") -> str:
    """Rows that the reader sees: their teams' and those shared with them, or simply all.

    By `changing`, those that they may change.
    """
    if facts["everybody"]:
        return "TRUE"
    allowed = ", ".join(str(one) for one in facts[by][table])
    return _REACHED.format(alias=alias, table=table, permissions=f"ARRAY[{allowed}]")


def _by_array(condition: str) -> str:
    """The same, so that PostgreSQL fetches the shared ones by their ids: the way to count."""
    return condition.replace(".id IN (", ".id = ANY(ARRAY(").replace("now())))", "now()))))")


def prepared(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts with the pieces of SQL that follow from them."""
    by_array = _by_array(reached("sales_contact", facts))
    account = reached("sales_account", facts, "a")
    pieces = {
        "of_contacts": f"r.deleted_at IS NULL AND {reached('sales_contact', facts)}",
        "of_deals": f"r.deleted_at IS NULL AND {reached('sales_opportunity', facts)}",
        "may_update": reached("sales_opportunity", facts, by="changing"),
        "may_delete": "TRUE" if facts["everybody"] else "r.owner_id = %(me)s",
        "of_activities": f"r.deleted_at IS NULL AND {reached('activities_activity', facts)}",
        "counted_contacts": f"r.deleted_at IS NULL AND {by_array}",
        "account": f"LEFT JOIN sales_account a ON a.id = r.account_id AND {account}",
        "wanted": WANTED if facts.get("filtered") else "",
        "after": AFTER if facts.get("after") else "",
    }
    if facts.get("filtered"):
        pieces["of_contacts"] = pieces["counted_contacts"]
    counted = "NULL" if "count" in facts else COUNTED.format(**pieces)
    return {**facts, **pieces, "counted": counted}


CONTACTS = """
SELECT r.id, r.version, r.name, r.account_id, a.name, r.title, r.email, r.phone, r.owner_id, o.name,
       extensions.fold(r.name), r.id::text,
       {counted}
FROM sales_contact r {account} LEFT JOIN identity_user o ON o.id = r.owner_id
WHERE {of_contacts} {wanted} {after}
ORDER BY extensions.fold(r.name) COLLATE "C", r.id LIMIT 51
"""
COUNTED = """(SELECT count(*) FROM (SELECT 1 FROM sales_contact r {account}
        WHERE {counted_contacts} {wanted} LIMIT 10001) x)"""
CONTACTS_ESTIMATE = "SELECT 1 FROM sales_contact r {account} WHERE {counted_contacts} {wanted}"
AFTER = """AND (extensions.fold(r.name) COLLATE "C", r.id) > (%(key)s, %(key_id)s::uuid)"""
WANTED = """AND r.custom ->> 'tier' = 'gold' AND r.custom ->> 'region' = 'north'
    AND a.industry = 'energy'"""

CONTACT = """
SELECT r.id, r.first_name, r.last_name, r.name, r.account_id, a.name, r.title, r.email, r.emails,
       r.phone, r.phones, r.addresses, r.do_not_contact, r.lead_source, r.last_activity_at,
       r.owner_id, o.name, r.created_at, r.created_by_id, c.name, r.updated_at, r.updated_by_id,
       u.name, r.version, r.custom, r.deleted_at, r.last_contacted_at, r.next_activity_at
FROM sales_contact r {account} LEFT JOIN identity_user o ON o.id = r.owner_id
LEFT JOIN identity_user c ON c.id = r.created_by_id
LEFT JOIN identity_user u ON u.id = r.updated_by_id
WHERE r.id = %(record)s AND {of_contacts}
"""

_SEARCHED = """
(SELECT '{name}' AS object, r.id, r.{title}::text AS name, {detail}::text AS detail,
        CASE WHEN extensions.fold(r.{title}) LIKE %(starts)s THEN 2
             WHEN r.search_text LIKE %(holds)s THEN 1 ELSE 0 END
        + word_similarity(%(word)s, r.search_text) AS score
 FROM {table} r {joined}
 WHERE {reached} {private} AND (r.search_text LIKE %(holds)s OR %(word)s <%% r.search_text)
 ORDER BY score DESC, r.id DESC LIMIT 5)"""


def search(searched: dict[str, dict[str, Any]], facts: dict[str, Any]) -> str:
    return " UNION ALL ".join(
        _SEARCHED.format(
            name=name,
            title=one["title"],
            detail=one["detail"],
            table=one["table"],
            joined=one["joined"].format(**facts),
            private=one["private"],
            reached=f"r.deleted_at IS NULL AND {_searched_reach(one, facts)}",
        )
        for name, one in searched.items()
    )


def _searched_reach(one: dict[str, Any], facts: dict[str, Any]) -> str:
    if one["table"] in facts["permissions"] or facts["everybody"]:
        return reached(one["table"], facts)
    return "r.owner_id = ANY(%(owners)s::uuid[])"


CARDS = """
SELECT t.id, c.* FROM unnest(%(stage_ids)s::uuid[]) WITH ORDINALITY AS t(id, place)
CROSS JOIN LATERAL (
    SELECT r.id AS card, r.name, r.account_id, a.name AS account, r.owner_id, o.name AS owner,
           r.amount, r.amount_currency, r.expected_close_date, r.version, r.stage_entered_at,
           r.last_activity_at, r.rank::text AS k1, r.id::text AS k2, r.next_activity_at,
           floor(extract(epoch FROM now() - r.stage_entered_at) / 86400)::int AS days,
           CASE WHEN r.next_activity_at IS NULL THEN 'none'
                WHEN r.next_activity_at < now() THEN 'overdue' ELSE 'planned' END AS next,
           {may_update} AS may_update, {may_delete} AS may_delete
    FROM sales_opportunity r {account} LEFT JOIN identity_user o ON o.id = r.owner_id
    WHERE r.stage_id = t.id AND {of_deals}
    ORDER BY r.rank, r.id LIMIT 51) c
ORDER BY t.place
"""
SUMS = """
SELECT r.stage_id, r.amount_currency, count(*), sum(r.amount),
       round(sum(r.amount * r.probability / 100.0)),
       count(*) FILTER (WHERE r.stage_entered_at <= now() - make_interval(days => {limit}))
FROM sales_opportunity r WHERE r.stage_id = ANY(%(stage_ids)s::uuid[]) AND {of_deals}
GROUP BY 1, 2 ORDER BY 1, 2
"""

TIMELINE_RECORD = """
SELECT r.id, r.created_at, r.created_by_id, c.name
FROM sales_contact r LEFT JOIN identity_user c ON c.id = r.created_by_id
WHERE r.id = %(record)s AND {of_contacts}
"""
TIMELINE_ACTIVITIES = """
SELECT r.id, r.kind, r.subject, r.body, r.status, r.priority, r.due_at, r.starts_at, r.ends_at,
       r.completed_at, r.duration_minutes, r.direction, r.is_private, r.owner_id, o.name,
       r.created_at, r.created_by_id, c.name, r.version, r.is_pinned
FROM activities_activity r LEFT JOIN identity_user o ON o.id = r.owner_id
LEFT JOIN identity_user c ON c.id = r.created_by_id
WHERE r.contact_id = %(record)s AND (NOT r.is_private OR r.owner_id = %(me)s) AND {of_activities}
ORDER BY r.created_at DESC, r.id DESC LIMIT 51
"""
TIMELINE_TRAIL = """
SELECT id FROM audit_auditentry WHERE record_id = %(record)s
   AND action IN ('update', 'delete', 'restore') ORDER BY id DESC LIMIT 51
"""

ACT_AS = "SELECT set_config('app.actor', %(actor)s, true)"
INSERT_CONTACT = """
INSERT INTO sales_contact (id, owner_id, custom, created_at, created_by_id, updated_at,
    updated_by_id, version, search_text, first_name, last_name, name, email, do_not_contact)
VALUES (%(record)s, %(me)s, '{}', now(), %(me)s, now(), %(me)s, 1, %(text)s, 'Ada', %(last_name)s,
    %(name)s, %(email)s, false)
"""
INSERT_EVENT = """
INSERT INTO events_outboxevent (id, name, object, records, payload, actor_id, at, attempts, error)
VALUES (%(event)s, %(happened)s, 'contacts', %(records)s, '{}', %(me)s, now(), 0, '')
"""
LOCK_DEAL = """
SELECT r.stage_id, r.version, r.stage_entered_at FROM sales_opportunity r
WHERE r.id = %(record)s AND {of_deals} FOR UPDATE OF r
"""
TOP_RANK = """
SELECT rank FROM sales_opportunity WHERE stage_id = %(to)s AND deleted_at IS NULL
ORDER BY rank LIMIT 1
"""
MOVE_DEAL = """
UPDATE sales_opportunity SET stage_id = %(to)s, rank = %(rank)s, version = version + 1,
    updated_at = now(), updated_by_id = %(me)s, stage_entered_at = now(),
    probability = (SELECT probability FROM sales_stage WHERE id = %(to)s)
WHERE id = %(record)s
"""
INSERT_STAGE_CHANGE = """
INSERT INTO sales_stagechange (id, opportunity_id, from_stage_id, to_stage_id, at, by_id,
    seconds_in_previous)
VALUES (%(id)s, %(record)s, %(from)s, %(to)s, now(), %(me)s, 0)
"""
INSERT_UNDO = """
INSERT INTO records_undostep (id, actor_id, action, object, records, count, skipped, created_at)
VALUES (%(undo)s, %(me)s, 'move', 'opportunities', %(steps)s, 1, 0, now())
"""
DEAL = """
SELECT r.*, a.name AS account_name, o.name AS owner_name, p.name AS pipeline_name,
       t.name AS stage_name, c.name AS created_by_name, u.name AS updated_by_name
FROM sales_opportunity r {account} LEFT JOIN identity_user o ON o.id = r.owner_id
JOIN sales_pipeline p ON p.id = r.pipeline_id JOIN sales_stage t ON t.id = r.stage_id
LEFT JOIN identity_user c ON c.id = r.created_by_id
LEFT JOIN identity_user u ON u.id = r.updated_by_id
WHERE r.id = %(record)s AND {of_deals}
"""
