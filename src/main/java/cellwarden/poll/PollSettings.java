package cellwarden.poll;

import cellwarden.protocol.register.TenfoldUnits;
import java.time.Duration;

/// How one battery is read.
///
/// @param name of the battery, in samples and messages
/// @param settle pause between connecting and the first request, which some modules need
/// @param keepAlive whether the link stays open between polls; otherwise the phone app can have it
///   meanwhile
/// @param units override of the device's tenfold flag
/// @param connectTimeout for one attempt
/// @param attempts connects that one poll may take
public record PollSettings(
    String name,
    Duration settle,
    boolean keepAlive,
    TenfoldUnits units,
    Duration connectTimeout,
    int attempts) {

  /// Connects that one poll takes unless told otherwise.
  public static final int ATTEMPTS = 3;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /// What suits most batteries: no pause, disconnect after each poll, units as the device says.
  public static PollSettings of(String name) {
    return new PollSettings(
        name, Duration.ZERO, false, TenfoldUnits.AUTO, CONNECT_TIMEOUT, ATTEMPTS);
  }

  public PollSettings withSettle(Duration newSettle) {
    return new PollSettings(name, newSettle, keepAlive, units, connectTimeout, attempts);
  }

  public PollSettings withKeepAlive(boolean newKeepAlive) {
    return new PollSettings(name, settle, newKeepAlive, units, connectTimeout, attempts);
  }

  public PollSettings withUnits(TenfoldUnits newUnits) {
    return new PollSettings(name, settle, keepAlive, newUnits, connectTimeout, attempts);
  }
}
