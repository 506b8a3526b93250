-- What sites have published. docs/reference/ingest.md describes each table.

-- What a sample has; its columns are named as in its JSON. TimescaleDB or plain partitions make a table of it below.
create table sample_columns (
  time                 timestamptz not null,
  site                 text not null,
  battery              text not null,
  seq                  bigint not null,
  journal              text not null,
  clock                text,
  suspect              text[],
  voltage              double precision,
  current              double precision,
  power                double precision,
  soc                  double precision,
  remaining_capacity   double precision,
  nominal_capacity     double precision,
  cycles               integer,
  cells                double precision[],
  cell_min             double precision,
  cell_max             double precision,
  cell_avg             double precision,
  cell_delta           double precision,
  cell_min_number      integer,
  cell_max_number      integer,
  temperatures         double precision[],
  balancing            integer[],
  protections          text[],
  charge_fet           boolean,
  discharge_fet        boolean,
  production_date      date,
  software_version     text,
  hardware_version     text,
  soc_by_capacity      double precision,
  full_charge_capacity double precision,
  balance_current      double precision,
  warnings             text[],
  current_limiter      boolean,
  heating              boolean,
  display_name         text,
  energy_charged       double precision,
  energy_discharged    double precision,
  charge_in            double precision,
  charge_out           double precision,
  energy_covered       double precision,
  extra                jsonb
);

-- The lowest and the highest item of a list; null where there is none.
create function least_of(double precision[]) returns double precision
  language sql immutable strict parallel safe as 'select min(item) from unnest($1) item';
create function greatest_of(double precision[]) returns double precision
  language sql immutable strict parallel safe as 'select max(item) from unnest($1) item';

-- Makes the partition of a month (of UTC) where the samples are partitioned by month and it is not there yet.
create function make_sample_partition(month date) returns void
  language plpgsql security definer set search_path from current as $$
declare
  first timestamp := date_trunc('month', month::timestamp);
  name text := 'sample_' || to_char(first, 'YYYY_MM');
begin
  if (select relkind <> 'p' from pg_class where oid = 'sample'::regclass) then
    return;
  end if;
  perform pg_advisory_xact_lock(hashtext('cellwarden sample partition'));
  if to_regclass(name) is null then
    execute format('create table %I partition of sample for values from (%L) to (%L)',
      name, first at time zone 'UTC', (first + interval '1 month') at time zone 'UTC');
  end if;
end $$;

do $$
begin
  if not exists (select from pg_extension where extname = 'timescaledb')
      and exists (select from pg_available_extensions where name = 'timescaledb') then
    begin
      create extension timescaledb;
    exception when others then
      raise notice 'TimescaleDB is there, but cannot be used by this user: %', sqlerrm;
    end;
  end if;
  if exists (select from pg_extension where extname = 'timescaledb') then
    create table sample (like sample_columns including all, primary key (site, battery, time, seq));
    perform create_hypertable('sample', 'time', chunk_time_interval => interval '7 days', create_default_indexes => false);
    create index on sample (time desc);
  else
    create table sample (like sample_columns including all, primary key (site, battery, time, seq))
      partition by range (time);
    create index on sample using brin (time);
  end if;
end $$;
drop table sample_columns;

-- What is of an hour and of a day: the same names and columns with TimescaleDB, which keeps them ready, and without.
do $$
declare
  timescale boolean := exists (select from pg_extension where extname = 'timescaledb');
  pair text[];
  columns text := $sql$
    count(*) as samples,
    min(voltage) as voltage_min, avg(voltage) as voltage_avg, max(voltage) as voltage_max,
    min(current) as current_min, avg(current) as current_avg, max(current) as current_max,
    min(soc) as soc_min, max(soc) as soc_max,
    min(cell_min) as cell_min, max(cell_max) as cell_max, max(cell_delta) as cell_delta_max,
    min(least_of(temperatures)) as temperature_min, max(greatest_of(temperatures)) as temperature_max,
    max(energy_charged) - min(energy_charged) as energy_charged,
    max(energy_discharged) - min(energy_discharged) as energy_discharged
    from sample group by 1, 2, 3$sql$;
begin
  foreach pair slice 1 in array array[['hour', '30 minutes'], ['day', '6 hours']] loop
    if timescale then
      begin
        execute format(
          'create materialized view sample_%s with (timescaledb.continuous, timescaledb.materialized_only = false) as
             select site, battery, time_bucket(%L::interval, time) as bucket, %s with no data',
          case pair[1] when 'hour' then 'hourly' else 'daily' end, '1 ' || pair[1], columns);
        -- Without a start: what a site delivers after weeks counts, too.
        execute format(
          'select add_continuous_aggregate_policy(%L, start_offset => null, end_offset => %L::interval,
             schedule_interval => %L::interval)',
          'sample_' || case pair[1] when 'hour' then 'hourly' else 'daily' end, '1 ' || pair[1], pair[2]);
        continue;
      exception when feature_not_supported then
        raise notice 'this TimescaleDB keeps no aggregates ready: %', sqlerrm;
      end;
    end if;
    execute format(
      'create view sample_%s as select site, battery, date_trunc(%L, time, ''UTC'') as bucket, %s',
      case pair[1] when 'hour' then 'hourly' else 'daily' end, pair[1], columns);
  end loop;
  if timescale then
    begin
      alter table sample set (timescaledb.compress, timescaledb.compress_segmentby = 'site, battery',
        timescaledb.compress_orderby = 'time');
      perform add_compression_policy('sample', interval '7 days');
    exception when feature_not_supported then
      raise notice 'this TimescaleDB does not compress: %', sqlerrm;
    end;
  end if;
end $$;

create table site (
  site         text primary key,
  first_heard  timestamptz not null default now(),
  online       boolean,
  online_since timestamptz
);

create table battery (
  site         text not null,
  battery      text not null,
  first_heard  timestamptz not null default now(),
  last_time    timestamptz,
  online       boolean,
  online_since timestamptz,
  primary key (site, battery)
) with (fillfactor = 70);

create table event (
  time    timestamptz not null,
  site    text not null,
  battery text not null,
  event   text not null,
  seq     bigint,
  data    jsonb,
  digest  uuid not null,
  primary key (site, battery, time, event, digest)
);
create index on event using brin (time);

-- Which numbers have come of each journal: what is missing below the last one is a gap.
create table journal (
  site        text not null,
  journal     text not null,
  received    int8multirange not null,
  given_up    int8multirange not null default '{}',
  first_heard timestamptz not null default now(),
  last_heard  timestamptz not null default now(),
  history_at  timestamptz,
  primary key (site, journal)
) with (fillfactor = 50);

create table gap (
  id          bigint generated always as identity primary key,
  site        text not null,
  journal     text not null,
  from_seq    bigint not null,
  to_seq      bigint not null,
  noticed_at  timestamptz not null default now(),
  asks        integer not null default 0,
  asked_at    timestamptz,
  transaction text,
  ask_after   timestamptz not null,
  closed_at   timestamptz,
  outcome     text,
  reason      text
);
create index on gap (site) where closed_at is null;

create table reject (
  digest      uuid primary key,
  received_at timestamptz not null default now(),
  times       bigint not null default 1,
  site        text,
  battery     text,
  topic       text not null,
  reason      text not null,
  length      integer not null,
  payload     bytea not null
);
create index on reject (received_at);
