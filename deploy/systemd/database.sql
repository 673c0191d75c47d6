-- Roles and the database, once, as PostgreSQL's superuser; safe to repeat, passwords are set anew:
--   psql -v owner=… -v app=… -v worker=… -v door=… -v operator=… -f database.sql
-- `-v database=…` names another database than `simiti`.
\set ON_ERROR_STOP on
\if :{?database}
\else
\set database simiti
\endif

SELECT format('CREATE ROLE %I', name)
FROM unnest(ARRAY['simiti_owner', 'simiti_app', 'simiti_worker', 'simiti_door', 'simiti_operator']) AS name
WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = name) \gexec

-- None may more than sign in: row-level security holds for all of them.
SELECT format('ALTER ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS', name)
FROM unnest(ARRAY['simiti_owner', 'simiti_app', 'simiti_worker', 'simiti_door', 'simiti_operator']) AS name \gexec
ALTER ROLE simiti_owner PASSWORD :'owner';
ALTER ROLE simiti_app PASSWORD :'app';
ALTER ROLE simiti_worker PASSWORD :'worker';
ALTER ROLE simiti_door PASSWORD :'door';
ALTER ROLE simiti_operator PASSWORD :'operator';

-- A web request ends long before these; a job or a migration may take its time.
ALTER ROLE simiti_app SET statement_timeout = '5s';
ALTER ROLE simiti_door SET statement_timeout = '5s';
ALTER ROLE simiti_operator SET statement_timeout = '60s';
ALTER ROLE simiti_worker SET statement_timeout = '60s';
ALTER ROLE simiti_owner SET statement_timeout = '0';
SELECT format('ALTER ROLE %I SET idle_in_transaction_session_timeout = ''60s''', name)
FROM unnest(ARRAY['simiti_owner', 'simiti_app', 'simiti_worker', 'simiti_door', 'simiti_operator']) AS name \gexec

-- The locale must know Thai letters, or searching is dead.
SELECT format(
    'CREATE DATABASE %I OWNER simiti_owner TEMPLATE template0 ENCODING ''UTF8'' LC_COLLATE ''C.UTF-8'' LC_CTYPE ''C.UTF-8''',
    :'database')
WHERE NOT EXISTS (SELECT 1 FROM pg_database WHERE datname = :'database') \gexec
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database"
    TO simiti_owner, simiti_app, simiti_worker, simiti_door, simiti_operator;

\connect :"database"
CREATE EXTENSION IF NOT EXISTS pg_trgm;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO simiti_owner, simiti_app, simiti_worker, simiti_door, simiti_operator;
