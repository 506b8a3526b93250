/// Benchmarks of what runs for every reading.
@NullMarked
package cellwarden.benchmark;

import org.jspecify.annotations.NullMarked;
