package cellwarden.config;

import cellwarden.config.Key.Section;
import java.util.List;

/// The file that `config init` writes: the smallest useful configuration, with everything else
/// beside it as a comment.
public final class ExampleConfiguration {
  private static final String HEAD =
      """
      # Cellwarden's configuration; "cellwarden config check" tells whether it is right.
      # Durations: 500ms, 10s, 5m, 1h, 1d. ${NAME} stands for the environment variable NAME.
      """;

  private ExampleConfiguration() {}

  /// The text, in YAML, with a line feed at its end.
  public static String text() {
    StringBuilder text = new StringBuilder(HEAD);
    for (Section section : Section.ofService()) {
      if (section.single()) {
        Key<?> key = Keys.of(section).getFirst();
        text.append("\n# ").append(section.meaning()).append('\n');
        text.append("# ").append(key.meaning()).append('\n');
        text.append("# ").append(line(key, key.samples().getFirst()));
        continue;
      }
      StringBuilder lines = new StringBuilder(section.key() + ":\n");
      for (Key<?> key : Keys.of(section)) {
        append(lines, section, key);
      }
      text.append("\n# ").append(section.meaning()).append('\n');
      text.append(section.isOffer() ? lines.toString().replaceAll("(?m)^", "# ") : lines);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Section section, Key<?> key) {
    boolean first = Keys.of(section).getFirst().equals(key);
    String indent = section.list() ? "    " : "  ";
    String start = section.list() && first ? "  - " : indent;
    boolean active = first || key.required();
    text.append(indent).append("# ").append(key.meaning()).append('\n');
    List<String> samples = key.samples();
    text.append(active ? start : indent + "# ").append(line(key, samples.getFirst()));
    for (String other : samples.subList(1, samples.size())) {
      text.append(indent).append("# ").append(line(key, other));
    }
  }

  private static String line(Key<?> key, String sample) {
    String value = sample.endsWith(":") ? "'" + sample + "'" : sample;
    return key.name() + ": " + value + "\n";
  }
}
