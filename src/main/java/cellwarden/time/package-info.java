/// Clocks, whether the wall clock can be believed, schedules and back-off.
///
/// The wall clock gives time stamps and nothing else: a Raspberry Pi has no clock of its own, so it
/// may jump. Everything that takes time is measured by the monotonic clock.
@NullMarked
package cellwarden.time;

import org.jspecify.annotations.NullMarked;
