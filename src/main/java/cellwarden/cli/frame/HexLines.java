package cellwarden.cli.frame;

import cellwarden.cli.console.CommandException;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;

/// Lines of text that fit into memory.
final class HexLines {

  /// Characters; hours of a dialogue have fewer.
  private static final int LONGEST = 1_000_000;

  private static final int END = -1;

  private final BufferedReader in;
  private long number;
  private boolean afterReturn;

  HexLines(BufferedReader in) {
    this.in = in;
  }

  /// The next line without its end; empty when there is none.
  ///
  /// @throws CommandException if it is too long
  Optional<String> next() throws IOException {
    StringBuilder line = new StringBuilder();
    number++;
    int character = in.read();
    if (afterReturn && character == '\n') {
      character = in.read();
    }
    if (character == END) {
      return Optional.empty();
    }
    while (character != END && character != '\n' && character != '\r') {
      if (line.length() == LONGEST) {
        throw CommandException.usage(
            "line %d of the input is longer than %d characters; break it up"
                .formatted(number, LONGEST));
      }
      line.append((char) character);
      character = in.read();
    }
    afterReturn = character == '\r';
    return Optional.of(line.toString());
  }
}
