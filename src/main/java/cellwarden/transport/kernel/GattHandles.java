package cellwarden.transport.kernel;

import java.util.OptionalInt;

/// Where in a battery's attributes its frames go through.
///
/// @param notifications whose notifications are the BMS's bytes
/// @param switches the descriptor that switches them on (CCCD); empty where there is none
/// @param indicates whether the battery sends indications instead, which want a confirmation
/// @param requests that takes requests
/// @param confirmsWrites whether a write must be one that the battery answers
record GattHandles(
    int notifications,
    OptionalInt switches,
    boolean indicates,
    int requests,
    boolean confirmsWrites) {}
