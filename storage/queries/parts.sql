-- part: own_quiet
-- When a person's own quiet hours are over, by the wall clock: `minute` of the local day, which is changed by `change` at `change_at`.
CASE WHEN :urgent OR c.quiet_from IS NULL THEN :now ELSE (
    SELECT over.at - CASE WHEN over.at > :change_at THEN :change ELSE 0 END FROM (SELECT :now + 60000000 * CASE
        WHEN c.quiet_from <= c.quiet_until AND :minute >= c.quiet_from AND :minute < c.quiet_until THEN c.quiet_until - :minute
        WHEN c.quiet_from > c.quiet_until AND :minute >= c.quiet_from THEN 1440 - :minute + c.quiet_until
        WHEN c.quiet_from > c.quiet_until AND :minute < c.quiet_until THEN c.quiet_until - :minute
        ELSE 0 END AS at) AS over) END;

-- part: waits_until
-- The same, or when the time is over for which notices wait.
CASE WHEN :urgent THEN :now ELSE MAX(COALESCE(c.muted_until, :now), :now, {own_quiet}) END;

-- part: first_channel
-- The channel on which a person (contacts AS c) is reached now; NULL where there is none.
(SELECT u.channel FROM urns AS u WHERE u.contact_id = c.id AND u.stopped_at IS NULL
 AND u.channel IN (SELECT value FROM json_each(:active)) ORDER BY u.position, u.id LIMIT 1);
