package cellwarden.simulator;

import cellwarden.capture.CaptureLine;
import cellwarden.protocol.Decoded;
import cellwarden.protocol.Payload;
import cellwarden.protocol.Request;
import cellwarden.protocol.Response;
import cellwarden.protocol.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A recorded dialogue, played back: to each request what came after it then, in the same slices
/// and with the same pauses, silence and the end of the link included.
///
/// What followed equal requests is played in turn. A request that was not recorded is refused with
/// status 80; a frame for the module that was not recorded meets silence.
public final class ReplayedBms implements ServedBms {

  /// Longer ones, and those that are negative, come of a clock that was set meanwhile.
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final Map<Decoded, List<List<WireQueue.Event>>> recorded;
  private final Map<Decoded, Integer> played = new HashMap<>();
  private final RequestStream requests = new RequestStream();

  private ReplayedBms(Map<Decoded, List<List<WireQueue.Event>>> recorded) {
    this.recorded = recorded;
  }

  /// Plays the connection with the most fragments: a phone may talk to several devices.
  ///
  /// @throws IllegalArgumentException if there is no request among the lines
  public static ReplayedBms of(List<CaptureLine> lines) {
    Map<Integer, Long> sizes =
        lines.stream()
            .filter(CaptureLine::isFragment)
            .collect(Collectors.groupingBy(CaptureLine::link, Collectors.counting()));
    int link =
        sizes.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElse(0);
    Map<Decoded, List<List<WireQueue.Event>>> recorded =
        exchanges(lines.stream().filter(line -> line.link() == link).toList());
    if (recorded.isEmpty()) {
      throw new IllegalArgumentException(
          "holds no request to a JBD BMS, so there is nothing to answer");
    }
    return new ReplayedBms(recorded);
  }

  private static Map<Decoded, List<List<WireQueue.Event>>> exchanges(List<CaptureLine> lines) {
    Map<Decoded, List<List<WireQueue.Event>>> exchanges = new HashMap<>();
    RequestStream sent = new RequestStream();
    List<WireQueue.Event> answer = new ArrayList<>();
    Instant asked = Instant.EPOCH;
    for (CaptureLine line : lines) {
      Duration after = pause(asked, line.time());
      switch (line.kind()) {
        case SENT -> {
          for (Decoded request : sent.feed(line.bytes().toBytes())) {
            asked = line.time();
            answer = new ArrayList<>();
            exchanges.computeIfAbsent(request, _ -> new ArrayList<>()).add(answer);
          }
        }
        case RECEIVED -> answer.add(new WireQueue.Fragment(line.bytes(), after));
        case LOST -> answer.add(new WireQueue.HangUp(after));
        case CONNECTED, CLOSED -> {
          sent.reset();
          answer = new ArrayList<>();
        }
      }
    }
    return exchanges;
  }

  private static Duration pause(Instant from, Instant to) {
    Duration pause = Duration.between(from, to);
    boolean plausible = !pause.isNegative() && pause.compareTo(LONGEST_PAUSE) < 0;
    return plausible ? pause : Duration.ZERO;
  }

  @Override
  public void connected() {
    requests.reset();
  }

  @Override
  public List<WireQueue.Event> receive(byte[] bytes) {
    List<WireQueue.Event> events = new ArrayList<>();
    requests.feed(bytes).forEach(request -> events.addAll(answer(request)));
    return events;
  }

  private List<WireQueue.Event> answer(Decoded request) {
    List<List<WireQueue.Event>> answers = recorded.getOrDefault(request, List.of());
    if (answers.isEmpty()) {
      return request instanceof Decoded.Echo(Request unknown)
          ? List.of(refusal(unknown))
          : List.of();
    }
    int turn = played.merge(request, 1, Integer::sum) - 1;
    return answers.get(turn % answers.size());
  }

  private static WireQueue.Event refusal(Request request) {
    Response refusal = new Response(request.register(), Status.UNKNOWN_REGISTER, Payload.EMPTY);
    return new WireQueue.Fragment(Payload.of(refusal.encode()), Duration.ZERO);
  }
}
