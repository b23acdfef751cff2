-- What citizens asked for and did not find: masked words, each with who said them, which is for counting them alone.
CREATE TABLE unmet (
    -- Days in India since 1970-01-01 there.
    day INTEGER NOT NULL,
    words TEXT NOT NULL,
    citizen INTEGER NOT NULL,
    language TEXT NOT NULL,
    messages INTEGER NOT NULL,
    PRIMARY KEY (day, words, citizen, language)
) WITHOUT ROWID;
CREATE INDEX unmet_citizen ON unmet (citizen, day);

-- Of each such day: how many different words it has, and how many messages more were counted without their words.
CREATE TABLE unmet_days (
    day INTEGER PRIMARY KEY,
    words INTEGER NOT NULL DEFAULT 0,
    more INTEGER NOT NULL DEFAULT 0
);

-- How often services were begun. Of nobody.
CREATE TABLE begins (
    day INTEGER NOT NULL,
    department TEXT NOT NULL,
    service TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (day, department, service)
) WITHOUT ROWID;
