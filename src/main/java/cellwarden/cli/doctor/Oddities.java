package cellwarden.cli.doctor;

import cellwarden.capture.CaptureLine;
import cellwarden.protocol.Decoded;
import cellwarden.protocol.Request;
import cellwarden.protocol.Response;
import cellwarden.protocol.ResponseDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was odd about a dialogue with a battery, whether or not it led to a reading.
final class Oddities {

  /// What one notification of a Bluetooth module carries.
  private static final int NOTIFICATION = 20;

  private ResponseDecoder decoder = new ResponseDecoder();

  /// For each register, the requests that have had no answer yet.
  private final Map<Integer, Integer> open = new HashMap<>();

  private Optional<Request> asked = Optional.empty();
  private boolean answered = true;
  private int requests;

  /// Of the fragments since the last request, in bytes.
  private final List<Integer> lengths = new ArrayList<>();

  /// Bytes and frames that were wrong before the last request.
  private int bad;

  private int answers;
  private int echoes;
  private int firstUnanswered;
  private int unanswered;
  private int late;
  private int foreign;
  private int glued;
  private int slices;
  private int stray;
  private int corrupt;
  private int moduleFrames;
  private int lost;

  private Oddities() {}

  static Oddities of(List<CaptureLine> dialogue) {
    Oddities oddities = new Oddities();
    dialogue.forEach(oddities::look);
    return oddities;
  }

  /// Valid answers to what was asked.
  int answers() {
    return answers;
  }

  /// Our own requests that came back.
  int echoes() {
    return echoes;
  }

  private void look(CaptureLine line) {
    switch (line.kind()) {
      case CONNECTED -> {
        decoder = new ResponseDecoder();
        open.clear();
        asked = Optional.empty();
        answered = true;
        requests = 0;
      }
      case SENT -> sent(line.bytes().toBytes());
      case RECEIVED -> received(line.bytes().toBytes());
      case LOST -> lost++;
      case CLOSED -> {}
    }
  }

  private void sent(byte[] bytes) {
    decoder.end().forEach(this::skipped);
    for (Decoded decoded : new ResponseDecoder().feed(bytes)) {
      if (decoded instanceof Decoded.Echo(Request request)) {
        if (!answered) {
          unanswered++;
          firstUnanswered += requests == 1 ? 1 : 0;
        }
        requests++;
        asked = Optional.of(request);
        answered = false;
        lengths.clear();
        bad = stray + corrupt;
        open.merge(request.register(), 1, Integer::sum);
      }
    }
  }

  private void received(byte[] bytes) {
    List<Decoded> found = decoder.feed(bytes);
    boolean ofTheModule =
        !found.isEmpty() && found.stream().allMatch(Decoded.Module.class::isInstance);
    if (!ofTheModule) {
      lengths.add(bytes.length);
    }
    boolean withTheAwaited = found.stream().anyMatch(this::isAwaited);
    for (Decoded decoded : found) {
      switch (decoded) {
        case Decoded.Answer(Response response) -> answer(response, withTheAwaited);
        case Decoded.Echo(Request request) -> echoes += asked.equals(Optional.of(request)) ? 1 : 0;
        case Decoded.Module _ -> moduleFrames++;
        case Decoded.Skipped _ -> skipped(decoded);
      }
    }
  }

  private boolean isAwaited(Decoded decoded) {
    return decoded instanceof Decoded.Answer(Response response) && isAwaited(response);
  }

  private boolean isAwaited(Response response) {
    return !answered && asked.filter(it -> it.register() == response.register()).isPresent();
  }

  private void answer(Response response, boolean withTheAwaited) {
    int waiting = open.getOrDefault(response.register(), 0);
    open.put(response.register(), Math.max(0, waiting - 1));
    if (isAwaited(response)) {
      awaited();
    } else if (withTheAwaited) {
      glued++;
    } else if (waiting > 0) {
      late++;
    } else {
      foreign++;
    }
  }

  private void awaited() {
    answered = true;
    answers++;
    lengths.removeLast();
    if (bad == stray + corrupt && lengths.stream().anyMatch(length -> length != NOTIFICATION)) {
      slices++;
    }
  }

  private void skipped(Decoded decoded) {
    if (decoded instanceof Decoded.Skipped(int bytes, Decoded.Reason reason)) {
      if (reason == Decoded.Reason.BAD_CHECKSUM) {
        corrupt++;
      } else {
        stray += bytes;
      }
    }
  }

  /// Each in words, as the middle of a sentence.
  List<String> words() {
    List<String> words = new ArrayList<>();
    if (firstUnanswered > 0) {
      words.add("the first request got no answer in time, as from a board that sleeps");
    }
    add(words, unanswered - firstUnanswered, "requests got no answer in time");
    add(words, late, "answers to earlier requests came, too late or for somebody else");
    add(words, foreign, "answers came that nobody asked for, as with a second program");
    add(words, glued, "answers came glued to another one");
    add(words, corrupt, "frames had a wrong checksum, as with noise or a second pack");
    add(words, stray, "stray bytes came beside the frames");
    add(words, answers > 0 ? echoes : 0, "requests came back beside their answers");
    add(words, moduleFrames, "frames of the Bluetooth module came");
    add(words, slices, "answers came in slices of odd lengths, which does no harm");
    add(words, lost, "times the link broke");
    return words;
  }

  private static void add(List<String> words, int count, String what) {
    if (count > 0) {
      words.add(count + " " + what);
    }
  }
}
