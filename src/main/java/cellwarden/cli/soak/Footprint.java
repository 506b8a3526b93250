package cellwarden.cli.soak;

import cellwarden.json.JsonText;
import cellwarden.transport.ble.BusUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What this process holds after a number of cycles.
///
/// @param held by kind; what is not known is left out
record Footprint(long cycles, long failures, Map<Held, Long> held) {

  private static final Path SELF = Path.of("/proc/self");
  private static final long KIBI = 1024;

  /// Looks now, after the heap was collected.
  ///
  /// @param bus what it has at the D-Bus, if anything
  /// @throws IOException where there is no `/proc` as Linux has it
  static Footprint now(long cycles, long failures, Optional<BusUse> bus) throws IOException {
    Map<Held, Long> held = new EnumMap<>(Held.class);
    bus.ifPresent(use -> {
      held.put(Held.CONNECTIONS, (long) use.connections());
      held.put(Held.MATCH_RULES, (long) use.matchRules());
    });
    System.gc();
    // What the first one left to be cleaned up.
    System.gc();
    held.put(Held.HEAP, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    try (Stream<Path> descriptors = Files.list(SELF.resolve("fd"))) {
      held.put(Held.DESCRIPTORS, descriptors.count());
    }
    for (String line : Files.readAllLines(SELF.resolve("status"))) {
      String[] words = line.split(":?\\s+", -1);
      switch (words[0]) {
        case "Threads" -> held.put(Held.THREADS, Long.parseLong(words[1]));
        case "VmRSS" -> held.put(Held.RSS, KIBI * Long.parseLong(words[1]));
        case "RssAnon" -> held.put(Held.ANONYMOUS, KIBI * Long.parseLong(words[1]));
        default -> {}
      }
    }
    return new Footprint(cycles, failures, held);
  }

  /// UTF-8 of one line, without the line break.
  byte[] json() {
    return JsonText.object(json -> {
      json.writeNumberProperty("cycles", cycles);
      json.writeNumberProperty("failures", failures);
      held.forEach((kind, value) -> json.writeNumberProperty(kind.key(), value));
    });
  }
}
