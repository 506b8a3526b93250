-- What follows from the readings: stored energy, powers without a sign, times.
alter table sample add column stored_energy double precision;
alter table sample add column charge_power double precision;
alter table sample add column discharge_power double precision;
alter table sample add column time_to_empty double precision;
alter table sample add column time_to_full double precision;
alter table sample add column time_since_full_charge double precision;
