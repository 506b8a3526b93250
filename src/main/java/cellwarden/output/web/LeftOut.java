package cellwarden.output.web;

import cellwarden.history.HistoryWatcher;
import cellwarden.json.JsonText;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;

/// Learns what of the journal is in no answer, since it cannot be read.
final class LeftOut implements HistoryWatcher {

  private static final Logger LOG = LoggerFactory.getLogger(LeftOut.class);

  private final Set<String> files = new TreeSet<>();
  private long lines;

  @Override
  public void read(long bytes, long of) {
    // Nobody looks.
  }

  @Override
  public void note(String text) {
    LOG.debug("web: {}", text);
  }

  /// Those of some files may come again beside those of all.
  @Override
  public void unreadable(long lines) {
    this.lines = Math.max(this.lines, lines);
  }

  @Override
  public void damaged(String file) {
    files.add(file);
  }

  /// Says it in an answer.
  void write(JsonGenerator json) {
    json.writeNumberProperty("damaged_lines", lines);
    json.writeName("damaged_files");
    JsonText.writeValue(json, List.copyOf(files));
  }
}
