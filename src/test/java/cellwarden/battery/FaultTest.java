package cellwarden.battery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FaultTest {

  @Test
  void hasThePromisedKinds() {
    assertThat(Fault.Kind.values())
        .extracting(Fault.Kind::label)
        .containsExactlyInAnyOrder(
            "not_found", "denied", "unreachable", "lost", "malformed", "refused", "no_response");
  }

  @Test
  void prefersTheAdviceThatFitsBetter() {
    assertThat(new Fault(Fault.Kind.LOST, "gone", Optional.of("come back")).sentence())
        .isEqualTo("gone; come back");
  }

  @ParameterizedTest
  @EnumSource
  void saysWhatHappenedAndWhatToDo(Fault.Kind kind) {
    assertThat(new Fault(kind, "tcp:host:1: gone").sentence())
        .startsWith("tcp:host:1: gone; ")
        .doesNotEndWith(".");
  }
}
