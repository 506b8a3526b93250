@NullMarked
package cellwarden.output.mqtt;

import org.jspecify.annotations.NullMarked;
