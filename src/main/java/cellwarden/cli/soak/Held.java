package cellwarden.cli.soak;

import java.util.Locale;

/// What a process holds, each with how far two measurements may differ though nothing leaks.
///
/// A count that differs by one may be of something that was made late, once. Half of 10,000 cycles
/// leak 80 kB of heap if each leaves the smallest object there is, 16 bytes; what lives by the
/// machine's mood stays below a third of it (docs/reliability.md). Of memory outside the heap the
/// JVM itself takes some from time to time, for what it compiles.
enum Held {
  CONNECTIONS("dbus_connections", "D-Bus", 1),
  MATCH_RULES("match_rules", "rules", 1),
  DESCRIPTORS("descriptors", "descriptors", 1),
  THREADS("threads", "threads", 1),
  /// Bytes in use after a collection.
  HEAP("heap", "heap", 64 << 10),
  /// Bytes in memory that only this process has.
  ANONYMOUS("anonymous", "anonymous", 2 << 20),
  /// Bytes in memory, with those of files that the system may drop at any time: not judged.
  RSS("rss", "RSS", Long.MAX_VALUE);

  private static final double MEGA = 1e6;

  private final String key;
  private final String title;
  private final long slack;

  Held(String key, String title, long slack) {
    this.key = key;
    this.title = title;
    this.slack = slack;
  }

  /// Its name in JSON.
  String key() {
    return key;
  }

  /// Its name for people.
  String title() {
    return title;
  }

  /// The greatest difference that is no growth.
  long slack() {
    return slack;
  }

  /// A number of it, such as `34` or `3.71 MB`.
  String text(long value) {
    return switch (this) {
      case HEAP, ANONYMOUS, RSS -> String.format(Locale.ROOT, "%.2f MB", value / MEGA);
      case CONNECTIONS, MATCH_RULES, DESCRIPTORS, THREADS -> Long.toString(value);
    };
  }
}
