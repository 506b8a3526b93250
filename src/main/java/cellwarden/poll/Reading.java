package cellwarden.poll;

import cellwarden.battery.Sample;

/// A sample, and when register 03 was answered on the monotonic clock.
record Reading(Sample sample, long nanos) {}
