package cellwarden.fleet.store;

/// What a batch came to.
///
/// @param samples rows that are new
/// @param duplicates samples that were there already
/// @param events rows that are new
/// @param rejects messages that could not be written as they are
public record Written(long samples, long duplicates, long events, long rejects) {

  static final Written NOTHING = new Written(0, 0, 0, 0);

  Written and(Written other) {
    return new Written(
        samples + other.samples,
        duplicates + other.duplicates,
        events + other.events,
        rejects + other.rejects);
  }
}
