-- What happens when a promise passes moved into a room of its own.
UPDATE timers SET name = 'resident.late.overdue' WHERE name = 'resident.report.overdue';
UPDATE inbox SET payload = replace(payload, 'resident.report.overdue', 'resident.late.overdue') WHERE settled_at IS NULL AND kind = 'timer';
