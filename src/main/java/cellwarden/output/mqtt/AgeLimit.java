package cellwarden.output.mqtt;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which samples are too old to be delivered. For one thread at a time.
final class AgeLimit {

  private static final Logger LOG = LoggerFactory.getLogger(AgeLimit.class);

  private final Optional<Duration> limit;
  private final InstantSource clock;
  private boolean told;

  /// @param limit empty: nothing is too old
  AgeLimit(Optional<Duration> limit, InstantSource clock) {
    this.limit = limit;
    this.clock = clock;
  }

  /// Says so of the first one. A sample whose time is not known is never too old.
  boolean excludes(MissedSample sample) {
    Optional<Instant> oldest = limit.map(age -> clock.instant().minus(age));
    boolean tooOld = oldest.isPresent() && sample.time().filter(oldest.get()::isAfter).isPresent();
    if (tooOld && !told) {
      told = true;
      LOG.info(
          "mqtt: missed samples from before {} are not sent (mqtt.max_age); they stay in the journal",
          oldest.get());
    }
    return tooOld;
  }
}
