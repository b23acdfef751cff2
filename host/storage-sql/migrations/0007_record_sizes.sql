-- How many bytes departments keep, keys included: of each scope (0 is the department's own), and of all (-1).
CREATE TABLE record_sizes (
    department TEXT NOT NULL,
    citizen INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (department, citizen)
) WITHOUT ROWID;

INSERT INTO record_sizes (department, citizen, bytes)
SELECT department, citizen, SUM(LENGTH(CAST(key AS BLOB)) + LENGTH(value)) FROM records GROUP BY department, citizen
UNION ALL
SELECT department, -1, SUM(LENGTH(CAST(key AS BLOB)) + LENGTH(value)) FROM records GROUP BY department;

CREATE TRIGGER records_added AFTER INSERT ON records BEGIN
    INSERT INTO record_sizes (department, citizen, bytes)
    VALUES (NEW.department, NEW.citizen, LENGTH(CAST(NEW.key AS BLOB)) + LENGTH(NEW.value)),
           (NEW.department, -1, LENGTH(CAST(NEW.key AS BLOB)) + LENGTH(NEW.value))
    ON CONFLICT (department, citizen) DO UPDATE SET bytes = bytes + excluded.bytes;
END;

-- Rows are never updated: a write removes one and adds one.
CREATE TRIGGER records_removed AFTER DELETE ON records BEGIN
    UPDATE record_sizes SET bytes = bytes - LENGTH(CAST(OLD.key AS BLOB)) - LENGTH(OLD.value)
    WHERE department = OLD.department AND citizen IN (OLD.citizen, -1);
END;
