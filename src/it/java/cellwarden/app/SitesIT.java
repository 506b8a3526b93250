package cellwarden.app;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.config.ConfigurationFile;
import cellwarden.json.JsonObject;
import cellwarden.settings.Configuration;
import cellwarden.testing.Mosquitto;
import cellwarden.testing.Ports;
import cellwarden.testing.Subscriber;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two installations whose batteries have the same names, at one broker.
final class SitesIT {

  private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

  @TempDir private Path folder = Path.of("");

  @Test
  void doNotMeetAnywhere() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder, Ports.free());
        Subscriber all = Subscriber.to(broker.port(), "#");
        Ending ending = Ending.onSignal(NOWHERE)) {
      try (Service one = site("cabin-17", broker, ending);
          Service two = site("van_2", broker, ending)) {
        one.start();
        two.start();
        for (String site : List.of("cabin-17", "van_2")) {
          all.awaitTopic("batterie/" + site + "/house");
          all.awaitTopic("batterie/" + site + "/house/availability");
          all.awaitTopic("batterie/" + site + "/bridge/devices");
          assertThat(json(all.awaitTopic("batterie/" + site + "/bridge/info")).text("site"))
              .contains(site);
          JsonObject announced =
              json(all.awaitTopic("homeassistant/device/cellwarden_" + site + "__house/config"));
          assertThat(announced.text("state_topic")).contains("batterie/" + site + "/house");
          JsonObject voltage =
              announced.object("components").orElseThrow().object("voltage").orElseThrow();
          assertThat(voltage.text("unique_id")).contains("cellwarden_" + site + "__house_voltage");
          assertThat(voltage.text("default_entity_id"))
              .contains("sensor." + site.replace('-', '_') + "_house_voltage");
        }
        broker.publish("batterie/van_2/bridge/request/pause", "{\"battery\":\"house\"}");
        JsonObject answer = json(all.awaitTopic("batterie/van_2/bridge/response/pause"));
        assertThat(answer.text("status")).contains("ok");
      }
      all.await(message ->
          message.topic().equals("batterie/cabin-17/bridge/state")
              && message.payload().equals("offline"));
      assertThat(all.received())
          .extracting(Subscriber.Received::topic)
          .noneMatch(
              topic -> topic.startsWith("batterie/house") || topic.startsWith("batterie/bridge"))
          .doesNotContain("batterie/cabin-17/bridge/response/pause");
    }
  }

  private static JsonObject json(Subscriber.Received message) throws Exception {
    return JsonObject.parse(message.payload().getBytes(StandardCharsets.UTF_8));
  }

  private Service site(String name, Mosquitto broker, Ending ending) throws Exception {
    Configuration configuration =
        ConfigurationFile.parse(
            """
            batteries: [{name: house, address: 'sim:4s', interval: 1s}]
            mqtt: {url: 'mqtt://127.0.0.1:%d'}
            journal: {path: %s}
            site: %s
            """
                .formatted(broker.port(), folder.resolve(name + ".jsonl"), name),
            Path.of("cellwarden.yaml"),
            Map.of(),
            _ -> Optional.empty());
    return Wiring.service(configuration, Wiring.bluetooth(), List.of(), ending);
  }
}
