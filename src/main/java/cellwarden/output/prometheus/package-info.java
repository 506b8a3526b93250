/// What Prometheus scrapes: gauges of the last sample of each battery, and counters of the service,
/// by the official client library.
@NullMarked
package cellwarden.output.prometheus;

import org.jspecify.annotations.NullMarked;
