/// Reading batteries: one request and one answer ([cellwarden.poll.BmsClient]), one connect, read
/// and disconnect ([cellwarden.poll.BatteryReader]), and that again and again
/// ([cellwarden.poll.BatteryPoller]).
///
/// Each poll ends in exactly one event: a sample, or a fault with its kind. Time is a parameter
/// throughout.
@NullMarked
package cellwarden.poll;

import org.jspecify.annotations.NullMarked;
