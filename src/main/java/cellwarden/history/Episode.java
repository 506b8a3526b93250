package cellwarden.history;

import java.time.Duration;
import java.time.Instant;

/// Something that went wrong with a battery for a while.
///
/// @param from when it was first seen
/// @param begun whether it began then; false where it may have gone on before, unread
/// @param to when it was first seen to be over, or last seen
/// @param over whether it is
/// @param what a fault's kind, such as `no_response`; a protection, such as `cell_overvoltage`; for
///   values that cannot be the name of the field
/// @param detail the first fault in words; how much is missing; may be empty
/// @param times how many polls failed, or how many samples show it
public record Episode(
    String battery,
    Instant from,
    boolean begun,
    Instant to,
    boolean over,
    Kind kind,
    String what,
    String detail,
    long times) {

  /// What can go wrong.
  public enum Kind {
    /// Polls failed.
    FAULT,
    /// A protection of the battery was active.
    PROTECTION,
    /// A value cannot be, or contradicts another one.
    SUSPECT,
    /// Nothing at all was journalled: the program did not run, or not on this battery.
    SILENCE,
    /// The journal could not be written.
    JOURNAL
  }

  public Duration length() {
    return Duration.between(from, to);
  }
}
