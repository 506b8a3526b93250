package cellwarden.transport.ble;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The switches that silence radios, as the kernel shows them under `/sys/class/rfkill`.
///
/// @param folder with one entry for each switch
public record Rfkill(Path folder) {

  public static final Rfkill SYSTEM = new Rfkill(Path.of("/sys/class/rfkill"));

  private static final String ON = "1";

  /// Whether a switch silences this adapter.
  ///
  /// @param adapter such as `hci0`
  public boolean blocks(String adapter) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (DirectoryStream<Path> switches = Files.newDirectoryStream(folder)) {
      for (Path entry : switches) {
        if (read(entry, "name").equals(adapter)
            && (read(entry, "soft").equals(ON) || read(entry, "hard").equals(ON))) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  private static String read(Path entry, String file) throws IOException {
    return Files.readString(entry.resolve(file)).strip();
  }
}
