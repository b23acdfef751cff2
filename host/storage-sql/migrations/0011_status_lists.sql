-- What an authority's lists of statuses are made of: few of many certificates.
CREATE INDEX certificates_not_valid ON certificates (authority, list, list_index, status)
    WHERE status <> 'valid';
