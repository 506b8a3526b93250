package cellwarden.capture;

import cellwarden.capture.CaptureLine.Kind;
import cellwarden.protocol.Decoded;
import cellwarden.protocol.ResponseDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds the frames in the lines of a capture: each direction of each link is a stream of its own,
/// which goes on from line to line until the link ends.
public final class CapturedFrames {

  private record Stream(int link, Kind direction) {}

  private final Map<Stream, ResponseDecoder> streams = new HashMap<>();

  /// What this line brings to an end: frames, bytes that belong to none, or whole streams.
  public List<Decoded> feed(CaptureLine line) {
    if (!line.isFragment()) {
      List<Decoded> found = new ArrayList<>(end(new Stream(line.link(), Kind.SENT)));
      found.addAll(end(new Stream(line.link(), Kind.RECEIVED)));
      return found;
    }
    return streams
        .computeIfAbsent(new Stream(line.link(), line.kind()), _ -> new ResponseDecoder())
        .feed(line.bytes().toBytes());
  }

  private List<Decoded> end(Stream stream) {
    ResponseDecoder decoder = streams.remove(stream);
    return decoder == null ? List.of() : decoder.end();
  }

  /// What is left when no line follows.
  public List<Decoded> end() {
    List<Decoded> found = new ArrayList<>();
    List.copyOf(streams.keySet()).forEach(stream -> found.addAll(end(stream)));
    return found;
  }

  /// Whether a frame of a BMS or of its Bluetooth module is among these.
  static boolean hasFrame(List<Decoded> found) {
    return found.stream().anyMatch(decoded -> !(decoded instanceof Decoded.Skipped));
  }
}
