/// What a fleet publishes, read and checked: a message becomes what is to be written, or a reject
/// with its reason. Pure: no I/O, no clock.
@NullMarked
package cellwarden.fleet.message;

import org.jspecify.annotations.NullMarked;
