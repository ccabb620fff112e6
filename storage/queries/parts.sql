-- part: own_quiet
-- When a person's own quiet hours are over. `minute`: of the local day; `urgent` waits for nothing.
CASE WHEN :urgent OR c.quiet_from IS NULL THEN :now
     WHEN c.quiet_from <= c.quiet_until AND :minute >= c.quiet_from AND :minute < c.quiet_until
         THEN :now + (c.quiet_until - :minute) * 60000000
     WHEN c.quiet_from > c.quiet_until AND :minute >= c.quiet_from THEN :now + (1440 - :minute + c.quiet_until) * 60000000
     WHEN c.quiet_from > c.quiet_until AND :minute < c.quiet_until THEN :now + (c.quiet_until - :minute) * 60000000
     ELSE :now END;

-- part: waits_until
-- The same, or when the time is over for which notices wait.
CASE WHEN :urgent THEN :now ELSE MAX(COALESCE(c.muted_until, :now), :now, {own_quiet}) END;

-- part: first_channel
-- The channel on which a person (contacts AS c) is reached now; NULL where there is none.
(SELECT u.channel FROM urns AS u WHERE u.contact_id = c.id AND u.stopped_at IS NULL
 AND u.channel IN (SELECT value FROM json_each(:active)) ORDER BY u.position, u.id LIMIT 1);
