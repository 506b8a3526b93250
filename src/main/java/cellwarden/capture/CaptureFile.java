package cellwarden.capture;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A file with a recorded dialogue, of our own form or a btsnoop log.
public final class CaptureFile {

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
        return lines(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
      Btsnoop.Recording recording = Btsnoop.read(in);
      if (recording.torn()) {
        throw torn("in its last packet");
      }
      return recording.lines();
    }
  }

  private static List<CaptureLine> lines(String text) throws CaptureException {
    List<CaptureLine> lines = new ArrayList<>();
    List<String> written = text.lines().toList();
    for (int i = 0; i < written.size(); i++) {
      boolean whole = i + 1 < written.size() || text.endsWith("\n");
      Optional<CaptureLine> line = CaptureLine.find(written.get(i)).filter(_ -> whole);
      if (line.isPresent()) {
        lines.add(line.get());
      } else if (lines.isEmpty()) {
        break;
      } else if (!written.get(i).isBlank()) {
        throw torn("in line " + (i + 1));
      }
    }
    if (lines.isEmpty()) {
      throw new CaptureException(
          "is no capture; record one with 'cellwarden capture BATTERY FILE'");
    }
    return lines;
  }

  private static CaptureException torn(String where) {
    return new CaptureException(
        "is torn " + where + "; record it again, or cut the file off before that place");
  }
}
