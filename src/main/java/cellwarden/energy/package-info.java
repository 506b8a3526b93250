/// What flows into a battery and out of it: metered from reading to reading, and continued from
/// what the journal says.
@NullMarked
package cellwarden.energy;

import org.jspecify.annotations.NullMarked;
