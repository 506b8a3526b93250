package cellwarden.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// What the lock file says: who holds the lock, or held it last, and which numbers are taken.
///
/// @param pid 0 when nobody holds it
/// @param since when that program started; empty when nobody holds it
/// @param seqBelow every number below this one may have been given out; 0 where nothing is known
record Holder(long pid, String since, long seqBelow) {

  static final Holder NOBODY = new Holder(0, "", 0);

  /// Less than one sector of any disk: it is written whole or not at all.
  private static final int LENGTH = 128;

  private static final JsonFactory JSON = new JsonFactory();

  /// Reads the beginning of a lock file; what is not there or cannot be understood is as for
  /// nobody.
  static Holder read(DiskFile file) throws IOException {
    byte[] bytes = new byte[LENGTH];
    int length = Math.max(0, file.read(0, bytes, 0, LENGTH));
    return parse(new String(bytes, 0, length, StandardCharsets.UTF_8));
  }

  private static Holder parse(String text) {
    Holder found = NOBODY;
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = String.valueOf(json.currentName());
        json.nextToken();
        found =
            switch (name) {
              case "pid" -> new Holder(json.getValueAsLong(), found.since, found.seqBelow);
              case "seq_below" -> new Holder(found.pid, found.since, json.getValueAsLong());
              case "since" ->
                  new Holder(found.pid, String.valueOf(json.getValueAsString()), found.seqBelow);
              default -> {
                json.skipChildren();
                yield found;
              }
            };
      }
      return found;
    } catch (JacksonException e) {
      return found;
    }
  }

  /// For the beginning of the lock file. The number comes first and always in the same columns: a
  /// disk that takes only a part of the bytes leaves one that is not below both the old and the new
  /// one.
  byte[] encode() {
    byte[] text =
        "{\"seq_below\":%19d,\"pid\":%d,\"since\":\"%s\"}"
            .formatted(seqBelow, pid, since)
            .getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(text, LENGTH);
    Arrays.fill(padded, text.length, LENGTH - 1, (byte) ' ');
    padded[LENGTH - 1] = '\n';
    return padded;
  }

  @Override
  public String toString() {
    return pid == 0 ? "another program" : "process " + pid + " since " + since;
  }
}
