package cellwarden.output.web;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.EncodedEvent;
import cellwarden.json.JsonObject;
import cellwarden.testing.Batteries;
import cellwarden.testing.Facts;
import cellwarden.testing.FakeTime;
import cellwarden.testing.Samples;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LiveBatteriesTest {

  private final FakeTime time = new FakeTime();
  private final LiveBatteries batteries =
      new LiveBatteries(Facts.of(List.of(Batteries.named("house")), List.of()), time::nanos);

  private JsonObject house() throws Exception {
    return JsonObject.parse(batteries.one("house").orElseThrow());
  }

  @Test
  void readingGrowsOld() throws Exception {
    batteries.take(EncodedEvent.of(Samples.aReading("house")));
    time.advance(Duration.ofSeconds(149));
    assertThat(house().number("age_s")).hasValue(149);
    assertThat(house().object("sample").orElseThrow().number("voltage")).hasValue(13.31);
  }
}
