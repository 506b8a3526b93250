/// From the broker of a fleet into its database: what sites publish is written in batches, and the
/// broker may forget it once it is safe there.
@NullMarked
package cellwarden.fleet;

import org.jspecify.annotations.NullMarked;
