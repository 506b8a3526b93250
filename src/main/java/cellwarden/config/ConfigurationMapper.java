package cellwarden.config;

import cellwarden.config.Key.Section;
import cellwarden.config.Keys.PasswordMode;
import cellwarden.settings.BatteryConfig;
import cellwarden.settings.BoardPassword;
import cellwarden.settings.Configuration;
import cellwarden.settings.JournalConfig;
import cellwarden.settings.MqttConfig;
import cellwarden.settings.MqttUrl;
import cellwarden.settings.Secret;
import cellwarden.settings.TlsFiles;
import cellwarden.settings.WebConfig;
import cellwarden.transport.Address;
import cellwarden.transport.BleAddress;
import cellwarden.transport.SimAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Makes the settings from the YAML nodes. After a problem it goes on with stand-ins, so its result
/// counts only when there was none.
final class ConfigurationMapper {

  /// Each has a thread of its own.
  private static final int MOST_BATTERIES = 500;

  private final Path file;
  private final Map<String, String> environment;
  private final Function<Address, Optional<String>> refusal;
  private final Problems problems;
  private final Map<String, String> pathByName = new HashMap<>();
  private final Map<Address, String> pathByAddress = new HashMap<>();

  /// Files whose rights were looked at.
  private final Set<Path> looked = new HashSet<>();

  /// @param environment what `${NAME}` stands for
  /// @param refusal says why no battery can be reached at an address
  ConfigurationMapper(
      Path file,
      Map<String, String> environment,
      Function<Address, Optional<String>> refusal,
      Problems problems) {
    this.file = file;
    this.environment = environment;
    this.refusal = refusal;
    this.problems = problems;
  }

  Configuration map(Node top) {
    List<String> known = Section.ofService().stream().map(Section::key).toList();
    YamlSection file = new YamlSection("", top, known, "batteries:", environment, problems);
    Optional<String> site = file.find(Keys.SITE_NAME);
    return new Configuration(
        batteries(file),
        section(file, Section.MQTT).map(mqtt -> mqtt(mqtt, site)),
        section(file, Section.JOURNAL)
            .map(this::journal)
            .orElseGet(() -> Defaults.journal(Keys.PATH.sample())),
        section(file, Section.BLUETOOTH)
            .map(bluetooth -> bluetooth.value(Keys.RECOVERY))
            .orElseGet(Keys.RECOVERY::sample),
        section(file, Section.WEB).map(this::web),
        site);
  }

  private Optional<YamlSection> section(YamlSection file, Section section) {
    return file.node(section.key()).map(node -> section(section, section.key(), node));
  }

  private YamlSection section(Section section, String path, Node node) {
    return YamlSection.of(Keys.of(section), path, node, environment, problems);
  }

  private List<BatteryConfig> batteries(YamlSection file) {
    String key = Section.BATTERIES.key();
    Optional<Node> node = file.node(key);
    List<BatteryConfig> batteries = new ArrayList<>();
    if (node.isEmpty()) {
      file.missing(key, "list a battery with its name and address");
    } else if (node.get() instanceof SequenceNode items && !items.getValue().isEmpty()) {
      if (items.getValue().size() > MOST_BATTERIES) {
        file.complain(
            key,
            "%d batteries, more than the %d that one program reads; run several"
                .formatted(items.getValue().size(), MOST_BATTERIES));
        return batteries;
      }
      for (Node item : items.getValue()) {
        String path = key + "[" + batteries.size() + "]";
        batteries.add(battery(path, section(Section.BATTERIES, path, item)));
      }
    } else {
      file.complain(
          key,
          "expected a list of batteries such as \"- name: myBattery\", found "
              + (node.get() instanceof SequenceNode
                  ? "an empty list"
                  : YamlSection.kind(node.get())));
    }
    return batteries;
  }

