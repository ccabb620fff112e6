-- What the operator must see at a glance.
CREATE INDEX inbox_failed ON inbox (settled_at) WHERE outcome = 'failed';
