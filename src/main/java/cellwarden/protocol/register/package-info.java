/// The registers of a JBD board: one register, one file. The record, its
/// [cellwarden.protocol.register.Register] constant, its decoder and its encoder stand together.
///
/// Scale factors exist only here: everything above works with V, A, Ah, °C and %. The facts come
/// from the vendor's protocol documents (V4 and V11) and from captures of real boards; where
/// sources differ, the file that decides says so.
@NullMarked
package cellwarden.protocol.register;

import org.jspecify.annotations.NullMarked;
