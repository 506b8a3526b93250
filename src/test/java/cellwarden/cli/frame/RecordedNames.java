package cellwarden.cli.frame;

import java.util.Map;

/// The names that recorded values have, with their units in them, and the names of ours.
public final class RecordedNames {

  public static final Map<String, String> OURS =
      Map.ofEntries(
          Map.entry("voltage_v", "voltage"),
          Map.entry("current_a", "current"),
          Map.entry("remaining_ah", "remaining_capacity"),
          Map.entry("nominal_ah", "nominal_capacity"),
          Map.entry("cycles", "cycles"),
          Map.entry("production_date", "production_date"),
          Map.entry("balancing_cells", "balancing"),
          Map.entry("protection_bits", "protection_bits"),
          Map.entry("protections", "protections"),
          Map.entry("software_version", "software_version"),
          Map.entry("software_version_raw", "software_version_raw"),
          Map.entry("soc_pct", "soc"),
          Map.entry("fet_bits", "fet_bits"),
          Map.entry("charge_fet_on", "charge_fet"),
          Map.entry("discharge_fet_on", "discharge_fet"),
          Map.entry("cell_count", "cell_count"),
          Map.entry("ntc_count", "ntc_count"),
          Map.entry("temperatures_c", "temperatures"),
          Map.entry("humidity_pct", "humidity"),
          Map.entry("alarm_bits", "alarm_bits"),
          Map.entry("full_charge_ah", "full_charge_capacity"),
          Map.entry("remaining2_ah", "remaining_capacity_2"),
          Map.entry("balance_current_a", "balance_current"),
          Map.entry("trailing_hex", "trailing"),
          Map.entry("cells_v", "cells"),
          Map.entry("cell_min_v", "cell_min"),
          Map.entry("cell_max_v", "cell_max"),
          Map.entry("cell_delta_v", "cell_delta"),
          Map.entry("hardware_name", "hardware_version"),
          Map.entry("error_counts", "error_counts"),
          Map.entry("string", "text"),
          Map.entry("reg_value", "value"),
          Map.entry("reg_unit", "unit"),
          Map.entry("reg_bytes", "bytes"),
          Map.entry("fa_start", "first"),
          Map.entry("fa_values", "words"));

  private RecordedNames() {}
}
