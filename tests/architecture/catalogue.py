"""What the migrated database says about itself, read once from pg_catalog."""

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

Rows = Sequence[asyncpg.Record]

TABLES = """
    SELECT c.relname AS name, c.relkind::text AS kind, c.relrowsecurity AS is_secured,
           c.relforcerowsecurity AS is_forced, pg_get_userbyid(c.relowner) AS owner,
           coalesce(c.reloptions, '{}') AS options, c.relispartition AS is_partition
      FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
       AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY 1"""
COLUMNS = """
    SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
           a.attnotnull AS is_required, t.typtype::text AS kind_of_type, a.attnum AS number,
           pg_get_expr(d.adbin, d.adrelid) AS default
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
       AND a.attnum > 0 AND NOT a.attisdropped"""
CONSTRAINTS = """
    SELECT c.conname AS name, c.contype::text AS kind, t.relname AS table, f.relname AS target,
           c.confdeltype::text AS on_delete, c.confupdtype::text AS on_update,
           ARRAY(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY k(n, i)
                   JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.n ORDER BY i)
             AS columns,
           ARRAY(SELECT a.attname::text FROM unnest(c.confkey) WITH ORDINALITY k(n, i)
                   JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.n ORDER BY i)
             AS target_columns
      FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
      LEFT JOIN pg_class f ON f.oid = c.confrelid
     WHERE t.relnamespace = 'public'::regnamespace"""
INDEXES = """
    SELECT t.relname AS table, i.relname AS name, x.indisunique AS is_unique,
           ARRAY(SELECT a.attname::text FROM unnest(x.indkey::int2[]) WITH ORDINALITY k(n, i)
                   JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.n ORDER BY i)
             AS columns
      FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
     WHERE t.relnamespace = 'public'::regnamespace"""
POLICIES = """
    SELECT tablename AS table, policyname AS name, permissive, roles::text[] AS roles, cmd,
           qual AS using, with_check FROM pg_policies"""
GRANTS = """
    SELECT c.relname AS table, pg_get_userbyid(g.grantee) AS role, g.privilege_type AS verb,
           NULL AS column
      FROM pg_class c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) g
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
       AND g.grantee <> c.relowner
    UNION ALL
    SELECT c.relname, pg_get_userbyid(g.grantee), g.privilege_type, a.attname
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid, aclexplode(a.attacl) g
     WHERE c.relnamespace = 'public'::regnamespace"""
ROLES = """
    SELECT rolname AS name, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
           rolcanlogin, coalesce(rolconfig, '{}') AS settings,
           (SELECT count(*) FROM pg_auth_members m WHERE m.member = r.oid) AS memberships,
           has_schema_privilege(r.oid, 'public', 'CREATE') AS creates_in_schema,
           has_database_privilege(r.oid, current_database(), 'CREATE') AS creates_schemas,
           has_database_privilege(r.oid, current_database(), 'TEMP') AS makes_temporary_tables,
           (SELECT count(*) FROM pg_class c WHERE c.relowner = r.oid) AS owned
      FROM pg_roles r WHERE rolname LIKE 'simiti%'"""
FUNCTIONS = """
    SELECT p.proname AS name, p.prosecdef AS is_definer, l.lanname AS language,
           p.provolatile::text AS volatility, p.proconfig AS settings,
           pg_get_userbyid(p.proowner) AS owner, p.proleakproof AS is_leakproof,
           ARRAY(SELECT pg_get_userbyid(g.grantee)::text FROM
                   aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
                  WHERE g.grantee <> p.proowner) AS callers
      FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
     WHERE p.pronamespace = 'public'::regnamespace AND NOT EXISTS (
       SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"""
TRIGGERS = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
RULES = "SELECT rulename, tablename FROM pg_rules WHERE schemaname = 'public'"
SCHEMAS = """
    SELECT nspname FROM pg_namespace
     WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'"""
DEFINERS = """
    SELECT p.oid::regprocedure::text AS name FROM pg_proc p
     WHERE p.prosecdef AND p.pronamespace NOT IN (
       'pg_catalog'::regnamespace, 'information_schema'::regnamespace)"""
DEFAULTS = "SELECT defaclobjtype::text, defaclacl::text FROM pg_default_acl"


@dataclass(frozen=True)
class Catalogue:
    """One list of rows a question."""

    tables: Rows
    columns: Rows
    constraints: Rows
    indexes: Rows
    policies: Rows
    grants: Rows
    roles: Rows
    functions: Rows
    triggers: Rows
    rules: Rows
    schemas: Rows
    definers: Rows
    defaults: Rows


async def read(url: str) -> Catalogue:
    """As the owner, who sees all of pg_catalog and no rows."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        questions = (
            TABLES,
            COLUMNS,
            CONSTRAINTS,
            INDEXES,
            POLICIES,
            GRANTS,
            ROLES,
            FUNCTIONS,
            TRIGGERS,
            RULES,
            SCHEMAS,
            DEFINERS,
            DEFAULTS,
        )
        return Catalogue(*[await connection.fetch(question) for question in questions])
    finally:
        await connection.close()
