-- What the channel reported of a message after it took it: delivered, or not. NULL: nothing, or the channel reports nothing.
ALTER TABLE outbox ADD COLUMN reported TEXT;
