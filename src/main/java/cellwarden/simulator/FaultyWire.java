package cellwarden.simulator;

import cellwarden.protocol.ModuleFrame;
import cellwarden.protocol.Payload;
import cellwarden.protocol.Request;
import cellwarden.protocol.Response;
import cellwarden.protocol.Status;
import cellwarden.protocol.register.BasicInfo;
import cellwarden.protocol.register.CellVoltages;
import cellwarden.protocol.register.HardwareVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// The way from the BMS to the client, with what goes wrong there. Which fault strikes when follows
/// from the seed.
final class FaultyWire {

  private static final Duration LATE = Duration.ofSeconds(2);
  private static final byte FRAME_START = (byte) 0xDD;
  private static final int LONGEST_NOISE = 4;
  private static final ModuleFrame MODULE_TALK =
      new ModuleFrame(ModuleFrame.APPLICATION_KEY, Payload.of((byte) 2));

  private final AnswerSource source;
  private final Map<SimulatedFault, Double> plan;
  private final Random random;
  private boolean first = true;
  private boolean stalled;
  private int lastRegister = -1;
  private Payload lastAnswer = Payload.EMPTY;

  FaultyWire(AnswerSource source, Map<SimulatedFault, Double> plan, Random random) {
    this.source = source;
    this.plan = plan;
    this.random = random;
  }

  void connected() {
    first = true;
    stalled = false;
    lastRegister = -1;
    lastAnswer = Payload.EMPTY;
  }

  List<WireQueue.Event> answer(Request request) {
    boolean unanswered = first && strikes(SimulatedFault.FIRST_UNANSWERED);
    first = false;
    stalled = stalled || strikes(SimulatedFault.STALL);
    if (unanswered || stalled) {
      return List.of();
    }
    if (strikes(SimulatedFault.ECHO)) {
      return events(Fragments.notifications(request.encode()), Duration.ZERO);
    }
    List<Payload> answer = frames(request);
    if (strikes(SimulatedFault.HANG_UP)) {
      Payload whole = Payload.of(Fragments.join(answer));
      return List.of(
          new WireQueue.Fragment(whole.slice(0, whole.length() / 2), Duration.ZERO),
          new WireQueue.HangUp(Duration.ZERO));
    }
    Duration after = strikes(SimulatedFault.LATE_ANSWER) ? LATE : Duration.ZERO;
    List<Payload> sliced = sliced(request, answer);
    List<Payload> noisy = strikes(SimulatedFault.NOISE) ? noisy(sliced) : sliced;
    return events(strikes(SimulatedFault.MODULE_TALK) ? withModuleTalk(noisy) : noisy, after);
  }

  /// What the Bluetooth module answers by itself. It has a link as good as any, but a module that
  /// echoes does so with its own frames, too.
  List<WireQueue.Event> moduleAnswer(ModuleFrame request, ModuleFrame answer) {
    if (stalled) {
      return List.of();
    }
    ModuleFrame sent = strikes(SimulatedFault.ECHO) ? request : answer;
    return events(List.of(Payload.of(sent.encode())), Duration.ZERO);
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

  /// Changes one byte after the length, so that the frame keeps its size.
  private List<Payload> corrupted(List<Payload> answer) {
    byte[] bytes = Fragments.join(answer);
    int at = random.nextInt(bytes.length / 2, bytes.length - 1);
    bytes[at] ^= (byte) random.nextInt(1, 256);
    return Fragments.recut(bytes, answer);
  }

  private List<Payload> sliced(Request request, List<Payload> answer) {
    Payload whole = Payload.of(Fragments.join(answer));
    Payload before = request.register() == lastRegister ? Payload.EMPTY : lastAnswer;
    lastRegister = request.register();
    lastAnswer = whole;
    if (strikes(SimulatedFault.MERGE)) {
      return List.of(Payload.of(Fragments.join(List.of(before, whole))));
    }
    return strikes(SimulatedFault.SPLIT) ? Fragments.random(whole.toBytes(), random) : answer;
  }

  private static List<Payload> withModuleTalk(List<Payload> answer) {
    Payload talk = Payload.of(MODULE_TALK.encode());
    List<Payload> mixed = new ArrayList<>();
    for (Payload fragment : answer) {
      mixed.addAll(mixed.isEmpty() ? List.of(fragment) : List.of(talk, fragment));
    }
    return mixed;
  }

  /// Stray bytes of the kinds that captures show: a fragment of its own in front (a lone `00`,
  /// random bytes, or a start byte that starts nothing), and sometimes zeros glued to the end.
  private List<Payload> noisy(List<Payload> answer) {
    List<Payload> noisy = new ArrayList<>();
    noisy.add(
        switch (random.nextInt(3)) {
          case 0 -> Payload.of((byte) 0);
          case 1 -> stray();
          default -> Payload.of(FRAME_START);
        });
    noisy.addAll(answer);
    if (random.nextBoolean()) {
      Payload zeros = Payload.of(new byte[random.nextInt(1, LONGEST_NOISE + 1)]);
      noisy.add(Payload.of(Fragments.join(List.of(noisy.removeLast(), zeros))));
    }
    return noisy;
  }

  private Payload stray() {
    byte[] bytes = new byte[random.nextInt(1, LONGEST_NOISE + 1)];
    random.nextBytes(bytes);
    return Payload.of(bytes);
  }

  private static List<WireQueue.Event> events(List<Payload> fragments, Duration after) {
    return fragments.stream()
        .<WireQueue.Event>map(fragment -> new WireQueue.Fragment(fragment, after))
        .toList();
  }

  /// A fault that is not in the plan draws nothing: new faults do not change what a plan without
  /// them does.
  private boolean strikes(SimulatedFault fault) {
    double probability = plan.getOrDefault(fault, 0.0);
    return probability > 0 && random.nextDouble() < probability;
  }
}
