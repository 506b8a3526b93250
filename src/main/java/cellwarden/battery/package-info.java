/// What is known about a battery, independent of how it was read and where it goes.
///
/// A [cellwarden.battery.Sample] is one reading; [cellwarden.battery.Metric] is THE table of the
/// values it publishes; a [cellwarden.battery.BatteryEvent] is what pollers hand to every
/// [cellwarden.battery.Sink]; a [cellwarden.battery.Fault] is trouble with its words.
@NullMarked
package cellwarden.battery;

import org.jspecify.annotations.NullMarked;
