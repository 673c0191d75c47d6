-- What the two references read: rows per organisation, dimension, year and mission, as one would
-- lay them out for them. Filled from Simiti's own answers; the same policies as on its rollups.
CREATE SCHEMA bench;
GRANT USAGE ON SCHEMA bench TO simiti_app;

CREATE TABLE bench.compared (
    tenant_id bigint PRIMARY KEY,
    province_code text NOT NULL,
    district_code text,
    place bigint NOT NULL,
    code text NOT NULL,
    kind text NOT NULL,
    name_th text NOT NULL,
    name_short_th text NOT NULL,
    district_name_th text,
    district_name_en text,
    timeliness text NOT NULL,
    days_late bigint NOT NULL,
    revision_number bigint,
    submitted_at text,
    total text
);
CREATE INDEX ON bench.compared (province_code, place);

CREATE TABLE bench.compared_year (
    tenant_id bigint REFERENCES bench.compared,
    province_code text NOT NULL,
    district_code text,
    be bigint,
    amount text,
    PRIMARY KEY (tenant_id, be)
);
CREATE TABLE bench.dimension_budget (
    tenant_id bigint REFERENCES bench.compared,
    province_code text NOT NULL,
    district_code text,
    dimension_code text,
    total text,
    PRIMARY KEY (tenant_id, dimension_code)
);
CREATE TABLE bench.dimension_year (
    tenant_id bigint,
    province_code text NOT NULL,
    district_code text,
    dimension_code text,
    be bigint,
    amount text,
    PRIMARY KEY (tenant_id, dimension_code, be),
    FOREIGN KEY (tenant_id, dimension_code) REFERENCES bench.dimension_budget
);
CREATE TABLE bench.mission_coverage (
    tenant_id bigint REFERENCES bench.compared,
    province_code text NOT NULL,
    district_code text,
    place bigint,
    mission_code text NOT NULL,
    look text NOT NULL,
    amount text,
    total bigint NOT NULL,
    projects bigint NOT NULL,
    activities bigint NOT NULL,
    measures bigint NOT NULL,
    guidelines bigint NOT NULL,
    unknown bigint NOT NULL,
    PRIMARY KEY (tenant_id, place)
);
CREATE INDEX ON bench.compared_year (province_code);
CREATE INDEX ON bench.dimension_budget (province_code);
CREATE INDEX ON bench.dimension_year (province_code);
CREATE INDEX ON bench.mission_coverage (province_code);
