package cellwarden.config;

import cellwarden.transport.Address;
import cellwarden.transport.BleAddress;
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
    String name = settings.value(Keys.NAME);
    Address address = settings.value(Keys.ADDRESS);
    BatteryConfig battery =
        new BatteryConfig(
            name,
            address,
            settings.value(Keys.INTERVAL),
            settings.value(Keys.CONNECTION),
            settings.value(Keys.X10),
            settings.value(Keys.SETTLE),
            stack(settings, address));
    if (settings.isOwn(Keys.NAME)) {
      refuseTwins(pathByName, name, path, settings, Keys.NAME);
    }
    if (settings.isOwn(Keys.ADDRESS) && !(address instanceof SimAddress)) {
      refuseTwins(pathByAddress, device(address), path, settings, Keys.ADDRESS);
    }
    return battery;
  }

  /// The stack that the key or the address names, or both, if they agree. `auto` leaves it to the
  /// other.
  private static BluetoothStack stack(Settings settings, Address address) {
    BluetoothStack stack = settings.value(Keys.STACK);
    BluetoothStack inAddress = BluetoothStack.of(address);
    if (!settings.isOwn(Keys.STACK) || !settings.isOwn(Keys.ADDRESS)) {
      return inAddress;
    }
    if (!(address instanceof BleAddress)) {
      settings.complain(
          Keys.STACK,
          "only a battery on ble: has a Bluetooth stack, and this one is on "
              + address
              + "; remove this key");
    } else if (stack.contradicts(inAddress)) {
      settings.complain(
          Keys.STACK,
          "%s here, but stack=%s in the address on line %d; remove one of the two"
              .formatted(stack.label(), inAddress.label(), settings.line(Keys.ADDRESS)));
    }
    return stack == BluetoothStack.AUTO ? inAddress : stack;
  }

  /// What two batteries cannot share, whatever way leads there.
  private static Address device(Address address) {
    return address instanceof BleAddress ble ? BleAddress.of(ble.mac()) : address;
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
