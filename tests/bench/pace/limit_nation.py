"""The limit of case b: a wide row of figures per organisation, summed by province in one statement.

Written by a program, because every dimension, year and mission of the edition is a column.
"""

from __future__ import annotations

from collections.abc import Iterator

from plan_core.framework.rules import FrameworkEdition

TABLE = "wide"


def statements(edition: FrameworkEdition) -> Iterator[str]:
    """The table, filled from the references' other tables, and the function that sums it."""
    cells = [
        (dimension.code, year) for dimension in edition.dimensions for year in edition.fiscal_years
    ]
    missions = [mission.code for mission in edition.missions()]
    sums = ", ".join(
        f"sum(satang) FILTER (WHERE dimension_code = '{code}' AND be = {year})::bigint"
        f" AS {_cell(code, year)}"
        for code, year in cells
    )
    has = ", ".join(
        f"coalesce(bool_or(total > 0) FILTER (WHERE place = {at}), false) AS m{at}"
        for at in range(len(missions))
    )
    named = ", ".join(
        [*(_cell(*cell) for cell in cells), *(f"m{at}" for at in range(len(missions)))]
    )
    yield f"""CREATE TABLE bench.{TABLE} AS
        WITH money AS (
            SELECT tenant_id, {sums} FROM bench.dimension_year GROUP BY tenant_id
        ), rows AS (
            SELECT tenant_id, {has} FROM bench.mission_coverage GROUP BY tenant_id
        )
        SELECT tenant_id, province_code, district_code, timeliness, {named}
        FROM bench.compared LEFT JOIN money USING (tenant_id) LEFT JOIN rows USING (tenant_id)"""
    yield f"ALTER TABLE bench.{TABLE} ADD PRIMARY KEY (tenant_id)"
    yield _function(edition, cells, missions)


def _cell(dimension: str, year: int) -> str:
    return f"d{dimension}_{year}"


def _function(edition: FrameworkEdition, cells: list[tuple[str, int]], missions: list[str]) -> str:
    money = ", ".join(f"sum({_cell(*cell)})::bigint AS {_cell(*cell)}" for cell in cells)
    covered = ", ".join(f"count(*) FILTER (WHERE m{at}) AS m{at}" for at in range(len(missions)))
    again = ", ".join(f"sum(m{at})::bigint AS m{at}" for at in range(len(missions)))
    counts = ("organisations", "submitted", "late", "missing")
    counted = ", ".join(f"sum({name})::bigint AS {name}" for name in counts)
    line = _line(edition, missions)
    return f"""CREATE FUNCTION bench.nation() RETURNS text LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM set_config('simiti.nation', 'yes', true);
        RETURN (
            WITH by_province AS (
                SELECT province_code, count(*) AS organisations,
                    count(*) FILTER (WHERE timeliness IN ('ON_TIME', 'LATE')) AS submitted,
                    count(*) FILTER (WHERE timeliness = 'LATE') AS late,
                    count(*) FILTER (WHERE timeliness = 'MISSING') AS missing,
                    {money}, {covered}
                FROM bench.{TABLE} GROUP BY province_code
            ), whole AS (
                SELECT NULL::text AS code, NULL::text AS name_th, NULL::text AS name_en,
                    {counted}, {money}, {again}
                FROM by_province
            ), named AS (
                SELECT * FROM by_province JOIN province ON code = province_code
            )
            SELECT json_build_object('data', json_build_object('nation', json_build_object(
                'total', (SELECT {line} FROM whole),
                'compared', (SELECT json_agg({line} ORDER BY sort_key) FROM named)
            )))
        );
    END
    $$"""


def _line(edition: FrameworkEdition, missions: list[str]) -> str:
    """As the screen asks for a province."""
    dimensions = [dimension.code for dimension in edition.dimensions]
    years = edition.fiscal_years

    def total(cells: list[str]) -> str:
        return f"bench.baht((SELECT sum(x)::bigint FROM unnest(ARRAY[{', '.join(cells)}]) AS x))"

    all_cells = [_cell(code, year) for code in dimensions for year in years]
    by_year = ", ".join(
        f"json_build_object('be', {year}, 'amount', "
        f"{total([_cell(code, year) for code in dimensions])})"
        for year in years
    )
    by_dimension = ", ".join(
        f"json_build_object('dimensionCode', '{code}', 'total', "
        f"{total([_cell(code, year) for year in years])})"
        for code in dimensions
    )
    covered = ", ".join(
        f"json_build_object('missionCode', '{code}', 'organisations', m{at})"
        for at, code in enumerate(missions)
    )
    return f"""json_build_object(
        'province', CASE WHEN code IS NOT NULL THEN
            json_build_object('code', code, 'nameTh', name_th, 'nameEn', name_en) END,
        'organisations', organisations, 'submitted', submitted, 'late', late, 'missing', missing,
        'total', {total(all_cells)}, 'years', json_build_array({by_year}),
        'dimensions', json_build_array({by_dimension}),
        'coveredMissions', json_build_array({covered}))"""
