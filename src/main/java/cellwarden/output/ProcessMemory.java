package cellwarden.output;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What this process takes of the machine's memory, as the kernel counts it.
final class ProcessMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Map<String, String> NAMES =
      Map.of("VmRSS:", "resident_mb", "RssAnon:", "anonymous_mb");
  private static final double KB_OF_A_MB = 1024;

  private ProcessMemory() {}

  /// `resident_mb` and `anonymous_mb` (what only this process holds), to a tenth of 1,048,576
  /// bytes; empty on a system without `/proc`.
  static Map<String, Object> now() {
    try {
      return of(Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Map.of();
    }
  }

  /// @param status lines such as `VmRSS: 61234 kB`
  static Map<String, Object> of(List<String> status) {
    Map<String, Object> memory = new LinkedHashMap<>();
    for (String line : status) {
      String[] words = line.split("\\s+", -1);
      String name = NAMES.get(words[0]);
      if (name != null && words.length == 3 && words[1].matches("[0-9]{1,12}")) {
        memory.put(name, Math.round(Long.parseLong(words[1]) / KB_OF_A_MB * 10) / 10.0);
      }
    }
    return memory;
  }
}
