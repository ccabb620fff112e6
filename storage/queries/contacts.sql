-- name: by_address
-- The URN of a channel's address.
SELECT id, channel, address, contact_id, stopped_at FROM urns WHERE channel = :channel AND address = :address;

-- name: new_contact
-- A new person.
INSERT INTO contacts (language, created_at) VALUES (:language, :now);

-- name: first_urn
-- The way by which the person who was just added has come (units run one after another: the highest number is theirs).
INSERT INTO urns (channel, address, contact_id, position) SELECT :channel, :address, MAX(c.id), 0 FROM contacts AS c
RETURNING id, contact_id;

-- name: new_urn
-- A first or further way to reach a person.
INSERT INTO urns (channel, address, contact_id, position) VALUES (:channel, :address, :contact, :position) RETURNING id;

-- name: urn
-- One URN by its number.
SELECT id, channel, address, contact_id FROM urns WHERE id = :id;

-- name: reachable
-- All ways to reach some people, in their order of preference, with their language.
SELECT u.id, u.channel, u.address, u.contact_id, c.language, c.discreet
FROM urns AS u JOIN contacts AS c ON c.id = u.contact_id
WHERE u.contact_id IN (SELECT value FROM json_each(:contacts)) AND u.stopped_at IS NULL
ORDER BY u.contact_id, u.position, u.id;

-- name: stop
-- The person, or the channel, said that nothing more may be sent there.
UPDATE urns SET stopped_at = :now WHERE id = :id;

-- name: resume
-- Whoever writes can be reached again.
UPDATE urns SET stopped_at = NULL WHERE id = :id AND stopped_at IS NOT NULL;

-- name: prefer
-- The person's own order: one first, the others as they stood.
UPDATE urns SET position = CASE WHEN id = :id THEN 0 ELSE position + 1 END WHERE contact_id = :contact;

-- name: moved
-- A chat has another address; one that is known already keeps its own person.
UPDATE urns SET address = :address WHERE id = :id
AND NOT EXISTS (SELECT 1 FROM urns AS u WHERE u.channel = urns.channel AND u.address = :address);

-- name: roles_moved
-- The chat's new address was known before as somebody of its own: the roles go there.
UPDATE roles SET contact_id = (SELECT other.contact_id FROM urns AS other JOIN urns AS u ON u.channel = other.channel
                               WHERE u.id = :id AND other.address = :address AND other.id <> :id)
WHERE contact_id = (SELECT u.contact_id FROM urns AS u WHERE u.id = :id)
  AND EXISTS (SELECT 1 FROM urns AS other JOIN urns AS u ON u.channel = other.channel
              WHERE u.id = :id AND other.address = :address AND other.id <> :id);

-- name: set_language
-- The language in which the person is answered.
UPDATE contacts SET language = :language WHERE id = :contact;

-- name: warned
-- The warning against fraud was said.
UPDATE contacts SET warned = 1 WHERE id = :contact;

-- name: set_discreet
-- Whether notices say the number and the street only.
UPDATE contacts SET discreet = :discreet WHERE id = :contact;

-- name: remember_address
-- With consent only.
UPDATE contacts SET street = :street, house = :house, detail = :detail, remembered_at = :now, district = :district,
    house_number = :house_number, announcements = :announcements WHERE id = :contact;

-- name: place
-- The map has changed: the remembered address belongs to this district now.
UPDATE contacts SET district = :district WHERE id = :contact;

-- name: mute
-- Until when notices wait.
UPDATE contacts SET muted_until = :until WHERE id = :contact;

-- name: quiet_hours
-- When notices wait every day.
UPDATE contacts SET quiet_from = :begin, quiet_until = :end WHERE id = :contact;

-- name: wants
-- Whether announcements are wanted.
UPDATE contacts SET announcements = :wanted WHERE id = :contact AND (:wanted = 0 OR street IS NOT NULL);

-- name: forget_address
-- On request, or after the silence that was promised.
UPDATE contacts SET street = NULL, house = NULL, detail = NULL, remembered_at = NULL, district = NULL, house_number = NULL, announcements = 0
WHERE id = :contact OR merged_into = :contact;

-- name: follow
-- Another address for which somebody wants announcements.
INSERT INTO followed (contact_id, street, house, detail, house_number, district)
VALUES (:contact, :street, :house, :detail, :house_number, :district) ON CONFLICT (contact_id, street, house, detail) DO NOTHING;

-- name: wants_some
-- Whoever follows an address wants announcements, whatever of an own one.
UPDATE contacts SET announcements = 1 WHERE id = :contact;

-- name: unfollow
-- Not any longer.
DELETE FROM followed WHERE contact_id = :contact AND street = :street AND house = :house AND detail = :detail;

-- name: unfollow_all
-- None of them.
DELETE FROM followed WHERE contact_id = :contact;

-- name: followed
-- What somebody follows.
SELECT street, house, detail, district FROM followed WHERE contact_id = :contact ORDER BY street, house, detail;

-- name: followed_after
-- All that is followed, person by person.
SELECT contact_id, street, house, detail FROM followed WHERE contact_id > :after AND contact_id <= :last ORDER BY contact_id;

-- name: place_followed
-- The map has changed: what is followed belongs to this district now.
UPDATE followed SET district = :district WHERE contact_id = :contact AND street = :street AND house = :house AND detail = :detail;

-- name: unwanted
-- The topics that somebody does not want.
SELECT topic FROM unwanted_topics WHERE contact_id = :contact ORDER BY topic;

-- name: unwant
-- One of them.
INSERT INTO unwanted_topics (contact_id, topic) VALUES (:contact, :topic) ON CONFLICT (contact_id, topic) DO NOTHING;

-- name: want
-- Wanted again.
DELETE FROM unwanted_topics WHERE contact_id = :contact AND topic = :topic;

-- name: last_words
-- When somebody wrote last.
SELECT MAX(i.received_at) AS at FROM urns AS u JOIN inbox AS i ON i.urn_id = u.id WHERE u.contact_id = :contact AND i.kind <> 'timer';

-- name: remembered_after
-- Whoever asked us to remember an address, a slice at a time.
SELECT id, street, house, detail FROM contacts WHERE id > :after AND street IS NOT NULL AND merged_into IS NULL ORDER BY id LIMIT :limit;

-- name: given_away
-- Telephone numbers that were switched off long ago, or from which nobody has written for long. Those of people in a role stay.
SELECT u.id FROM urns AS u JOIN contacts AS c ON c.id = u.contact_id
WHERE u.channel IN (SELECT value FROM json_each(:channels)) AND u.address NOT LIKE 'erased:%'
  AND (u.stopped_at < :stopped
       OR (c.created_at < :silent AND NOT EXISTS (SELECT 1 FROM inbox AS i WHERE i.urn_id = u.id AND i.kind <> 'timer' AND i.received_at >= :silent)))
  AND NOT EXISTS (SELECT 1 FROM roles AS r WHERE r.contact_id = u.contact_id)
ORDER BY u.id LIMIT :limit;

-- name: forget_address_of
-- Nothing leads from the number to whoever it was.
UPDATE urns SET address = 'erased:' || id, stopped_at = :now WHERE id = :id;

-- name: forget_menu_of
-- Nothing that was offered there can be chosen.
DELETE FROM menus WHERE urn_id = :id;

-- name: forget_session_of
-- No conversation goes on there.
DELETE FROM sessions WHERE urn_id = :id;

-- name: is_erased
-- Whoever is gone at their own wish.
SELECT 1 FROM contacts WHERE id = :contact AND erased_at IS NOT NULL;
