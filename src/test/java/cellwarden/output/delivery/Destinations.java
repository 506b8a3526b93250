package cellwarden.output.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a destination is called in the messages of these tests.
final class Destinations {

  static final Destination.Words WORDS =
      new Destination.Words(
          "mqtt",
          "the broker",
          battery -> "base/" + battery + "/history",
          "let this user publish there");

  private Destinations() {}

  /// The state that is saved in a file, without its check value.
  static String saved(Path file) throws IOException {
    return Files.readString(file).replaceFirst(",\"check\":\"[0-9a-f]{8}\"}$", "}");
  }
}
