-- The limit: each case is one statement that returns the finished JSON. The functions run as who
-- calls them, under row-level security; the scope is set by the same call, so that one round trip
-- is all there is.

CREATE FUNCTION bench.global_id(kind text, key text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT rtrim(translate(encode(convert_to(kind || ':' || key, 'UTF8'), 'base64'), E'+/\n', '-_'), '=')
$$;

CREATE FUNCTION bench.baht(satang bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN satang % 100 = 0 THEN (satang / 100)::text
        ELSE (satang::numeric / 100)::numeric(20, 2)::text END
$$;

-- a: one province
-- Row-level security makes the planner expect one row where there are hundreds: no nested loops.
CREATE FUNCTION bench.compared_json(province text) RETURNS json LANGUAGE sql STABLE
SET enable_nestloop = off AS $$
    WITH years AS MATERIALIZED (
        SELECT tenant_id, json_agg(json_build_object('be', be, 'amount', amount) ORDER BY be) AS said
        FROM bench.compared_year WHERE province_code = province
        GROUP BY tenant_id
    ), dimension_years AS MATERIALIZED (
        SELECT tenant_id, dimension_code,
            json_agg(json_build_object('be', be, 'amount', amount) ORDER BY be) AS said
        FROM bench.dimension_year WHERE province_code = province
        GROUP BY tenant_id, dimension_code
    ), dimensions AS MATERIALIZED (
        SELECT tenant_id, json_agg(json_build_object(
            'dimensionCode', dimension_code, 'total', total, 'years', dimension_years.said
        ) ORDER BY dimension_code) AS said
        FROM bench.dimension_budget JOIN dimension_years USING (tenant_id, dimension_code)
        WHERE province_code = province
        GROUP BY tenant_id
    ), coverage AS MATERIALIZED (
        SELECT tenant_id, json_agg(json_build_object(
            'missionCode', mission_code, 'look', look, 'amount', amount,
            'counts', json_build_object(
                'total', total, 'projects', projects, 'activities', activities,
                'measures', measures, 'guidelines', guidelines, 'unknown', unknown
            )
        ) ORDER BY place) AS said
        FROM bench.mission_coverage WHERE province_code = province
        GROUP BY tenant_id
    )
    SELECT coalesce(json_agg(json_build_object(
        'timeliness', timeliness, 'revisionNumber', revision_number,
        'submittedAt', submitted_at, 'daysLate', days_late, 'total', compared.total,
        'organisation', json_build_object(
            'code', code, 'kind', kind, 'nameTh', name_th, 'nameShortTh', name_short_th,
            'district', CASE WHEN district_code IS NOT NULL THEN json_build_object(
                'code', district_code, 'nameTh', district_name_th, 'nameEn', district_name_en
            ) END
        ),
        'years', coalesce(years.said, '[]'), 'dimensions', coalesce(dimensions.said, '[]'),
        'coverage', coverage.said
    ) ORDER BY place), '[]')
    FROM bench.compared
    LEFT JOIN years USING (tenant_id)
    LEFT JOIN dimensions USING (tenant_id)
    JOIN coverage USING (tenant_id)
    WHERE province_code = province
$$;

CREATE FUNCTION bench.province(province text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('simiti.province_code', province, true);
    RETURN json_build_object('data', json_build_object(
        'comparison', json_build_object('organisations', bench.compared_json(province))
    ));
END
$$;

-- c: the draft
CREATE FUNCTION bench.draft(tenant bigint) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('simiti.tenant_id', tenant::text, true);
    RETURN (
        WITH cells AS MATERIALIZED (
            SELECT initiative_id, json_agg(json_build_object(
                'id', bench.global_id('BudgetCell', id::text), 'version', version, 'state', state,
                'amount', bench.baht(amount_satang),
                'fiscalYear', json_build_object('be', fiscal_year_be)
            ) ORDER BY fiscal_year_be) AS said
            FROM budget_cell WHERE tenant_id = tenant
            GROUP BY initiative_id
        ), rows AS (
            SELECT json_agg(json_build_object(
                'id', bench.global_id('Initiative', id::text), 'version', version,
                'missionCode', mission_code, 'dimensionCode', split_part(mission_code, '.', 1),
                'number', number, 'kind', kind, 'title', title, 'remarks', remarks,
                'budgets', cells.said
            ) ORDER BY mission_code, number) AS said
            FROM (
                SELECT *, row_number() OVER (
                    PARTITION BY mission_code ORDER BY position, id
                ) AS number
                FROM initiative WHERE tenant_id = tenant AND removed_at IS NULL
            ) AS numbered JOIN cells ON cells.initiative_id = numbered.id
        )
        SELECT json_build_object('data', json_build_object('plan', json_build_object(
            'id', bench.global_id('Plan', id::text), 'version', version, 'state', state,
            'initiatives', rows.said
        )))
        FROM plan, rows WHERE tenant_id = tenant
    );
END
$$;

-- c: a revision
CREATE FUNCTION bench.revision(tenant bigint, wanted uuid, years bigint[]) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('simiti.tenant_id', tenant::text, true);
    RETURN (
        WITH rows AS (
            SELECT json_agg(json_build_object(
                'id', bench.global_id('SubmittedInitiative', tenant_id || ':' || id),
                'initiativeId', bench.global_id('Initiative', initiative_id::text),
                'missionCode', mission_code, 'dimensionCode', dimension_code, 'number', number,
                'kind', kind, 'title', title, 'remarks', remarks,
                'budgets', (
                    SELECT json_agg(json_build_object(
                        'fiscalYear', json_build_object('be', be),
                        'budget', json_build_object('state', state, 'amount', bench.baht(satang))
                    ))
                    FROM unnest(years, states, amounts_satang) AS cell (be, state, satang)
                )
            ) ORDER BY position) AS said
            FROM revision_initiative WHERE tenant_id = tenant AND revision_id = wanted
        )
        SELECT json_build_object('data', json_build_object('node', json_build_object(
            'number', number, 'submittedAt', to_json(submitted_at), 'submittedBy', submitted_by,
            'organisation', json_build_object('nameTh', name_th), 'initiatives', rows.said
        )))
        FROM revision JOIN organisation ON organisation.id = tenant_id, rows
        WHERE tenant_id = tenant AND revision.id = wanted
    );
END
$$;

-- e: one cell with everything that an edit leaves behind: versions, a sealed line of the audit
-- log, and the news of it. Also what PostGraphile's mutation calls.
CREATE FUNCTION bench.set_cell(
    tenant bigint, person uuid, person_name text, cell uuid, seen bigint, baht bigint
) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
    old budget_cell;
    plan_version bigint;
    plan_state text;
    head audit_head;
    entry uuid := gen_random_uuid();
    moment timestamptz := now();
    was text;
    becomes text;
    seal text;
BEGIN
    PERFORM set_config('simiti.tenant_id', tenant::text, true),
        set_config('simiti.writing_tenant_id', tenant::text, true);
    SELECT * INTO old FROM budget_cell WHERE tenant_id = tenant AND id = cell;
    SELECT state INTO plan_state FROM plan
        WHERE tenant_id = tenant AND id = old.plan_id FOR UPDATE;
    IF plan_state <> 'DRAFT' THEN
        RETURN json_build_object('problems', json_build_array(json_build_object('code', 'LOCKED')));
    END IF;
    UPDATE budget_cell SET state = 'AMOUNT', amount_satang = baht * 100, version = version + 1
        WHERE tenant_id = tenant AND id = cell AND version = seen;
    IF NOT FOUND THEN
        RETURN json_build_object('problems', json_build_array(json_build_object('code', 'CONFLICT')));
    END IF;
    UPDATE plan SET version = version + 1, updated_at = moment
        WHERE tenant_id = tenant AND id = old.plan_id RETURNING version INTO plan_version;
    was := json_build_object('fiscalYear', old.fiscal_year_be, 'state', old.state,
        'amount', bench.baht(old.amount_satang), 'version', old.version);
    becomes := json_build_object('fiscalYear', old.fiscal_year_be, 'state', 'AMOUNT',
        'amount', baht::text, 'version', old.version + 1);
    SELECT * INTO head FROM audit_head WHERE tenant_id = tenant FOR UPDATE;
    seal := encode(sha256(convert_to(json_build_array('simiti.audit.2', head.sha256, tenant, entry,
        head.sequence + 1, moment, person, person_name, 'set_budget_cell', 'budget_cell', cell,
        was, becomes, '', old.plan_id, 'row:' || old.initiative_id)::text, 'UTF8')), 'hex');
    INSERT INTO audit_entry (tenant_id, id, at, person_id, by_name, verb, subject_type, subject_id,
        before, after, sequence, sha256, acting_for, plan_id, part, form)
    VALUES (tenant, entry, moment, person, person_name, 'set_budget_cell', 'budget_cell', cell,
        was, becomes, head.sequence + 1, seal, '', old.plan_id, 'row:' || old.initiative_id, 2);
    UPDATE audit_head SET sequence = head.sequence + 1, sha256 = seal WHERE tenant_id = tenant;
    PERFORM pg_notify('simiti_news', json_build_object('tenant_id', tenant, 'subject_id',
        old.plan_id, 'version', plan_version, 'person_id', person, 'parts',
        json_build_array(old.initiative_id), 'is_word', false)::text);
    RETURN json_build_object(
        'cells', json_build_array(json_build_object(
            'id', bench.global_id('BudgetCell', cell::text), 'version', old.version + 1,
            'state', 'AMOUNT', 'amount', baht::text
        )),
        'planVersion', plan_version, 'problems', '[]'::json
    );
END
$$;

-- d: what PostGraphile's query calls too
CREATE FUNCTION bench.search_texts(province text, typed text, folded text)
RETURNS SETOF public.searched_text LANGUAGE sql STABLE AS $$
    SELECT found.*
    FROM plan_rollup
    JOIN searched_text AS found
        ON found.tenant_id = plan_rollup.tenant_id AND found.revision_id = plan_rollup.revision_id
    JOIN organisation ON organisation.id = plan_rollup.tenant_id
    WHERE plan_rollup.province_code = province AND plan_rollup.edition_code = '2561-2564'
        AND strpos(found.key, folded) > 0
    ORDER BY array_position(ARRAY['TITLE', 'RISK', 'SECTION', 'REMARKS', 'SHEET'], found.place::text)
            + CASE WHEN strpos(lower(found.text), typed) > 0 THEN 0 ELSE 5 END,
        organisation.sort_key, found.tenant_id, found.position, found.id
$$;

CREATE FUNCTION bench.search(province text, typed text, folded text) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('simiti.province_code', province, true);
    RETURN (
        WITH found AS MATERIALIZED (
            SELECT row_number() OVER () AS at, hit.*
            FROM bench.search_texts(province, typed, folded) AS hit LIMIT 41
        )
        SELECT json_build_object('data', json_build_object('search', json_build_object(
            'pageInfo', json_build_object('hasNextPage', (SELECT count(*) > 40 FROM found)),
            'edges', json_agg(json_build_object('node', json_build_object(
                'organisation', json_build_object(
                    'code', organisation.code, 'nameTh', organisation.name_th,
                    'district', CASE WHEN district.code IS NOT NULL THEN json_build_object(
                        'nameTh', district.name_th, 'nameEn', district.name_en) END
                ),
                'revisionId', bench.global_id('Revision', found.tenant_id || ':' || found.revision_id),
                'revisionNumber', plan_rollup.revision_number,
                'place', found.place, 'text', found.text, 'isCut', false,
                'marks', json_build_array(json_build_object(
                    'start', strpos(lower(found.text), typed) - 1, 'length', length(typed))),
                'title', row.title, 'number', row.number, 'missionCode', row.mission_code,
                'kind', row.kind
            )) ORDER BY found.at)
        )))
        FROM found
        JOIN organisation ON organisation.id = found.tenant_id
        JOIN plan_rollup ON plan_rollup.tenant_id = found.tenant_id
        LEFT JOIN district ON district.code = organisation.district_code
        LEFT JOIN revision_initiative AS row ON row.tenant_id = found.tenant_id
            AND row.revision_id = found.revision_id AND row.initiative_id = found.initiative_id
        WHERE found.at <= 40
    );
END
$$;
