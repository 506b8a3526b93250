package cellwarden.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads journals as anybody else would: line by line, each a whole object.
public final class JournalLines {

  private static final JsonFactory JSON = new JsonFactory();

  private JournalLines() {}

  /// The text of every line that has its end.
  public static List<String> of(Path file) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    return whole.isEmpty() ? List.of() : Arrays.asList(whole.split("\n", 0));
  }

  /// The sequence numbers of a file in which every line must be one whole object; faults have none.
  public static long[] seqs(Path file) throws IOException {
    return of(file).stream().map(JournalLines::seq).flatMapToLong(OptionalLong::stream).toArray();
  }

  /// The sequence number of a line, empty for a fault.
  ///
  /// @throws AssertionError if the line is not one whole object and nothing else
  public static OptionalLong seq(String line) {
    OptionalLong seq = OptionalLong.empty();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
      assertThat(json.nextToken()).as(line).isEqualTo(JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean isSeq = json.currentName().equals("seq");
        json.nextToken();
        if (isSeq) {
          seq = OptionalLong.of(json.getLongValue());
        }
        json.skipChildren();
      }
      assertThat(json.currentToken()).as(line).isEqualTo(JsonToken.END_OBJECT);
      assertThat(json.nextToken()).as(line).isNull();
    }
    return seq;
  }
}