  private BatteryConfig battery(String path, YamlSection section) {
    String name = section.value(Keys.NAME);
    Address address = address(section);
    if (section.isOwn(Keys.NAME)) {
      refuseTwins(pathByName, name, path, section, Keys.NAME);
    }
    if (section.isOwn(Keys.ADDRESS)) {
      refusal.apply(address).ifPresent(reason -> section.complain(Keys.ADDRESS, reason));
      if (!(address instanceof SimAddress)) {
        refuseTwins(pathByAddress, device(address), path, section, Keys.ADDRESS);
      }
    }
    return new BatteryConfig(
        name,
        section.find(Keys.DISPLAY_NAME),
        address,
        section.value(Keys.INTERVAL),
        section.value(Keys.KEEP_ALIVE),
        section.value(Keys.X10),
        section.value(Keys.SETTLE),
        pin(section, address),
        boardPassword(section, address),
        section.find(Keys.AREA));
  }

  private Optional<Secret> pin(YamlSection section, Address address) {
    Optional<Secret> pin = secret(section, Keys.PIN, Keys.PIN_FILE, "a pin");
    if (pin.isPresent() && section.isOwn(Keys.ADDRESS) && !(address instanceof BleAddress)) {
      section.complain(
          section.has(Keys.PIN) ? Keys.PIN : Keys.PIN_FILE,
          "only a battery on ble: is paired, and this one is on " + address + "; remove this key");
    }
    return pin;
  }

  /// Empty where the board is to be given none.
  private Optional<BoardPassword> boardPassword(YamlSection section, Address address) {
    Optional<Secret> secret =
        secret(section, Keys.BOARD_PASSWORD, Keys.BOARD_PASSWORD_FILE, "a password");
    Key<?> holder =
        section.has(Keys.BOARD_PASSWORD) ? Keys.BOARD_PASSWORD : Keys.BOARD_PASSWORD_FILE;
    if (secret.filter(it -> !it.reveal().matches("[0-9A-Za-z]{6}")).isPresent()) {
      section.complain(
          holder, "a board's password is six characters 0-9, a-z, A-Z, and this is something else");
    }
    boolean said = section.has(Keys.BOARD_PASSWORD) || section.has(Keys.BOARD_PASSWORD_FILE);
    PasswordMode mode =
        section.find(Keys.PASSWORD_MODE).orElse(said ? PasswordMode.FULL : PasswordMode.NONE);
    if (mode != PasswordMode.NONE && !said) {
      section.complain(Keys.PASSWORD_MODE, "needs password or password_file beside it");
    }
    Optional<String> mac = mac(section, address);
    if (mode == PasswordMode.FULL && said && mac.isEmpty() && !section.has(Keys.MAC)) {
      section.complain(
          holder,
          "is scrambled with the board's Bluetooth address, which %s does not say; add the key mac, or password_mode: pin"
              .formatted(address));
    }
    return switch (mode) {
      case NONE -> Optional.empty();
      case PIN -> secret.map(BoardPassword.Pin::new);
      case FULL -> secret.flatMap(it -> mac.map(of -> new BoardPassword.Full(it, of)));
    };
  }

  private static Optional<String> mac(YamlSection section, Address address) {
    Optional<String> said = section.find(Keys.MAC).map(mac -> mac.toUpperCase(Locale.ROOT));
    if (!(address instanceof BleAddress ble)) {
      return said;
    }
    if (section.has(Keys.MAC) && section.isOwn(Keys.ADDRESS)) {
      section.complain(Keys.MAC, "the address says it already; remove this key");
    }
    return Optional.of(ble.mac());
  }

  /// The address with the Bluetooth stack that the key or the address names, or both, if they
  /// agree. `auto` leaves it to the other.
  private static Address address(YamlSection section) {
    Address address = section.value(Keys.ADDRESS);
    Optional<BleAddress.Stack> stack = section.value(Keys.STACK);
    if (!section.isOwn(Keys.STACK) || !section.isOwn(Keys.ADDRESS)) {
      return address;
    }
    if (!(address instanceof BleAddress ble)) {
      section.complain(
          Keys.STACK,
          "only a battery on ble: has a Bluetooth stack, and this one is on "
              + address
              + "; remove this key");
      return address;
    }
    if (stack.isPresent() && ble.stack().isPresent() && !stack.equals(ble.stack())) {
      section.complain(
          Keys.STACK,
          "%s here, but stack=%s in the address on line %d; remove one of the two"
              .formatted(
                  stack.get().label(), ble.stack().get().label(), section.line(Keys.ADDRESS)));
    }
    return stack.<Address>map(ble::over).orElse(ble);
  }

