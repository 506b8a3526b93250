package cellwarden.transport.kernel;

/// A primary service.
///
/// @param uuid as [Uuids] writes it
record GattService(String uuid, HandleRange range) {}
