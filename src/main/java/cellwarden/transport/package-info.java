/// Links to a battery: an [cellwarden.transport.Address] names one, a
/// [cellwarden.transport.Transport] opens it, a [cellwarden.transport.Connection] carries bytes.
///
/// A transport knows nothing of the protocol: it delivers fragments as they come, in order, sliced
/// as the link slices them. Every transport passes the same contract test.
@NullMarked
package cellwarden.transport;

import org.jspecify.annotations.NullMarked;
