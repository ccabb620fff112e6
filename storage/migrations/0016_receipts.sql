-- Whoever waits to hear how a message ended: a timer that is set when it is settled.
ALTER TABLE outbox ADD COLUMN then_timer TEXT;
