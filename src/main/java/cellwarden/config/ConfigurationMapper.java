package cellwarden.config;

import cellwarden.transport.Address;
import cellwarden.transport.SimAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Makes the records from the YAML nodes. After a problem it goes on with stand-ins, so its result
/// counts only when there was none.
final class ConfigurationMapper {
  private final Path file;
  private final Environment environment;
  private final Problems problems;
  private final Map<String, String> pathByName = new HashMap<>();
  private final Map<Address, String> pathByAddress = new HashMap<>();

  ConfigurationMapper(Path file, Environment environment, Problems problems) {
    this.file = file;
    this.environment = environment;
    this.problems = problems;
  }

  Configuration map(MappingNode top) {
    List<String> known = Arrays.stream(Section.values()).map(Section::key).toList();
    Settings sections =
        new Settings("", top.getStartMark(), environment, problems).with(top, known);
    return new Configuration(
        batteries(sections, top),
        sections
            .node(Section.MQTT.key())
            .map(node -> mqtt(settings(Section.MQTT, Section.MQTT.key(), node))),
        sections
            .node(Section.JOURNAL.key())
            .map(node -> journal(settings(Section.JOURNAL, Section.JOURNAL.key(), node)))
            .orElseGet(() -> JournalConfig.withDefaults(Keys.PATH.sample())));
  }

  private List<BatteryConfig> batteries(Settings sections, MappingNode top) {
    String key = Section.BATTERIES.key();
    Optional<Node> node = sections.node(key);
    if (node.isEmpty()) {
      problems.add(top.getStartMark(), key, "missing; list a battery with its name and address");
      return List.of();
    }
    if (node.get() instanceof SequenceNode items && !items.getValue().isEmpty()) {
      return batteries(items);
    }
    String found = node.get() instanceof SequenceNode ? "an empty list" : Settings.kind(node.get());
    problems.add(
        node.get().getStartMark(),
        key,
        "expected a list of batteries such as \"- name: myBattery\", found " + found);
    return List.of();
  }

  private List<BatteryConfig> batteries(SequenceNode items) {
    List<BatteryConfig> batteries = new ArrayList<>();
    for (Node item : items.getValue()) {
      String path = Section.BATTERIES.key() + "[" + batteries.size() + "]";
      batteries.add(battery(path, settings(Section.BATTERIES, path, item)));
    }
    return batteries;
  }

  private BatteryConfig battery(String path, Settings settings) {
    BatteryConfig battery =
        new BatteryConfig(
            settings.value(Keys.NAME),
            settings.value(Keys.ADDRESS),
            settings.value(Keys.INTERVAL),
            settings.value(Keys.CONNECTION),
            settings.value(Keys.X10),
            settings.value(Keys.SETTLE));
    if (settings.isOwn(Keys.NAME)) {
      refuseTwins(pathByName, battery.name(), path, settings, Keys.NAME);
    }
    if (settings.isOwn(Keys.ADDRESS) && !(battery.address() instanceof SimAddress)) {
      refuseTwins(pathByAddress, battery.address(), path, settings, Keys.ADDRESS);
    }
    return battery;
  }

  private static <T> void refuseTwins(
      Map<T, String> paths, T value, String path, Settings settings, Key<T> key) {
    String first = paths.putIfAbsent(value, path);
    if (first != null) {
      settings.complain(key, "the same as in " + first + "; each battery needs its own");
    }
  }

  private MqttConfig mqtt(Settings settings) {
    MqttConfig mqtt =
        new MqttConfig(
            settings.value(Keys.URL),
            settings.find(Keys.USERNAME),
            new PasswordFile(file).password(settings),
            settings.value(Keys.BASE_TOPIC),
            settings.value(Keys.CLIENT_ID));
    if (mqtt.password().isPresent() && settings.node(Keys.USERNAME.name()).isEmpty()) {
      Key<?> key =
          settings.node(Keys.PASSWORD.name()).isPresent() ? Keys.PASSWORD : Keys.PASSWORD_FILE;
      settings.complain(key, "a password needs a username beside it");
    }
    return mqtt;
  }

  private JournalConfig journal(Settings settings) {
    JournalConfig journal =
        new JournalConfig(
            settings.value(Keys.PATH),
            settings.value(Keys.FSYNC),
            settings.value(Keys.MAX_FILE_SIZE),
            settings.value(Keys.MAX_AGE),
            settings.value(Keys.MAX_SIZE),
            settings.value(Keys.RESERVE));
    if (journal.maxSize() < 2 * journal.maxFileSize()) {
      Key<?> key = settings.isOwn(Keys.MAX_SIZE) ? Keys.MAX_SIZE : Keys.MAX_FILE_SIZE;
      settings.complain(
          key,
          "max_size (%s) must be at least twice max_file_size (%s), since only whole files are removed"
              .formatted(Sizes.format(journal.maxSize()), Sizes.format(journal.maxFileSize())));
    }
    return journal;
  }

  private Settings settings(Section section, String path, Node node) {
    Settings settings = new Settings(path, node.getStartMark(), environment, problems);
    if (node instanceof MappingNode mapping) {
      return settings.with(mapping, Keys.of(section).stream().<String>map(Key::name).toList());
    }
    Key<?> first = Keys.of(section).getFirst();
    problems.add(
        node.getStartMark(),
        path,
        "expected keys such as \"%s: %s\", found %s"
            .formatted(first.name(), first.samples().getFirst(), Settings.kind(node)));
    return settings.closed();
  }
}
