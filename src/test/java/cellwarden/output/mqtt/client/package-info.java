@NullMarked
package cellwarden.output.mqtt.client;

import org.jspecify.annotations.NullMarked;
