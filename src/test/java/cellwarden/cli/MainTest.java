package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MainTest {

  @Test
  void namesDevelopmentWhenRunFromClasses() {
    assertThat(Main.version()).isEqualTo("development");
  }
}
