/// Batteries on serial ports. jSerialComm stays here, and is loaded with the first port that is
/// opened.
@NullMarked
package cellwarden.transport.serial;

import org.jspecify.annotations.NullMarked;
