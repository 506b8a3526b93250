/// What the bridge says about itself, and what others may ask of it: info, devices, health, and the
/// requests with their answers. Nothing here can write to a battery.
@NullMarked
package cellwarden.output.mqtt.bridge;

import org.jspecify.annotations.NullMarked;
