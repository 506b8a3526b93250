package cellwarden.simulator;

import cellwarden.protocol.Payload;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads the recorded answers of a file; unknown names in it are skipped.
final class RecordingReader {

  private static final String LIST = "vectors";
  private static final String ANSWER = "response";
  private static final String REFUSAL = "status_error";

  private final JsonParser json;

  private RecordingReader(JsonParser json) {
    this.json = json;
  }

  /// Reads all answers in the order of the file.
  ///
  /// @throws IOException if the file cannot be read
  /// @throws IllegalArgumentException with one sentence, if it is no such JSON
  static List<Recording> read(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file);
        JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), reader)) {
      return new RecordingReader(json).document(file);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "%s is not JSON: %s in line %d"
              .formatted(file, e.getOriginalMessage(), e.getLocation().getLineNr()),
          e);
    }
  }

  private List<Recording> document(Path file) {
    List<Recording> recordings = new ArrayList<>();
    if (json.nextToken() == JsonToken.START_OBJECT) {
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean list = json.currentName().equals(LIST);
        if (json.nextToken() == JsonToken.START_ARRAY && list) {
          list(file).forEach(recordings::add);
        } else {
          json.skipChildren();
        }
      }
    }
    return recordings;
  }

  private List<Recording> list(Path file) {
    List<Recording> recordings = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        entry(file).ifPresent(recordings::add);
      } else {
        json.skipChildren();
      }
    }
    return recordings;
  }

  private Optional<Recording> entry(Path file) {
    Entry entry = new Entry();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "id" -> entry.id = text();
        case "kind" -> entry.kind = text();
        case "expect_error" -> entry.error = text();
        case "request" -> entry.request = text();
        case "frame", "fragments" -> entry.fragments = texts();
        default -> json.skipChildren();
      }
    }
    try {
      return entry.recording();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s: the entry %s cannot be served: %s".formatted(file, entry.id, e.getMessage()), e);
    }
  }

  private @Nullable String text() {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getString();
    }
    json.skipChildren();
    return null;
  }

  /// One text or a list of them.
  private List<String> texts() {
    List<String> texts = new ArrayList<>();
    if (json.currentToken() == JsonToken.START_ARRAY) {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        texts.add(json.getString());
      }
    } else {
      texts.add(json.getString());
    }
    return texts;
  }

  /// What an entry says about itself while it is being read.
  private static final class Entry {
    private @Nullable String id;
    private @Nullable String kind;
    private @Nullable String error;
    private @Nullable String request;
    private List<String> fragments = List.of();

    Optional<Recording> recording() {
      boolean answer = ANSWER.equals(kind) && (error == null || error.equals(REFUSAL));
      if (!answer || id == null || request == null || fragments.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          Recording.of(
              id, Payload.ofHex(request), fragments.stream().map(Payload::ofHex).toList()));
    }
  }
}