  /// What two batteries cannot share, whatever way leads there.
  private static Address device(Address address) {
    return address instanceof BleAddress ble ? BleAddress.of(ble.mac()) : address;
  }

  private static <T> void refuseTwins(
      Map<T, String> paths, T value, String path, YamlSection section, Key<T> key) {
    String first = paths.putIfAbsent(value, path);
    if (first != null) {
      section.complain(key, "the same as in " + first + "; each battery needs its own");
    }
  }

  MqttConfig mqtt(YamlSection section, Optional<String> site) {
    MqttConfig mqtt =
        new MqttConfig(
            section.value(Keys.URL),
            section.find(Keys.USERNAME),
            secret(section, Keys.PASSWORD, Keys.PASSWORD_FILE, "a password"),
            section.value(Keys.BASE_TOPIC),
            section.find(Keys.CLIENT_ID),
            section.value(Keys.DISCOVERY),
            section.value(Keys.DISCOVERY_PREFIX),
            section.value(Keys.BACKFILL),
            section.value(Keys.BACKFILL_AGE),
            new TlsFiles(
                pem(section, Keys.CA_FILE),
                pem(section, Keys.CLIENT_CERTIFICATE),
                pem(section, Keys.CLIENT_KEY)),
            section.value(Keys.INVERT_CURRENT),
            section.value(Keys.ATTRIBUTES),
            site);
    demandTls(section, mqtt);
    if (mqtt.invertCurrent() && site.isPresent()) {
      section.complain(
          Keys.INVERT_CURRENT,
          "the sites of a fleet are stored as the boards count; remove this key, or site");
    }
    if (mqtt.url() instanceof MqttUrl.Embedded) {
      for (Key<?> key : List.of(Keys.USERNAME, Keys.PASSWORD, Keys.PASSWORD_FILE)) {
        if (section.has(key)) {
          section.complain(key, "the broker inside the program takes no login; remove this key");
        }
      }
    } else if (mqtt.password().isPresent() && !section.has(Keys.USERNAME)) {
      section.complain(
          section.has(Keys.PASSWORD) ? Keys.PASSWORD : Keys.PASSWORD_FILE,
          "a password needs a username beside it");
    }
    return mqtt;
  }

  /// A file for TLS. What it holds is looked at by each connect.
  private Optional<Path> pem(YamlSection section, Key<Path> key) {
    Optional<Path> found = section.find(key).map(file::resolveSibling);
    found
        .filter(path -> !Files.isReadable(path))
        .ifPresent(path ->
            section.complain(
                key,
                Files.exists(path) ? "permission denied for " + path : "there is no file " + path));
    return found;
  }

  private static void demandTls(YamlSection section, MqttConfig mqtt) {
    if (!section.isWrong(Keys.URL) && !mqtt.url().isTls()) {
      for (Key<?> key : List.of(Keys.CA_FILE, Keys.CLIENT_CERTIFICATE, Keys.CLIENT_KEY)) {
        if (section.has(key)) {
          section.complain(
              key,
              "the connection is not encrypted; write mqtts:// or wss:// in url, or remove this key");
        }
      }
    }
    if (section.has(Keys.CLIENT_CERTIFICATE) && !section.has(Keys.CLIENT_KEY)) {
      section.complain(Keys.CLIENT_CERTIFICATE, "needs client_key beside it");
    } else if (section.has(Keys.CLIENT_KEY) && !section.has(Keys.CLIENT_CERTIFICATE)) {
      section.complain(Keys.CLIENT_KEY, "needs client_certificate beside it");
    }
  }

