package cellwarden.simulator;

import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import cellwarden.protocol.Decoded;
import cellwarden.protocol.Payload;
import cellwarden.protocol.Request;
import cellwarden.protocol.Response;
import cellwarden.protocol.ResponseDecoder;
import cellwarden.protocol.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Answers that real boards gave, served again.
///
/// Several recordings of one request are served in turn, in the order of the file. A request that
/// was not recorded is refused with status 80.
public final class RecordedAnswers implements AnswerSource {

  /// Bytes of a file, with which memory suffices.
  private static final int LARGEST = 1_000_000;

  private final Map<Request, List<Recording>> recordings;
  private final Map<Request, Integer> served = new HashMap<>();

  private RecordedAnswers(List<Recording> recordings) {
    this.recordings = recordings.stream().collect(Collectors.groupingBy(Recording::request));
  }

  /// One recorded answer.
  ///
  /// @param id of the entry in the file
  /// @param fragments as the link delivered them
  private record Recording(String id, Request request, List<Payload> fragments) {}

  /// Reads a file of recordings: a JSON object with a list `vectors`, of whose entries those are
  /// taken that have the kind `response`, a `request`, and a `frame` or `fragments`, all in hex;
  /// entries with an `expect_error` other than `status_error` are left out, since they are no whole
  /// answers.
  ///
  /// @param select ids, or beginnings of ids, of the entries to serve, so that the answers of one
  ///   battery can be chosen from a file with many; empty for all
  /// @throws IOException if the file cannot be read
  /// @throws IllegalArgumentException with one sentence, if the file is no such JSON or nothing in
  ///   it fits `select`
  public static RecordedAnswers read(Path file, List<String> select) throws IOException {
    List<Recording> all = recordings(file);
    if (all.isEmpty()) {
      throw new IllegalArgumentException(file + " holds no recorded answers");
    }
    return new RecordedAnswers(select.isEmpty() ? all : selected(all, select, file));
  }

  private static List<Recording> recordings(Path file) throws IOException {
    List<Recording> recordings = new ArrayList<>();
    for (Object entry : document(file).list("vectors").orElse(List.of())) {
      if (entry instanceof JsonObject fields && isAnswer(fields)) {
        recordings.add(recording(file, fields));
      }
    }
    return recordings;
  }

  private static JsonObject document(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new IllegalArgumentException(
            file + " is larger than 1 MB; keep the answers of one battery in it");
      }
      return JsonObject.parse(bytes);
    } catch (JsonException e) {
      String problem = e.getCause() == null ? "holds no recorded answers" : "is not JSON";
      throw new IllegalArgumentException(
          "%s %s: %s in line %d".formatted(file, problem, e.getMessage(), e.line()), e);
    }
  }

  private static boolean isAnswer(JsonObject entry) {
    return entry.text("kind").filter("response"::equals).isPresent()
        && entry.text("expect_error").filter(error -> !error.equals("status_error")).isEmpty()
        && entry.text("id").isPresent()
        && entry.text("request").isPresent()
        && !fragments(entry).isEmpty();
  }

  private static List<String> fragments(JsonObject entry) {
    return entry.texts(entry.has("fragments") ? "fragments" : "frame");
  }

  private static Recording recording(Path file, JsonObject entry) {
    String id = entry.text("id").orElseThrow();
    try {
      return new Recording(
          id,
          request(Payload.ofHex(entry.text("request").orElseThrow())),
          fragments(entry).stream().map(Payload::ofHex).toList());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s: the entry %s cannot be served: %s".formatted(file, id, e.getMessage()), e);
    }
  }

  /// The request that was sent as these bytes.
  private static Request request(Payload sent) {
    List<Decoded> found = new ResponseDecoder().feed(sent.toBytes());
    if (found.size() == 1 && found.getFirst() instanceof Decoded.Echo(Request request)) {
      return request;
    }
    throw new IllegalArgumentException(sent + " is not one whole request");
  }

  private static List<Recording> selected(List<Recording> all, List<String> select, Path file) {
    for (String wanted : select) {
      if (all.stream().noneMatch(recording -> isSelected(recording, wanted, all))) {
        throw new IllegalArgumentException(
            "%s holds no recorded answer whose id is or begins with %s, known are %s"
                .formatted(
                    file,
                    wanted,
                    all.stream().map(Recording::id).collect(Collectors.joining(", "))));
      }
    }
    return all.stream()
        .filter(recording -> select.stream().anyMatch(s -> isSelected(recording, s, all)))
        .toList();
  }

  /// An id that stands there as written is meant alone, also where others begin with it.
  private static boolean isSelected(Recording recording, String wanted, List<Recording> all) {
    return all.stream().anyMatch(any -> any.id().equals(wanted))
        ? recording.id().equals(wanted)
        : recording.id().startsWith(wanted);
  }

  @Override
  public List<Payload> answer(Request request) {
    List<Recording> answers = recordings.getOrDefault(request, List.of());
    if (answers.isEmpty()) {
      Response refusal = new Response(request.register(), Status.UNKNOWN_REGISTER, Payload.EMPTY);
      return List.of(Payload.of(refusal.encode()));
    }
    int turn = served.merge(request, 1, Integer::sum) - 1;
    return answers.get(turn % answers.size()).fragments();
  }
}
