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
    satang bigint,
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

-- b: for PostGraphile, summed when they are asked.
CREATE VIEW bench.nation_province WITH (security_invoker) AS
    SELECT compared.province_code, province.name_th, province.name_en, province.sort_key,
        count(*) AS organisations,
        count(*) FILTER (WHERE timeliness IN ('ON_TIME', 'LATE')) AS submitted,
        count(*) FILTER (WHERE timeliness = 'LATE') AS late,
        count(*) FILTER (WHERE timeliness = 'MISSING') AS missing
    FROM bench.compared JOIN province ON province.code = compared.province_code
    GROUP BY compared.province_code, province.code;
CREATE VIEW bench.nation_year WITH (security_invoker) AS
    SELECT province_code, be, sum(satang)::bigint AS satang
    FROM bench.dimension_year GROUP BY province_code, be;
CREATE VIEW bench.nation_dimension WITH (security_invoker) AS
    SELECT province_code, dimension_code, sum(satang)::bigint AS satang
    FROM bench.dimension_year GROUP BY province_code, dimension_code;
CREATE VIEW bench.nation_mission WITH (security_invoker) AS
    SELECT province_code, place, mission_code, count(*) FILTER (WHERE total > 0) AS organisations
    FROM bench.mission_coverage GROUP BY province_code, place, mission_code;
COMMENT ON VIEW bench.nation_province IS E'@primaryKey province_code';
COMMENT ON VIEW bench.nation_year IS
    E'@primaryKey province_code,be\n@foreignKey (province_code) references bench.nation_province (province_code)';
COMMENT ON VIEW bench.nation_dimension IS
    E'@primaryKey province_code,dimension_code\n@foreignKey (province_code) references bench.nation_province (province_code)';
COMMENT ON VIEW bench.nation_mission IS
    E'@primaryKey province_code,place\n@foreignKey (province_code) references bench.nation_province (province_code)';
GRANT SELECT ON bench.nation_province, bench.nation_year, bench.nation_dimension,
    bench.nation_mission TO simiti_app;
