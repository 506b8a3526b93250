package cellwarden;

import static java.util.Map.entry;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Which room may use which, which library stays in which room, and what keeps a room easy to read.
final class ArchitectureTest {

  private static final Path SOURCES = Path.of("src/main/java");

  /// What YAML becomes, and the addresses, to check them with their line numbers.
  private static final Set<String> SEEN_BY_CONFIG =
      Set.of(
          "transport.Address",
          "transport.AddressException",
          "transport.AddressParser",
          "transport.BleAddress",
          "transport.SimAddress",
          "protocol.register.TenfoldUnits",
          "settings",
          "text",
          "json");

  private static final String CLIENT = "output.mqtt.client";

  private static final String HOME_ASSISTANT = "output.mqtt.homeassistant";

  private static final String BRIDGE = "output.mqtt.bridge";

  /// What the commands share.
  private static final String CONSOLE = "cli.console";

  /// A room, and what of ours it may use beside itself: a room, or one class of a room. A room in a
  /// room, such as `transport.kernel`, sees the outer one, but not its neighbours there.
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          entry("protocol", Set.of()),
          entry("protocol.register", Set.of()),
          entry("transport", Set.of("net")),
          entry("transport.ble", Set.of()),
          entry("transport.ble.recovery", Set.of("transport.ble")),
          entry(
              "transport.kernel",
              Set.of("transport.ble", "transport.kernel.socket", "transport.kernel.gatt")),
          entry("transport.kernel.socket", Set.of("transport.ble")),
          entry("transport.kernel.gatt", Set.of("transport.ble", "transport.kernel.socket")),
          entry("transport.bluez", Set.of("transport.ble", "transport.bluez.bus")),
          entry("transport.bluez.bus", Set.of("transport.ble")),
          entry("transport.serial", Set.of("transport.tty")),
          entry("transport.tty", Set.of("system")),
          entry("system", Set.of()),
          entry("capture", Set.of("protocol", "time", "transport")),
          entry("json", Set.of()),
          entry("text", Set.of()),
          entry("log", Set.of("text")),
          entry("net", Set.of()),
          entry("file", Set.of()),
          entry("time", Set.of("file")),
          entry("battery", Set.of("json")),
          entry("energy", Set.of("json", "battery")),
          entry(
              "poll",
              Set.of(
                  "protocol",
                  "protocol.register",
                  "transport",
                  "battery",
                  "energy",
                  "file",
                  "time",
                  "settings")),
          entry(
              "simulator",
              Set.of(
                  "capture",
                  "json",
                  "time",
                  "protocol",
                  "protocol.register",
                  "transport",
                  "transport.tty",
                  "simulator.model")),
          entry("simulator.model", Set.of("protocol", "protocol.register")),
          entry(
              "journal",
              Set.of(
                  "json",
                  "battery",
                  "settings",
                  "file",
                  "journal.disk",
                  "journal.files",
                  "journal.write")),
          entry("journal.disk", Set.of("file")),
          entry("journal.files", Set.of("battery", "journal.disk")),
          entry("journal.write", Set.of("battery", "settings", "journal.disk", "journal.files")),
          entry(
              "history", Set.of("json", "battery", "journal", "history.query", "history.summary")),
          entry("history.scan", Set.of("json", "battery", "journal")),
          entry(
              "history.summary",
              Set.of("battery", "energy", "file", "journal", "journal.disk", "history.scan")),
          entry("history.query", Set.of("json", "journal", "history.scan", "history.summary")),
          entry("render.table", Set.of("json", "text")),
          entry("render.plot", Set.of("text")),
          entry("output", Set.of("battery", "settings")),
          entry("output.delivery", Set.of("json", "battery", "file")),
          entry(
              "output.mqtt",
              Set.of(
                  "battery",
                  "json",
                  "settings",
                  "output.delivery",
                  CLIENT,
                  BRIDGE,
                  HOME_ASSISTANT)),
          entry(BRIDGE, Set.of("battery", "json", "settings", "time", CLIENT)),
          entry(HOME_ASSISTANT, Set.of("battery", "json", "settings", CLIENT)),
          entry(CLIENT, Set.of("settings", "net")),
          entry(
              "output.web",
              Set.of("json", "battery", "settings", "history", "net", "render.table")),
          entry(
              "output.prometheus",
              Set.of(
                  "battery", "settings", "protocol.register.Protection", "transport.BleAddress")),
          entry(
              "fleet",
              Set.of(
                  "json",
                  "settings",
                  "time",
                  CLIENT,
                  "fleet.message",
                  "fleet.status",
                  "fleet.store")),
          entry("fleet.status", Set.of("settings")),
          entry("fleet.message", Set.of("battery", "json")),
          entry("fleet.store", Set.of("json", "settings", "fleet.message")),
          entry("settings", Set.of("transport.Address", "protocol.register.TenfoldUnits")),
          entry("config", SEEN_BY_CONFIG),
          entry(
              CONSOLE,
              Set.of(
                  CLIENT,
                  "app",
                  "config",
                  "history",
                  "render.table",
                  "settings",
                  "text",
                  "transport")),
          entry(
              "cli.ask",
              Set.of(
                  CONSOLE,
                  CLIENT,
                  "battery",
                  "config",
                  "json",
                  "render.table",
                  "settings",
                  "text")),
          entry("cli.config", Set.of(CONSOLE, "app", "config", "file", "settings")),
          // What `read --registers` prints is what `frame decode` prints.
          entry(
              "cli.read",
              Set.of(
                  CONSOLE,
                  "cli.frame",
                  "app",
                  "battery",
                  "energy",
                  "config",
                  "settings",
                  "poll",
                  "render.table",
                  "time",
                  "transport",
                  "transport.ble")),
          entry(
              "cli.capture",
              Set.of(
                  CONSOLE,
                  "cli.frame",
                  "app",
                  "capture",
                  "settings",
                  "poll",
                  "time",
                  "transport",
                  "transport.ble")),
          // Looks into every room that can be at fault.
          entry(
              "cli.doctor",
              Set.of(
                  CONSOLE,
                  CLIENT,
                  "app",
                  "battery",
                  "capture",
                  "file",
                  "json",
                  "journal",
                  "net",
                  "poll",
                  "protocol",
                  "protocol.register",
                  "render.table",
                  "settings",
                  "text",
                  "time",
                  "transport",
                  "transport.ble",
                  "transport.serial")),
          entry(
              "cli.soak",
              Set.of(
                  CONSOLE,
                  "app",
                  "json",
                  "poll",
                  "settings",
                  "time",
                  "transport",
                  "transport.ble")),
          entry(
              "cli.scan",
              Set.of(CONSOLE, "app", "json", "render.table", "text", "transport", "transport.ble")),
          // Finds batteries as `scan` does, and tries the broker as `doctor` does.
          entry(
              "cli.setup",
              Set.of(
                  CONSOLE,
                  "cli.doctor",
                  "cli.scan",
                  "app",
                  "battery",
                  "config",
                  "file",
                  "poll",
                  "render.table",
                  "settings",
                  "text",
                  "time",
                  "transport",
                  "transport.ble")),
          entry(
              "cli.frame",
              Set.of(
                  CONSOLE,
                  "capture",
                  "json",
                  "poll",
                  "protocol",
                  "protocol.register",
                  "render.table",
                  "text",
                  "transport")),
          entry(
              "cli.history",
              Set.of(
                  CONSOLE,
                  "battery",
                  "json",
                  "config",
                  "file",
                  "settings",
                  "history",
                  "history.query",
                  "render.table",
                  "render.plot",
                  "text")),
          entry(
              "cli.ingest",
              Set.of(CONSOLE, "app", "config", "fleet", "fleet.status", "fleet.store", "settings")),
          entry(
              "cli.watch",
              Set.of(
                  CONSOLE,
                  CLIENT,
                  "app",
                  "battery",
                  "history",
                  "journal",
                  "json",
                  "poll",
                  "render.table",
                  "settings",
                  "text",
                  "time",
                  "transport",
                  "transport.ble")),
          entry("cli.journal", Set.of(CONSOLE, "history", "journal", "render.table")),
          entry(
              "cli.simulate",
              Set.of(
                  CONSOLE,
                  "app",
                  "battery",
                  "capture",
                  "config",
                  "settings",
                  "energy",
                  "poll",
                  "simulator",
                  "simulator.model",
                  CLIENT,
                  "time",
                  "transport")));

  /// The root of the commands sees everybody; what puts the rooms together sees all but them.
  private static final String TOP = "cli";

  private static final String APP = "app";

  /// Packages of libraries, and the only rooms that may name them.
  private static final Map<String, Set<String>> LIBRARY_ROOMS =
      Map.ofEntries(
          entry("com.hivemq", Set.of(CLIENT)),
          entry("io.reactivex", Set.of(CLIENT)),
          entry("io.moquette", Set.of(CLIENT)),
          entry("org.freedesktop.dbus", Set.of("transport.bluez.bus")),
          entry("java.lang.foreign", Set.of("transport.kernel.socket", "transport.tty", "system")),
          entry("com.fazecast", Set.of("transport.serial")),
          entry("com.sun.net.httpserver", Set.of("output.web", "fleet.status")),
          entry("org.postgresql", Set.of("fleet.store")),
          entry("java.sql", Set.of("fleet.store")),
          entry("org.flywaydb", Set.of("fleet.store")),
          entry("io.prometheus", Set.of("output.prometheus", "fleet.status")),
          entry("org.snakeyaml", Set.of("config")),
          entry("org.jline", Set.of("cli.watch")),
          entry("java.awt", Set.of("render.plot")),
          entry("picocli", Set.of("cli")));

  private static final Pattern OURS =
      Pattern.compile("\\bcellwarden((?:\\.[a-z][a-z0-9_]*)+)((?:\\.[A-Z]\\w*)?)");
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*");
  private static final Pattern TEXT =
      Pattern.compile("(?s)\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"");

  private static final Pattern PERMITS = Pattern.compile("\\bpermits\\s+[\\w\\s,.]+");
  private static final Pattern IMPORT = Pattern.compile("import [^;]*;");
  private static final Pattern NAME = Pattern.compile("\\b[A-Z]\\w*");

  @Test
  void roomsUseOnlyWhatTheTableAllows() {
    List<String> offences = new ArrayList<>();
    for (Path file : sources()) {
      String room = room(file);
      Matcher use = OURS.matcher(code(file));
      while (use.find()) {
        String used = use.group(1).substring(1);
        if (!mayUse(room, used, used + use.group(2))) {
          offences.add(file + " uses " + use.group());
        }
      }
    }
    assertThat(offences).as("uses that the table of rooms does not allow").isEmpty();
  }

  @Test
  void bluetoothStacksDoNotSeeEachOther() {
    assertThat(mayUse("transport.kernel", "transport.bluez", "transport.bluez.Bluez")).isFalse();
    assertThat(mayUse("transport.bluez", "transport.kernel.gatt", "transport.kernel.gatt.Att"))
        .isFalse();
    assertThat(mayUse("transport.ble", "transport.kernel", "transport.kernel.KernelStack"))
        .isFalse();
    assertThat(mayUse("transport", "transport.ble", "transport.ble.BleStack")).isFalse();
    assertThat(mayUse("poll", "transport.ble", "transport.ble.BleStack")).isFalse();
    assertThat(mayUse("transport.kernel", "transport.ble", "transport.ble.BleStack")).isTrue();
    assertThat(mayUse("transport.bluez", "transport", "transport.Connection")).isTrue();
  }

  @Test
  void commandsSeeNeitherEachOtherNorTheirRoot() {
    assertThat(mayUse("cli.scan", "cli.read", "cli.read.ReadCommand")).isFalse();
    assertThat(mayUse("cli.scan", "cli", "cli.Main")).isFalse();
    assertThat(mayUse("cli.console", "cli.scan", "cli.scan.ScanCommand")).isFalse();
    assertThat(mayUse("app", "cli.console", "cli.console.Console")).isFalse();
    assertThat(mayUse("cli.scan", "cli.console", "cli.console.Console")).isTrue();
    assertThat(mayUse("cli", "cli.scan", "cli.scan.ScanCommand")).isTrue();
  }

  @Test
  void librariesStayInTheirRoom() {
    List<String> offences = new ArrayList<>();
    for (Path file : sources()) {
      String code = code(file);
      LIBRARY_ROOMS.forEach((library, owners) -> {
        boolean named =
            Pattern.compile("\\b" + Pattern.quote(library) + "\\.").matcher(code).find();
        if (named && owners.stream().noneMatch(owner -> within(room(file), owner))) {
          offences.add(file + " uses " + library + ", which belongs to " + owners);
        }
      });
    }
    assertThat(offences).isEmpty();
  }

  @Test
  void everyClassHasARoomOfTheTable() {
    Set<String> unknown = new TreeSet<>();
    for (Path file : sources()) {
      String room = room(file);
      if (!room.equals(TOP) && !room.equals(APP) && !MAY_USE.containsKey(room)) {
        unknown.add(file.toString());
      }
    }
    assertThat(unknown).as("files outside of the rooms").isEmpty();
  }

  @Test
  void noFolderHasMoreFilesThanAReaderTakesInAtOnce() {
    assertThat(sources().stream().collect(groupingBy(Path::getParent, counting())))
        .allSatisfy((folder, files) -> assertThat(files).isLessThanOrEqualTo(20));
  }

  @Test
  void noTwoClassesHaveTheSameSimpleName() {
    Set<Path> seen = new TreeSet<>();
    assertThat(sources())
        .map(Path::getFileName)
        .filteredOn(name -> !name.startsWith("package-info.java"))
        .allSatisfy(name -> assertThat(seen.add(name)).as(name + " is the first").isTrue());
  }

  @Test
  void noFilesUseEachOtherInACircle() {
    Map<String, Set<String>> uses = usesBetweenFiles();
    assertThat(circle(Map.of("A", Set.of("B"), "B", Set.of("C"), "C", Set.of("B"))))
        .containsExactlyInAnyOrder("B", "C");
    assertThat(uses.get("cli.Main")).contains("cli.Commands");
    assertThat(circle(uses))
        .as("files that use each other in a circle, and what hangs on them")
        .isEmpty();
  }

  @Test
  void everyRoomSaysWhatItIsFor() {
    assertThat(sources())
        .extracting(Path::getParent)
        .allSatisfy(
            folder -> assertThat(folder.resolve("package-info.java")).content().startsWith("///"));
  }

  /// What is left of the files once those are taken away, again and again, that use none or are
  /// used by none of those left.
  private static Set<String> circle(Map<String, Set<String>> uses) {
    Set<String> left = new TreeSet<>(uses.keySet());
    int before;
    do {
      before = left.size();
      left.removeIf(file -> uses.getOrDefault(file, Set.of()).stream().noneMatch(left::contains));
      left.removeIf(file ->
          left.stream().noneMatch(user -> uses.getOrDefault(user, Set.of()).contains(file)));
    } while (left.size() < before);
    return left;
  }

  /// Each file, and those of its folder or of its imports that it names. A sealed type and what it
  /// permits count as one.
  private static Map<String, Set<String>> usesBetweenFiles() {
    Map<String, Set<String>> uses = new TreeMap<>();
    Set<String> files = sources().stream().map(ArchitectureTest::className).collect(toSet());
    for (Path file : sources()) {
      String code = PERMITS.matcher(code(file)).replaceAll(" ");
      Set<String> used = new TreeSet<>();
      NAME.matcher(IMPORT.matcher(code).replaceAll(""))
          .results()
          .forEach(name -> used.add(room(file) + "." + name.group()));
      OURS.matcher(code)
          .results()
          .forEach(name -> used.add(name.group(1).substring(1) + name.group(2)));
      used.retainAll(files);
      used.remove(className(file));
      uses.put(className(file), used);
    }
    return uses;
  }

  private static String className(Path file) {
    return room(file) + "." + String.valueOf(file.getFileName()).replace(".java", "");
  }

  private static boolean mayUse(String room, String used, String usedClass) {
    if (room.equals(TOP) || (room.equals(APP) && !within(used, TOP))) {
      return true;
    }
    if (within(room, used) && !used.equals(TOP)) {
      return true;
    }
    String row = row(room);
    return row.equals(row(used))
        || MAY_USE.getOrDefault(row, Set.of()).stream()
            .anyMatch(allowed -> allowed.equals(row(used)) || usedClass.equals(allowed));
  }

  /// The innermost room of the table that a package is in; the package itself where it is in none.
  private static String row(String used) {
    return MAY_USE.keySet().stream()
        .filter(key -> within(used, key))
        .max(Comparator.comparingInt(String::length))
        .orElse(used);
  }

  /// Whether a package is this room or one in it.
  private static boolean within(String name, String room) {
    return name.equals(room) || name.startsWith(room + ".");
  }

  private static String room(Path file) {
    Path folder = SOURCES.resolve("cellwarden").relativize(file.getParent());
    return folder.toString().replace('/', '.').replace('\\', '.');
  }

  private static String code(Path file) {
    try {
      String source = TEXT.matcher(Files.readString(file)).replaceAll("\"\"");
      return COMMENT.matcher(source).replaceAll("").replaceFirst("package [^;]*;", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> sources() {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