  /// From the file itself or from another one. Empty when there is none, or none that can be had.
  ///
  /// @param what it is, such as "a password"
  Optional<Secret> secret(YamlSection section, Key<Secret> key, Key<Path> fileKey, String what) {
    Optional<Secret> inline = section.find(key);
    Optional<Path> path = section.find(fileKey);
    if (path.isEmpty()) {
      if (inline.isPresent() && section.isLiteral(key)) {
        warnIfOpen(file, what);
      }
      return inline;
    }
    if (section.has(key)) {
      section.complain(fileKey, key.name() + " is given too; keep one of the two");
      return inline;
    }
    // No message holds the path: a password may stand in its place by mistake.
    try {
      Path holder = credential(path.get()).orElseGet(() -> file.resolveSibling(path.get()));
      String text = SourceText.read(holder).replaceFirst("\r?\n\\z", "");
      if (text.isEmpty()) {
        throw new ValueException("the file is empty");
      }
      Secret secret = key.type().parse(text);
      warnIfOpen(holder, what);
      return Optional.of(secret);
    } catch (ValueException e) {
      section.complain(fileKey, e.getMessage());
      return Optional.empty();
    }
  }

  /// A file that the service manager handed over under this name (`LoadCredential`), before one
  /// beside the configuration: the service need not be allowed to read that.
  private Optional<Path> credential(Path name) {
    return Optional.ofNullable(environment.get("CREDENTIALS_DIRECTORY"))
        .map(folder -> Path.of(folder).resolve(name))
        .filter(given -> name.getNameCount() == 1 && !name.isAbsolute() && Files.exists(given));
  }

  /// Says that others may read or change a file that holds a secret.
  private void warnIfOpen(Path holder, String what) {
    if (!looked.add(holder)) {
      return;
    }
    try {
      Set<PosixFilePermission> rights = Files.getPosixFilePermissions(holder);
      if (rights.contains(PosixFilePermission.OTHERS_READ)
          || rights.contains(PosixFilePermission.OTHERS_WRITE)) {
        LoggerFactory.getLogger(ConfigurationMapper.class)
            .warn("{} holds {}, and every user may get at it; chmod o= {}", holder, what, holder);
      }
    } catch (IOException | UnsupportedOperationException e) {
      // A file system without such rights.
    }
  }

  private WebConfig web(YamlSection section) {
    WebConfig listen = section.value(Keys.LISTEN);
    Optional<Secret> password =
        secret(section, Keys.WEB_PASSWORD, Keys.WEB_PASSWORD_FILE, "a password");
    boolean open = section.value(Keys.OPEN);
    boolean said = section.has(Keys.WEB_PASSWORD) || section.has(Keys.WEB_PASSWORD_FILE);
    if (said && open) {
      section.complain(Keys.OPEN, "there is a password too; keep one of the two");
    }
    boolean wide = section.has(Keys.LISTEN) && !section.isWrong(Keys.LISTEN) && !listen.isOwn();
    if (wide && !said && !open) {
      section.complain(
          Keys.LISTEN,
          "others on the network reach %s; add password_file, or open: true to let all of them look"
              .formatted(listen));
    }
    return new WebConfig(listen.host(), listen.port(), password, section.value(Keys.METRICS));
  }

  private JournalConfig journal(YamlSection section) {
    JournalConfig journal =
        new JournalConfig(
            section.value(Keys.PATH),
            section.value(Keys.FSYNC),
            section.value(Keys.MAX_FILE_SIZE),
            section.value(Keys.MAX_AGE),
            section.value(Keys.MAX_SIZE),
            section.value(Keys.RESERVE));
    boolean wrong = section.isWrong(Keys.MAX_SIZE) || section.isWrong(Keys.MAX_FILE_SIZE);
    if (!wrong && journal.maxSize() < 2 * journal.maxFileSize()) {
      section.complain(
          section.isOwn(Keys.MAX_SIZE) ? Keys.MAX_SIZE : Keys.MAX_FILE_SIZE,
          "max_size (%s) must be at least twice max_file_size (%s), since only whole files are removed"
              .formatted(Amounts.format(journal.maxSize()), Amounts.format(journal.maxFileSize())));
    }
    return journal;
  }
}
