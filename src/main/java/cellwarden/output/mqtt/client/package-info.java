/// Sessions with an MQTT broker, over the HiveMQ client, and the broker inside the program.
///
/// The client library stays behind [cellwarden.output.mqtt.client.MqttSession]; no other room knows
/// it.
@NullMarked
package cellwarden.output.mqtt.client;

import org.jspecify.annotations.NullMarked;
