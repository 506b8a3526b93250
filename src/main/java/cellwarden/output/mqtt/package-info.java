/// The MQTT output: the latest sample and the availability of each battery, the state of the
/// bridge, and what the broker missed.
@NullMarked
package cellwarden.output.mqtt;

import org.jspecify.annotations.NullMarked;
