package cellwarden.output.mqtt;

import cellwarden.battery.JsonText;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Where the state of the delivery is kept: one JSON object such as
/// `{"next":184468,"pending":[[184000,184100]]}`.
///
/// Written to a file beside it, forced to the disk and renamed, so that there is always one whole
/// state. The folder is not forced: a power cut may bring the older state back, and that one is
/// right too.
final class DeliveryFile {

  private static final JsonFactory JSON = new JsonFactory();
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryFile.class);

  private final Path path;
  private boolean failing;

  DeliveryFile(Path path) {
    this.path = path.toAbsolutePath();
  }

  /// What was saved last; empty where nothing was, or where it cannot be read.
  Optional<DeliveryState> load() {
    try {
      return Optional.of(parse(Files.readAllBytes(path)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      LOG.warn(
          "mqtt: {} cannot be read ({}); what was missed before this start stays in the journal, the file is begun anew",
          path,
          e.getMessage());
      return Optional.empty();
    }
  }

  boolean exists() {
    return Files.exists(path);
  }

  /// Saves that nothing of what the journal holds is to be delivered.
  ///
  /// @param lastSeq of the journal
  DeliveryState begin(long lastSeq) {
    DeliveryState state = DeliveryState.atTheEnd(lastSeq);
    save(state);
    return state;
  }

  /// Trouble is told once and never thrown.
  synchronized void save(DeliveryState state) {
    try {
      write(json(state));
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        LOG.warn(
            "mqtt: {} cannot be written ({}); after a crash the broker may get samples twice, or not those that it missed; free or check the disk",
            path,
            e.getMessage());
      }
      failing = true;
    }
  }

  /// Forgets what was saved.
  void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.warn("mqtt: {} cannot be removed ({}); remove it", path, e.getMessage());
    }
  }

  private void write(byte[] json) throws IOException {
    Path fresh = path.resolveSibling(path.getFileName() + ".tmp");
    // A channel would be closed by an interrupt, which is how an output is ended.
    try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
      out.write(json);
      out.getFD().sync();
    }
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
  }

  private static byte[] json(DeliveryState state) {
    return JsonText.object(json -> {
      json.writeNumberProperty("next", state.next());
      json.writeArrayPropertyStart("pending");
      for (SeqRange range : state.pending()) {
        json.writeStartArray();
        json.writeNumber(range.from());
        json.writeNumber(range.to());
        json.writeEndArray();
      }
      json.writeEndArray();
    });
  }

  private static DeliveryState parse(byte[] bytes) {
    long next = 0;
    List<Long> ends = new ArrayList<>();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token != JsonToken.VALUE_NUMBER_INT) {
          continue;
        }
        if (json.streamReadContext().inObject()) {
          next = json.getLongValue();
        } else {
          ends.add(json.getLongValue());
        }
      }
    }
    return new DeliveryState(next, ranges(next, ends));
  }

  private static List<SeqRange> ranges(long next, List<Long> ends) {
    if (next < 1 || ends.size() % 2 != 0) {
      throw new IllegalArgumentException("not a state of the delivery");
    }
    List<SeqRange> ranges = new ArrayList<>();
    for (int i = 0; i < ends.size(); i += 2) {
      ranges.add(new SeqRange(ends.get(i), ends.get(i + 1)));
    }
    return ranges;
  }
}
