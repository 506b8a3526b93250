@NullMarked
package cellwarden.output.mqtt.bridge;

import org.jspecify.annotations.NullMarked;
