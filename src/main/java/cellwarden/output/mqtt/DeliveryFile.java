package cellwarden.output.mqtt;

import cellwarden.battery.SampleLog;
import cellwarden.json.JsonText;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
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
/// state. Trouble is told once.
final class DeliveryFile {

  private static final JsonFactory JSON = new JsonFactory();
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryFile.class);

  private final Path path;
  private boolean unreadable;
  private boolean unwritable;

  DeliveryFile(Path path) {
    this.path = path.toAbsolutePath();
  }

  /// What was saved last. What is no state is kept under another name.
  ///
  /// @return empty where nothing was saved
  /// @throws IOException if the file cannot be read now
  synchronized Optional<DeliveryState> load() throws IOException {
    try {
      byte[] bytes = Files.readAllBytes(path);
      unreadable = false;
      return parse(bytes);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      if (!unreadable) {
        LOG.warn(
            "mqtt: {} cannot be read ({}); what was missed is not sent until it can: check the disk and the rights",
            path,
            e.getMessage());
      }
      unreadable = true;
      throw e;
    }
  }

  /// Saves a state in the place of the one before.
  ///
  /// @return whether it is on the disk
  synchronized boolean save(DeliveryState state) {
    try {
      write(json(state));
      unwritable = false;
      return true;
    } catch (IOException e) {
      if (!unwritable) {
        LOG.warn(
            "mqtt: {} cannot be written ({}); if the program ended now, the broker might get samples twice, or not those that it missed: free or check the disk",
            path,
            e.getMessage());
      }
      unwritable = true;
      return false;
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
    forceFolder();
  }

  /// An older state would be right too, but not none, nor one of an earlier journal.
  private void forceFolder() throws IOException {
    try (FileChannel folder = FileChannel.open(path.resolveSibling("."))) {
      folder.force(true);
    } catch (ClosedByInterruptException e) {
      // The output ends; the file system does it a few seconds later by itself.
    }
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

  private Optional<DeliveryState> parse(byte[] bytes) throws IOException {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes)) {
      return Optional.of(parse(json));
    } catch (JacksonException | IllegalArgumentException e) {
      Path kept = path.resolveSibling(path.getFileName() + ".damaged");
      Files.move(path, kept, StandardCopyOption.REPLACE_EXISTING);
      LOG.warn(
          "mqtt: {} is damaged ({}) and is begun anew; what was missed before this start stays in the journal, the old file is now {}",
          path,
          e instanceof JacksonException known ? known.getOriginalMessage() : e.getMessage(),
          kept);
      return Optional.empty();
    }
  }

  private static DeliveryState parse(JsonParser json) {
    long next = 0;
    List<Long> ends = new ArrayList<>();
    json.nextToken();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("next") && value == JsonToken.VALUE_NUMBER_INT) {
        next = json.getLongValue();
      } else if (name.equals("pending") && value == JsonToken.START_ARRAY) {
        ends = ends(json);
      } else {
        json.skipChildren();
      }
    }
    return new DeliveryState(next, ranges(next, ends));
  }

  /// Of all ranges, one after the other.
  private static List<Long> ends(JsonParser json) {
    List<Long> ends = new ArrayList<>();
    int depth = 1;
    while (depth > 0) {
      switch (json.nextToken()) {
        case START_ARRAY -> depth++;
        case END_ARRAY -> depth--;
        case VALUE_NUMBER_INT -> ends.add(json.getLongValue());
        default -> throw new IllegalArgumentException("not a range");
      }
    }
    return ends;
  }

  private static List<SeqRange> ranges(long next, List<Long> ends) {
    if (next < 1
        || next > SampleLog.LARGEST_SEQ + 1
        || ends.size() % 2 != 0
        || !ends.stream().allMatch(SampleLog::isSeq)) {
      throw new IllegalArgumentException("not a state of the delivery");
    }
    List<SeqRange> ranges = new ArrayList<>();
    for (int i = 0; i < ends.size(); i += 2) {
      ranges.add(new SeqRange(ends.get(i), ends.get(i + 1)));
    }
    return ranges;
  }
}
