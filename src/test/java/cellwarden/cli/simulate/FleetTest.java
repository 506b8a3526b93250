package cellwarden.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.settings.BatteryConfig;
import cellwarden.settings.Configuration;
import cellwarden.settings.HomeAssistantDiscovery;
import cellwarden.settings.JournalConfig;
import cellwarden.settings.MqttConfig;
import cellwarden.settings.MqttUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FleetTest {

  @TempDir private Path folder = Path.of("");

  private Fleet fleet(int batteries, int sites, long seed) {
    return new Fleet(
        batteries,
        sites,
        Duration.ofMillis(2500),
        new MqttUrl.Remote("broker.example", 1883, false),
        "van",
        folder.resolve("it's"),
        seed);
  }

  @Test
  void dividesTheBatteriesAmongTheSitesWithoutRest() throws IOException {
    Fleet fleet = fleet(100, 7, 1);
    List<Integer> sizes = new ArrayList<>();
    for (int site = 1; site <= 7; site++) {
      sizes.add(fleet.configuration(site).batteries().size());
    }
    assertThat(sizes).containsOnly(14, 15);
    assertThat(sizes.stream().mapToInt(size -> size).sum()).isEqualTo(100);
  }

  @Test
  void givesASiteWhatItsOwnFileWouldSay() throws IOException {
    Configuration site = fleet(4, 2, 1).configuration(2);

    assertThat(site.site()).contains("van-0002");
    assertThat(site.batteries())
        .extracting(BatteryConfig::name)
        .containsExactly("pack-1", "pack-2");
    assertThat(site.batteries())
        .extracting(BatteryConfig::interval)
        .containsOnly(Duration.ofMillis(2500));
    assertThat(site.mqtt()).map(MqttConfig::root).contains("batterie/van-0002");
    assertThat(site.mqtt()).map(MqttConfig::discovery).contains(HomeAssistantDiscovery.OFF);
    assertThat(site.journal().path()).isEqualTo(folder.resolve("it's/van-0002/bms_data.jsonl"));
    assertThat(site.journal().fsync()).isEqualTo(new JournalConfig.Fsync.Never());
  }

  @Test
  void seedDecidesWhichBatteriesTheyAre() throws IOException {
    assertThat(fleet(40, 2, 1).configuration(1)).isEqualTo(fleet(40, 2, 1).configuration(1));
    assertThat(fleet(40, 2, 2).configuration(1)).isNotEqualTo(fleet(40, 2, 1).configuration(1));
    List<String> addresses =
        fleet(40, 1, 1).configuration(1).batteries().stream()
            .map(battery -> battery.address().toString())
            .toList();
    assertThat(new HashSet<>(addresses)).hasSize(40);
  }
}
