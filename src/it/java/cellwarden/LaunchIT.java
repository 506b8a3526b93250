package cellwarden;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class LaunchIT {

  @Test
  void jarStandsInTarget() {
    assertThat(Files.exists(Path.of("target", "cellwarden.jar"))).isTrue();
  }
}
