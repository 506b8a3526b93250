/// Tells Home Assistant which batteries there are and what their values mean: MQTT device
/// discovery, made from the one table of metrics.
@NullMarked
package cellwarden.output.mqtt.homeassistant;

import org.jspecify.annotations.NullMarked;
