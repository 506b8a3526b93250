package cellwarden.config;

import cellwarden.config.Key.Section;
import cellwarden.settings.IngestConfig;
import cellwarden.settings.MqttConfig;
import cellwarden.settings.MqttUrl;
import cellwarden.settings.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/// Makes the settings of `ingest` from the YAML nodes, as [ConfigurationMapper] does those of the
/// service.
final class IngestMapper {

  private static final List<Section> SECTIONS =
      List.of(Section.MQTT, Section.DATABASE, Section.METRICS);

  private final Map<String, String> environment;
  private final Problems problems;

  /// Reads what both files have.
  private final ConfigurationMapper shared;

  IngestMapper(Path file, Map<String, String> environment, Problems problems) {
    this.environment = environment;
    this.problems = problems;
    this.shared = new ConfigurationMapper(file, environment, _ -> Optional.empty(), problems);
  }

  IngestConfig map(Node top) {
    List<String> known = SECTIONS.stream().map(Section::key).toList();
    YamlSection file = new YamlSection("", top, known, "mqtt:", environment, problems);
    YamlSection mqtt = section(file, Section.MQTT);
    YamlSection database = section(file, Section.DATABASE);
    return new IngestConfig(
        broker(mqtt),
        mqtt.value(IngestKeys.GROUP),
        mqtt.value(IngestKeys.RECEIVE_MAXIMUM),
        database(database),
        database.value(IngestKeys.BATCH),
        file.node(Section.METRICS.key())
            .map(node -> section(Section.METRICS, node).value(IngestKeys.LISTEN)),
        mqtt.value(IngestKeys.GRACE));
  }

  private MqttConfig broker(YamlSection section) {
    MqttConfig mqtt = shared.mqtt(section, Optional.empty());
    if (mqtt.url() instanceof MqttUrl.Embedded) {
      section.complain(Keys.URL, "sites cannot reach a broker inside the program; name another");
    }
    return mqtt;
  }

  private IngestConfig.DatabaseConfig database(YamlSection section) {
    Optional<Secret> password =
        shared.secret(
            section, IngestKeys.DATABASE_PASSWORD, IngestKeys.DATABASE_PASSWORD_FILE, "a password");
    if (password.isPresent() && !section.has(IngestKeys.DATABASE_USERNAME)) {
      section.complain(
          section.has(IngestKeys.DATABASE_PASSWORD)
              ? IngestKeys.DATABASE_PASSWORD
              : IngestKeys.DATABASE_PASSWORD_FILE,
          "a password needs a username beside it");
    }
    return new IngestConfig.DatabaseConfig(
        section.value(IngestKeys.DATABASE_URL),
        section.find(IngestKeys.DATABASE_USERNAME),
        password);
  }

  /// One that has to be there; what is missing is complained about once.
  private YamlSection section(YamlSection file, Section section) {
    Optional<Node> node = file.node(section.key());
    if (node.isEmpty()) {
      file.missing(section.key(), "ingest needs " + section.key() + ": with its url");
    }
    return node.map(found -> section(section, found))
        .orElseGet(() -> YamlSection.absent(environment));
  }

  private YamlSection section(Section section, Node node) {
    return YamlSection.of(IngestKeys.of(section), section.key(), node, environment, problems);
  }
}
