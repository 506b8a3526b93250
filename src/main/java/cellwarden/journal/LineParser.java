package cellwarden.journal;

import cellwarden.battery.SampleLog;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Tells whole lines from others. Each byte of a line is looked at: one that is whole up to its
/// `seq` may still be torn behind it.
final class LineParser {

  private static final JsonFactory JSON = new JsonFactory();

  /// `fals`: half a word or number is complained about where it begins.
  private static final int HALF_A_WORD = 4;

  private LineParser() {}

  /// The line that the reader stands at.
  static LineKind kind(LineReader line) {
    return kind(line.buffer(), line.start(), line.length());
  }

  /// Number of the first sample from here on; empty when there is none. The reader then stands at
  /// it, or at the end.
  static OptionalLong firstSeq(LineReader lines) throws IOException {
    while (lines.next() && lines.ended()) {
      if (kind(lines) instanceof LineKind.Numbered(long seq)) {
        return OptionalLong.of(seq);
      }
    }
    return OptionalLong.empty();
  }

  /// The line in `bytes` from `start` on, without its line feed.
  static LineKind kind(byte[] bytes, int start, int length) {
    if (length == 0) {
      return new LineKind.Torn();
    }
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes, start, length)) {
      return kind(json);
    } catch (JacksonException e) {
      boolean atEnd =
          bytes[start] == '{'
              && e.getLocation() != null
              && e.getLocation().getByteOffset() >= length - HALF_A_WORD;
      return atEnd || hasZero(bytes, start, length) ? new LineKind.Torn() : new LineKind.Damaged();
    }
  }

  /// UTC day of the `time` of a whole line; empty where there is none that a file can be named for.
  static Optional<LocalDate> day(byte[] bytes, int start, int length) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes, start, length)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean isTime = "time".equals(json.currentName());
        if (json.nextToken() == JsonToken.VALUE_STRING && isTime) {
          LocalDate day = LocalDate.ofInstant(Instant.parse(json.getString()), ZoneOffset.UTC);
          return Optional.of(day).filter(JournalFiles::isDay);
        }
        json.skipChildren();
      }
      return Optional.empty();
    } catch (JacksonException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static LineKind kind(JsonParser json) {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      return new LineKind.Damaged();
    }
    OptionalLong seq = OptionalLong.empty();
    boolean misnumbered = false;
    boolean fault = false;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean isSeq = "seq".equals(json.currentName());
      fault |= "fault".equals(json.currentName());
      JsonToken value = json.nextToken();
      if (isSeq) {
        seq = seq(json, value);
        misnumbered = seq.isEmpty();
      }
      json.skipChildren();
    }
    if (json.currentToken() != JsonToken.END_OBJECT || !isAtEnd(json)) {
      return new LineKind.Damaged();
    }
    if (misnumbered) {
      return new LineKind.Misnumbered();
    }
    return seq.isPresent() ? new LineKind.Numbered(seq.getAsLong()) : new LineKind.Plain(fault);
  }

  /// Empty for what no sample can have as its number.
  private static OptionalLong seq(JsonParser json, JsonToken value) {
    boolean whole =
        value == JsonToken.VALUE_NUMBER_INT
            && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    return whole && SampleLog.isSeq(json.getLongValue())
        ? OptionalLong.of(json.getLongValue())
        : OptionalLong.empty();
  }

  private static boolean isAtEnd(JsonParser json) {
    try {
      return json.nextToken() == null;
    } catch (JacksonException e) {
      return false;
    }
  }

  private static boolean hasZero(byte[] bytes, int start, int length) {
    for (int i = start; i < start + length; i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }
}
