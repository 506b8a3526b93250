package cellwarden.capture;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A file with a recorded dialogue, of our own form or a btsnoop log.
public final class CaptureFile {

  private static final int LONGEST_LINE = 1 << 16;

  private CaptureFile() {}

  /// All lines of a file, which must be whole.
  ///
  /// @throws CaptureException if it is no capture or torn
  /// @throws IOException if it cannot be read
  public static List<CaptureLine> read(Path file) throws IOException {
    try (InputStream opened = Files.newInputStream(file);
        PushbackInputStream in =
            new PushbackInputStream(new BufferedInputStream(opened), Btsnoop.PUSHBACK)) {
      if (!Btsnoop.startsAt(in)) {
        return lines(new InputStreamReader(in, StandardCharsets.UTF_8));
      }
      Btsnoop.Recording recording = Btsnoop.read(in);
      if (recording.torn()) {
        throw torn("in its last packet");
      }
      return recording.lines();
    }
  }

  private static List<CaptureLine> lines(Reader text) throws IOException {
    List<CaptureLine> lines = new ArrayList<>();
    int number = 0;
    for (String line = next(text); !line.isEmpty(); line = next(text)) {
      number++;
      Optional<CaptureLine> found = line.endsWith("\n") ? CaptureLine.find(line) : Optional.empty();
      if (found.isPresent()) {
        lines.add(found.get());
      } else if (lines.isEmpty()) {
        break;
      } else if (!line.isBlank()) {
        throw torn("in line " + number);
      }
      CaptureException.refuseMore(lines.size(), "lines");
    }
    if (lines.isEmpty()) {
      throw new CaptureException(
          "is no capture; record one with 'cellwarden capture BATTERY FILE'");
    }
    return lines;
  }

  /// With its end; without one where the file ends, or the line is too long to be of a capture.
  private static String next(Reader text) throws IOException {
    StringBuilder line = new StringBuilder();
    int character = text.read();
    while (character >= 0 && line.length() < LONGEST_LINE) {
      line.append((char) character);
      character = character == '\n' ? -1 : text.read();
    }
    return line.toString();
  }

  private static CaptureException torn(String where) {
    return new CaptureException(
        "is torn " + where + "; record it again, or cut the file off before that place");
  }
}
