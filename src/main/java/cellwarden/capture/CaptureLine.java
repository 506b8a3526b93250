package cellwarden.capture;

import cellwarden.protocol.Payload;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One thing that happened on a link, and one line of a capture file: `2026-11-22T14:00:00.123456Z
/// > dda50300fffd77`.
///
/// @param link tells connections apart that go on at the same time; 0 in a file of our own
/// @param bytes of the fragment; empty for what is none
public record CaptureLine(Instant time, int link, Kind kind, Payload bytes) {

  private static final Pattern FORM =
      Pattern.compile(
          "(?<time>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z)"
              + " (?<kind>[<>] (?=[0-9A-Fa-f])|= (?:connected|lost|closed)$)(?<hex>(?:[0-9A-Fa-f]{2})*)");

  /// What happened.
  public enum Kind {
    CONNECTED("= connected"),
    /// The client sent bytes.
    SENT("> "),
    /// The battery sent bytes.
    RECEIVED("< "),
    /// The link broke.
    LOST("= lost"),
    /// The client ended the link.
    CLOSED("= closed");

    private final String sign;

    Kind(String sign) {
      this.sign = sign;
    }

    private static Kind of(String sign) {
      for (Kind kind : values()) {
        if (kind.sign.equals(sign)) {
          return kind;
        }
      }
      throw new IllegalArgumentException(sign);
    }
  }

  /// Whether bytes flowed.
  public boolean isFragment() {
    return kind == Kind.SENT || kind == Kind.RECEIVED;
  }

  /// Reads a line.
  ///
  /// @return empty if it is no line of a capture
  public static Optional<CaptureLine> find(String line) {
    Matcher form = FORM.matcher(line.strip());
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      Instant time = Instant.parse(form.group("time"));
      Kind kind = Kind.of(form.group("kind"));
      return Optional.of(new CaptureLine(time, 0, kind, Payload.ofHex(form.group("hex"))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// The line of a file, without its end.
  @Override
  public String toString() {
    return time.truncatedTo(ChronoUnit.MICROS) + " " + kind.sign + bytes.hex();
  }
}
