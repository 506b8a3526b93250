/// Tests of what Home Assistant is told.
@NullMarked
package cellwarden.output.mqtt.homeassistant;

import org.jspecify.annotations.NullMarked;
