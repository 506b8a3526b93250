/// The attribute protocol on a link of the kernel's: requests, and the search for the attributes
/// that carry frames.
@NullMarked
package cellwarden.transport.kernel.gatt;

import org.jspecify.annotations.NullMarked;
