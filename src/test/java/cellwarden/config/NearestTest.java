package cellwarden.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearestTest {
  private static final List<String> KNOWN = List.of("interval", "url", "base_topic", "x10");

  @ParameterizedTest
  @CsvSource({
    "intervall,interval",
    "intreval,interval",
    "uri,url",
    "baseTopic,base_topic",
    "base-topic,base_topic",
    "X10,x10"
  })
  void findsWhatWasMeant(String word, String meant) {
    assertThat(Nearest.to(word, KNOWN)).contains(meant);
  }

  @Test
  void saysNothingWhenNothingIsClose() {
    assertThat(Nearest.to("colour", KNOWN)).isEmpty();
    assertThat(Nearest.to("colour", List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"abc,abc,0", "abc,acb,1", "abc,ab,1", "ab,abc,1", "abc,axc,1", "'',abc,3"})
  void countsSteps(String from, String to, int steps) {
    assertThat(Nearest.distance(from, to)).isEqualTo(steps);
  }
}
