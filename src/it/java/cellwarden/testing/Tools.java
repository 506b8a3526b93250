package cellwarden.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// Programs of this machine that tests need.
public final class Tools {

  private Tools() {}

  /// The full path, since brokers and tracers often stand in folders that users do not have in
  /// their PATH. Without the program the test is skipped.
  public static String find(String program) {
    Optional<Path> found =
        Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin")
            .map(folder -> Path.of(folder, program))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(found.isPresent(), () -> "there is no " + program + " on this machine");
    return found.orElseThrow().toString();
  }
}
