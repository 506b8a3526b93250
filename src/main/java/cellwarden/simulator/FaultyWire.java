package cellwarden.simulator;

import cellwarden.protocol.Payload;
import cellwarden.protocol.Request;
import cellwarden.protocol.Response;
import cellwarden.protocol.Status;
import cellwarden.protocol.register.BasicInfo;
import cellwarden.protocol.register.CellVoltages;
import cellwarden.protocol.register.HardwareVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// The way from the BMS to the client, with what goes wrong there. Which fault strikes when follows
/// from the seed.
final class FaultyWire {

  private static final Duration LATE = Duration.ofSeconds(2);

  private final AnswerSource source;
  private final FaultPlan plan;
  private final Random random;
  private final Noise noise;
  private boolean first = true;
  private boolean stalled;
  private int lastRegister = -1;
  private byte[] lastAnswer = new byte[0];

  FaultyWire(AnswerSource source, FaultPlan plan, Random random) {
    this.source = source;
    this.plan = plan;
    this.random = random;
    this.noise = new Noise(random);
  }

  void connected() {
    first = true;
    stalled = false;
    lastRegister = -1;
    lastAnswer = new byte[0];
  }

  List<Delivery> answer(Request request) {
    boolean unanswered = first && strikes(SimulatedFault.FIRST_UNANSWERED);
    first = false;
    stalled = stalled || strikes(SimulatedFault.STALL);
    if (unanswered || stalled) {
      return List.of();
    }
    if (strikes(SimulatedFault.ECHO)) {
      return deliveries(Fragments.notifications(request.encode()), Duration.ZERO);
    }
    List<Payload> answer = frames(request);
    if (strikes(SimulatedFault.HANG_UP)) {
      return hangUp(answer);
    }
    Duration after = strikes(SimulatedFault.LATE_ANSWER) ? LATE : Duration.ZERO;
    return deliveries(withNoise(sliced(request, answer)), after);
  }

  /// The answer, what stands in front of it, and damage inside it.
  private List<Payload> frames(Request request) {
    boolean refused =
        request.register() == HardwareVersion.REGISTER.number()
            && strikes(SimulatedFault.REFUSE_05);
    List<Payload> answer =
        refused
            ? Fragments.notifications(
                new Response(request.register(), Status.UNKNOWN_REGISTER, Payload.EMPTY).encode())
            : source.answer(request);
    List<Payload> frames = new ArrayList<>();
    if (strikes(SimulatedFault.WRONG_REGISTER)) {
      frames.addAll(source.answer(otherThan(request)));
    }
    frames.addAll(strikes(SimulatedFault.CORRUPT_CHECKSUM) ? corrupted(answer) : answer);
    return frames;
  }

  private static Request otherThan(Request request) {
    boolean basic = request.register() == BasicInfo.REGISTER.number();
    return (basic ? CellVoltages.REGISTER : BasicInfo.REGISTER).request();
  }

  /// Changes one byte behind the length, so that the frame keeps its size.
  private List<Payload> corrupted(List<Payload> answer) {
    byte[] bytes = Fragments.join(answer);
    int middle = bytes.length / 2;
    int at = random.nextInt(middle, bytes.length - 1);
    bytes[at] ^= (byte) random.nextInt(1, 256);
    return Fragments.recut(bytes, answer);
  }

  private List<Payload> sliced(Request request, List<Payload> answer) {
    byte[] bytes = Fragments.join(answer);
    boolean merged = strikes(SimulatedFault.MERGE);
    byte[] before = request.register() == lastRegister ? new byte[0] : lastAnswer;
    lastRegister = request.register();
    lastAnswer = bytes;
    if (merged) {
      byte[] both = Arrays.copyOf(before, before.length + bytes.length);
      System.arraycopy(bytes, 0, both, before.length, bytes.length);
      return List.of(Payload.of(both));
    }
    return strikes(SimulatedFault.SPLIT) ? Fragments.random(bytes, random) : answer;
  }

  private List<Payload> withNoise(List<Payload> answer) {
    return strikes(SimulatedFault.NOISE) ? noise.around(answer) : answer;
  }

  private static List<Delivery> hangUp(List<Payload> answer) {
    byte[] bytes = Fragments.join(answer);
    Payload half = Fragments.slice(bytes, 0, bytes.length / 2);
    return List.of(new Delivery.Fragment(half, Duration.ZERO), new Delivery.HangUp());
  }

  private static List<Delivery> deliveries(List<Payload> fragments, Duration after) {
    return fragments.stream()
        .<Delivery>map(fragment -> new Delivery.Fragment(fragment, after))
        .toList();
  }

  /// A fault that is not in the plan draws nothing: new faults do not change what a plan without
  /// them does.
  private boolean strikes(SimulatedFault fault) {
    double probability = plan.probability(fault);
    return probability > 0 && random.nextDouble() < probability;
  }
}
