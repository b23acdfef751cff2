-- On which release a session's conversation is, so that a release that drains is known to be done.
ALTER TABLE sessions ADD COLUMN department TEXT;
ALTER TABLE sessions ADD COLUMN release TEXT;
-- The bytes of the state that the conversation had before its release took it over.
ALTER TABLE sessions ADD COLUMN earlier_state BLOB;

UPDATE sessions SET department = json_extract(body, '$.conversation.department'),
                    release = json_extract(body, '$.conversation.release')
WHERE json_extract(body, '$.conversation.department') IS NOT NULL;

CREATE INDEX sessions_conversation ON sessions (department, release) WHERE department IS NOT NULL;
