"""What a look into the file asks. Written by ``python -m tests.storage.engines.test_prepared``."""

# ruff: noqa: E501

STATEMENTS = {
    "settings": """\
SELECT settings."key", settings.value
FROM settings""",
    "notices": """\
SELECT notices.id, notices.year, notices.text, notices.added_at, notices.added_by
FROM notices ORDER BY notices.id""",
    "any": """\
SELECT tickets.id
FROM tickets
 LIMIT 1 OFFSET 0""",
    "day": """\
SELECT count(*) FILTER (WHERE tickets.due_order < '9' AND tickets.due_order < :now AND tickets.due_order < '7') AS anon_1, count(*) FILTER (WHERE tickets.due_order < '9' AND tickets.due_order >= :now AND tickets.due_order < :tomorrow AND tickets.due_order < '7') AS anon_2, count(*) FILTER (WHERE tickets.due_order < '9' AND tickets.stage = 20 AND tickets.return_due != '' AND tickets.return_due < :now) AS anon_3, count(*) FILTER (WHERE tickets.due_order < '9' AND tickets.due_order >= :now AND tickets.due_order >= :tomorrow AND tickets.due_order < '7' AND (tickets.level = 10 AND tickets.due_order <= :urgent_near_until OR tickets.level != 10 AND tickets.due_order < :near_until) AND tickets.due_order < '7') AS anon_4, count(*) FILTER (WHERE tickets.task = '待先行联系' AND tickets.due_order < '9') AS anon_5, count(*) FILTER (WHERE tickets.task = '待派单' AND tickets.due_order < '9') AS anon_6, count(*) FILTER (WHERE tickets.task = '待审核' AND tickets.due_order < '9') AS anon_7, count(*) FILTER (WHERE tickets.task = '待回访' AND tickets.due_order < '9') AS anon_8, count(*) FILTER (WHERE tickets.task = '待再处置' AND tickets.due_order < '9') AS anon_9, count(*) FILTER (WHERE tickets.task = '待结案' AND tickets.due_order < '9') AS anon_10, (SELECT count(*) AS count_1
FROM tickets INDEXED BY ix_tickets_pending
WHERE tickets.pending != '' AND (tickets.pending LIKE '%' || '退单待审' || '%' ESCAPE '/')) AS anon_11, (SELECT count(*) AS count_2
FROM tickets INDEXED BY ix_tickets_pending
WHERE tickets.pending != '' AND (tickets.pending LIKE '%' || '延期待批' || '%' ESCAPE '/')) AS anon_12, (SELECT count(*) AS count_3
FROM tickets INDEXED BY ix_tickets_pending
WHERE tickets.pending != '' AND (tickets.pending LIKE '%' || '不属实待备案' || '%' ESCAPE '/')) AS anon_13, (SELECT count(*) AS count_4
FROM tickets INDEXED BY ix_tickets_pending
WHERE tickets.pending != '' AND (tickets.pending LIKE '%' || '不满意待说明' || '%' ESCAPE '/')) AS anon_14, (SELECT count(*) AS count_5
FROM tickets INDEXED BY ix_tickets_pending
WHERE tickets.pending != '' AND (tickets.pending LIKE '%' || '不满意待备案' || '%' ESCAPE '/')) AS anon_15, count(*) FILTER (WHERE tickets.provisional = 1 AND tickets.due_order < '9') AS anon_16
FROM tickets INDEXED BY ix_tickets_walk
WHERE tickets.due_order < '9'""",
    "awaited": """\
SELECT count(*) AS count_1
FROM printed_papers
WHERE printed_papers.awaited = 1 AND printed_papers.returned_on = ''""",
    "candidates": """\
SELECT (SELECT count(*) AS count_1
FROM candidates
WHERE candidates.state = 0 AND candidates."trigger" != '重复3次及以上') + (SELECT count(*) AS count_2
FROM ticket_lapses JOIN tickets ON tickets.id = ticket_lapses.ticket_id
WHERE ticket_lapses.until = '' AND ticket_lapses.at < :minute AND ticket_lapses.kind = '逾期' AND NOT (EXISTS (SELECT *
FROM candidates
WHERE candidates.ticket_id = ticket_lapses.ticket_id AND candidates."trigger" = '逾期未办结' AND candidates.since = ticket_lapses.at AND candidates.state != 3))) AS anon_1""",
    "repeats": """\
SELECT tickets.number, candidates.others
FROM candidates JOIN tickets ON tickets.id = candidates.ticket_id
WHERE candidates.state = 0 AND tickets.origin != 30 AND candidates."trigger" = '重复3次及以上' ORDER BY candidates.since, candidates.id""",
    "pool": """\
SELECT count(*) AS count_1
FROM cases
WHERE cases.stage IN ('待定')""",
    "cases": """\
SELECT count(*) AS count_1
FROM cases
WHERE cases.stage IN ('待反馈', '待呈报', '待开会', '待批示', '待核实', '待现场督办', '待电话督办', '待签发', '待送达')""",
    "first": """\
SELECT tickets.id, tickets.number, tickets.title, tickets.content, tickets.caller, tickets.phones, tickets.address, tickets.confidential, tickets.level, tickets.stage, tickets.round, tickets.unit, tickets.called_at, tickets.received_at, tickets.handed_on, tickets.due, tickets.planned, tickets.provisional, tickets.finished_at, tickets.closed_at, tickets.urges, tickets.origin, tickets.platform_state, tickets.request_type, tickets.place, tickets.transfer_number, tickets.due_order
FROM tickets INDEXED BY ix_tickets_walk ORDER BY tickets.due_order, tickets.id
 LIMIT :rows OFFSET 0""",
    "numbered": """\
SELECT tickets.id, tickets.number, tickets.title, tickets.content, tickets.caller, tickets.phones, tickets.address, tickets.confidential, tickets.level, tickets.stage, tickets.round, tickets.unit, tickets.called_at, tickets.received_at, tickets.handed_on, tickets.due, tickets.planned, tickets.provisional, tickets.finished_at, tickets.closed_at, tickets.urges, tickets.origin, tickets.platform_state, tickets.request_type, tickets.place, tickets.transfer_number
FROM tickets
WHERE tickets.number = :number""",
    "first_open": """\
SELECT tickets.id, tickets.number, tickets.title, tickets.content, tickets.caller, tickets.phones, tickets.address, tickets.confidential, tickets.level, tickets.stage, tickets.round, tickets.unit, tickets.called_at, tickets.received_at, tickets.handed_on, tickets.due, tickets.planned, tickets.provisional, tickets.finished_at, tickets.closed_at, tickets.urges, tickets.origin, tickets.platform_state, tickets.request_type, tickets.place
FROM tickets INDEXED BY ix_tickets_walk
WHERE tickets.due_order < '9' ORDER BY tickets.due_order, tickets.id
 LIMIT :rows OFFSET 0""",
}
