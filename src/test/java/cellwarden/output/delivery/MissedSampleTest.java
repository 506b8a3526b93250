package cellwarden.output.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.FakeSampleLog;
import cellwarden.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MissedSampleTest {

  @Test
  void findsBatteryAndTime() {
    assertThat(of(FakeSampleLog.line("cabin", 7)))
        .contains(new MissedSample("cabin", Optional.of(Samples.TIME)));
  }

  @Test
  void looksOnlyAtTheOutermostObject() {
    assertThat(
            of(
                "{\"link\":{\"battery\":\"b\",\"time\":1},\"battery\":\"a\",\"time\":\"2026-11-22T14:00:00Z\"}"))
        .contains(new MissedSample("a", Optional.of(Instant.parse("2026-11-22T14:00:00Z"))));
  }

  @Test
  void doesNotKnowTheAgeOfWhatWasReadBeforeTheClockWasSet() {
    assertThat(
            of(
                "{\"seq\":1,\"time\":\"1970-01-01T00:00:09.000Z\",\"clock\":\"unsynchronised\",\"battery\":\"a\"}"))
        .contains(new MissedSample("a", Optional.empty()));
  }

  @Test
  void doesNotKnowTheAgeOfWhatHasNoTime() {
    assertThat(of("{\"seq\":1,\"time\":\"soon\",\"battery\":\"a\"}"))
        .contains(new MissedSample("a", Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "{\"seq\":1}", "{\"battery\":\"a/#\"}", "{\"battery\":[1]}"})
  void isNothingElse(String line) {
    assertThat(of(line)).isEmpty();
  }

  private static Optional<MissedSample> of(String line) {
    return MissedSample.of(line.getBytes(StandardCharsets.UTF_8));
  }
}
