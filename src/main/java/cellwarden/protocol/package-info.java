/// The JBD wire format: bytes to records and back.
///
/// Pure: no input or output, no clock, no log. Bytes, offsets and scale factors exist only here;
/// everything above works with the records of this package, in V, A, Ah, °C and %. One register,
/// one file: the record, its [Register] constant and its decoder stand together.
///
/// The facts come from the vendor's protocol documents (V4 and V11) and from captures of real
/// boards; where sources differ, the file that decides says so.
@NullMarked
package cellwarden.protocol;

import org.jspecify.annotations.NullMarked;
