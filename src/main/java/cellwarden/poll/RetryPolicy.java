package cellwarden.poll;

import java.time.Duration;

/// How often a request is sent and how long each answer is waited for.
///
/// A sleeping board does not answer the first request (vendor V11), so one try is never enough and
/// a long wait gains nothing.
///
/// @param tries at least 1
/// @param timeout for each try
public record RetryPolicy(int tries, Duration timeout) {

  /// For registers that every device has.
  public static final RetryPolicy REQUIRED = new RetryPolicy(3, Duration.ofMillis(1500));

  /// For registers that some devices do not have and do not even refuse.
  public static final RetryPolicy OPTIONAL = new RetryPolicy(1, Duration.ofMillis(1500));
}
