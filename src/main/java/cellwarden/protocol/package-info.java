/// The JBD wire format: bytes to frames and back.
///
/// Pure: no input or output, no clock, no log, and nothing of Cellwarden outside of this package
/// and [cellwarden.protocol.register]. A [cellwarden.protocol.ResponseDecoder] finds the frames in
/// what a link delivers, [cellwarden.protocol.register.Registers] tells what they hold.
@NullMarked
package cellwarden.protocol;

import org.jspecify.annotations.NullMarked;
