package cellwarden.simulator;

import cellwarden.protocol.Payload;
import cellwarden.protocol.Request;
import cellwarden.protocol.Response;
import cellwarden.protocol.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Answers that real boards gave, served again.
///
/// Several recordings of one request are served in turn, in the order of the file. A request that
/// was not recorded is refused with status 80.
public final class RecordedAnswers implements AnswerSource {

  private final Map<Request, List<Recording>> recordings;
  private final Map<Request, Integer> served = new HashMap<>();

  private RecordedAnswers(List<Recording> recordings) {
    this.recordings = recordings.stream().collect(Collectors.groupingBy(Recording::request));
  }

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
    List<Recording> all = RecordingReader.read(file);
    if (all.isEmpty()) {
      throw new IllegalArgumentException(file + " holds no recorded answers");
    }
    return new RecordedAnswers(select.isEmpty() ? all : selected(all, select, file));
  }

  private static List<Recording> selected(List<Recording> all, List<String> select, Path file) {
    for (String wanted : select) {
      if (all.stream().noneMatch(recording -> isSelected(recording, wanted, all))) {
        throw new IllegalArgumentException(
            "%s holds no recorded answer whose id is or begins with %s, known are %s"
                .formatted(file, wanted, ids(all)));
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

  private static String ids(List<Recording> all) {
    return all.stream().map(Recording::id).collect(Collectors.joining(", "));
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
