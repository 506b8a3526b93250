/// Tests of what Home Assistant hears.
@NullMarked
package cellwarden.output.mqtt.homeassistant;

import org.jspecify.annotations.NullMarked;
