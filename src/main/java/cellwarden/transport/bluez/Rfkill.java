package cellwarden.transport.bluez;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The kernel's switches for radios.
///
/// @param folder one folder for each switch, with the files `name`, `soft` and `hard`
record Rfkill(Path folder) {

  static final Rfkill SYSTEM = new Rfkill(Path.of("/sys/class/rfkill"));

  /// Whether a switch of this name, such as `hci0`, is set to off.
  boolean blocks(String adapter) {
    try (DirectoryStream<Path> switches = Files.newDirectoryStream(folder)) {
      for (Path one : switches) {
        if (text(one.resolve("name")).equals(adapter)) {
          return text(one.resolve("soft")).equals("1") || text(one.resolve("hard")).equals("1");
        }
      }
    } catch (IOException e) {
      // A kernel without switches blocks nothing.
    }
    return false;
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file).strip();
  }
}
