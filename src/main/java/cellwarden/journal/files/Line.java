package cellwarden.journal.files;

import cellwarden.battery.SampleLog;
import cellwarden.journal.JournalFiles;
import cellwarden.journal.LineReader;
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

/// What a line of the journal is. Each byte of it is looked at: one that is whole up to its `seq`
/// may still be torn after it.
///
/// @param seq of a sample, otherwise 0
/// @param time as a whole line has it; empty where there is none
/// @param named whether it says which battery it is of
public record Line(Kind kind, long seq, String time, boolean named) {

  /// The kinds of lines.
  public enum Kind {
    /// A whole line with a sequence number.
    SAMPLE,
    /// A whole line with a fault.
    FAULT,
    /// A whole line with neither.
    EVENT,
    /// A whole line with a `seq` that no sample can have, see [SampleLog#LARGEST_SEQ].
    MISNUMBERED,
    /// The beginning of a line, or the zeros that a file system puts where it lost data: what a
    /// power cut leaves.
    TORN,
    /// Neither whole nor what a power cut leaves.
    DAMAGED
  }

  private static final Line TORN = new Line(Kind.TORN, 0, "", false);
  private static final Line DAMAGED = new Line(Kind.DAMAGED, 0, "", false);

  private static final JsonFactory JSON = new JsonFactory();

  /// `fals`: half a word or number is complained about where it begins.
  private static final int HALF_A_WORD = 4;

  /// The line that the reader stands at. One that is longer than any of ours is not whole, whatever
  /// is left of it.
  public static Line at(LineReader reader) {
    Line line = of(reader.buffer(), reader.start(), reader.length());
    return reader.fullLength() == reader.length() || line.kind == Kind.TORN ? line : DAMAGED;
  }

  /// Number of the first sample from here on; empty when there is none. The reader then stands at
  /// it, or at the end.
  static OptionalLong firstSeq(LineReader reader) throws IOException {
    while (reader.next() && reader.ended()) {
      Line line = at(reader);
      if (line.kind == Kind.SAMPLE) {
        return OptionalLong.of(line.seq);
      }
    }
    return OptionalLong.empty();
  }

  /// The line in `bytes` from `start` on, without its line feed.
  static Line of(byte[] bytes, int start, int length) {
    if (length == 0) {
      return TORN;
    }
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes, start, length)) {
      return of(json);
    } catch (JacksonException e) {
      boolean atEnd =
          bytes[start] == '{'
              && e.getLocation() != null
              && e.getLocation().getByteOffset() >= length - HALF_A_WORD;
      return atEnd || hasZero(bytes, start, length) ? TORN : DAMAGED;
    }
  }

  private static Line of(JsonParser json) {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      return DAMAGED;
    }
    Kind kind = Kind.EVENT;
    long seq = 0;
    String time = "";
    boolean named = false;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if ("seq".equals(name)) {
        seq = seq(json, value);
        kind = seq == 0 ? Kind.MISNUMBERED : Kind.SAMPLE;
      } else if ("time".equals(name) && value == JsonToken.VALUE_STRING) {
        time = json.getString();
      } else if ("battery".equals(name)) {
        named = value == JsonToken.VALUE_STRING;
      } else if ("fault".equals(name) && kind == Kind.EVENT) {
        kind = Kind.FAULT;
      }
      json.skipChildren();
    }
    return json.currentToken() == JsonToken.END_OBJECT && isAtEnd(json)
        ? new Line(kind, seq, time, named)
        : DAMAGED;
  }

  /// 0 for what no sample can have as its number.
  private static long seq(JsonParser json, JsonToken value) {
    boolean whole =
        value == JsonToken.VALUE_NUMBER_INT
            && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    return whole && SampleLog.isSeq(json.getLongValue()) ? json.getLongValue() : 0;
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

  /// Whether it is a sample that says neither when nor of which battery it is, or only one of them:
  /// nothing can be said about it but that it has its number.
  public boolean isFragment() {
    return kind == Kind.SAMPLE && !(named && instant().isPresent());
  }

  private Optional<Instant> instant() {
    try {
      return Optional.of(Instant.parse(time));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// UTC day of the time; empty where there is none that a file can be named for.
  Optional<LocalDate> day() {
    try {
      return instant()
          .map(moment -> LocalDate.ofInstant(moment, ZoneOffset.UTC))
          .filter(JournalFiles::isDay);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
