package cellwarden.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where a standard stream of this process leads, which the JDK tells only of input and output
/// together.
public enum Descriptor {
  STANDARD_OUTPUT(1),
  STANDARD_ERROR(2);

  private final Path link;

  Descriptor(int number) {
    this.link = Path.of("/proc/self/fd/" + number);
  }

  /// Whether a person sees at once what is written.
  public boolean isTerminal() {
    return target().matches("/dev/(pts/.*|tty.*|console)");
  }

  /// Whether another program reads it, and may stop doing so.
  boolean isPipe() {
    return target().matches("(pipe|socket):\\[.*");
  }

  private String target() {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException | UnsupportedOperationException e) {
      // A system without /proc, where it leads nowhere that is known.
      return "";
    }
  }
}
