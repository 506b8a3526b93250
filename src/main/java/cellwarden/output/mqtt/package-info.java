/// The MQTT output: the latest sample and the availability of each battery, and the state of the
/// bridge.
///
/// The client library stays behind [cellwarden.output.mqtt.MqttSession]; nothing above this package
/// knows it.
@NullMarked
package cellwarden.output.mqtt;

import org.jspecify.annotations.NullMarked;
