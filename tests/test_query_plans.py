"""The hot queries use their indexes: EXPLAIN QUERY PLAN guards against the full scan that was measured ten times slower."""

from __future__ import annotations

import pytest

from storage.queries import queries
from storage.repositories import FOREVER
from tests.town import Town

HOT = [
    ("outbox", "claim", {"outbox_due", "outbox_lane"}),
    ("outbox", "next_due", {"outbox_due"}),
    ("outbox", "take_over", {"outbox_due"}),
    ("outbox", "next_take_over", {"outbox_due"}),
    ("announcements", "slice_end", {"contacts_district"}),
    ("announcements", "fan_out", {"contacts_district"}),
    ("announcements", "head_count", {"contacts_district"}),
    ("announcements", "figures", {"outbox_about"}),
    ("meetings", "slice_of_reminder", {"sqlite_autoindex_asked_1"}),
    ("meetings", "put_change", {"sqlite_autoindex_asked_1"}),
    ("vitals", "parts", {"outbox_parts"}),
    ("inbox", "due", {"inbox_due", "inbox_lane"}),
    ("inbox", "accept_known", {"sqlite_autoindex_urns_1"}),
    ("inbox", "lately", {"inbox_urn"}),
    ("inbox", "next_due", {"inbox_due"}),
    ("inbox", "album", {"inbox_album"}),
    ("vitals", "rejected", {"outbox_rejected"}),
    ("outbox", "landed", {"urns_contact"}),
    ("reports", "of_author", {"reports_author"}),
    ("reports", "open_in_districts", {"reports_open"}),
    ("dialogue", "due_timers", {"timers_due"}),
    ("dialogue", "next_timer", {"timers_due"}),
    ("webchat", "since", {"webchat_revision"}),
    ("contacts", "by_address", {"sqlite_autoindex_urns_1"}),
]
PARAMETERS = {
    "channel": "web", "now": 1, "lease": 1, "limit": 10, "author": 1, "districts": "[5]", "urn_id": 1, "revision": 1, "address": "x",
    "forever": FOREVER, "viewer": 1, "bulk": 10, "bulk_from": 1, "since": 1, "urn": 1, "album": "x", "id": 1,
    "district": 5, "street": "", "house": "", "from_house": None, "to_house": None, "after": 0, "last": 9, "active": "[]", "about": "x", "keys": "x",
    "lane": "bulk", "priority": 3, "prompt": "{}", "if_uncertain": "leave", "expires_at": 1,
    "minute": 1, "change_at": 1, "change": 0,
    "urgent": 0, "topic": "", "staircase": "", "meeting": 1, "occurrence": 1, "of_team": 0, "sequence": 1, "key": "x",
    "arrivals": "[]", "others": '["telegram"]', "before": 1,
}  # fmt: skip


@pytest.mark.parametrize(("noun", "name", "indexes"), HOT, ids=[f"{noun}.{name}" for noun, name, _ in HOT])
async def test_the_plan(town: Town, noun: str, name: str, indexes: set[str]) -> None:
    sql = queries(noun)[name]
    wanted = {key: value for key, value in PARAMETERS.items() if f":{key}" in sql}
    plan = [row["detail"] for row in await town.app.database.writer.fetch(f"EXPLAIN QUERY PLAN {sql}", wanted)]
    tables = {"outbox": ("outbox", " o ", " e "), "inbox": (" i ", " earlier "), "reports": (" r ",)}.get(noun, ())
    scans = [detail for detail in plan if detail.startswith("SCAN") and any(table.strip() in detail.split() for table in tables)]
    used = {index for index in indexes if any(index in detail for detail in plan)}
    assert used == indexes, plan
    assert all("USING" in detail for detail in scans), plan
