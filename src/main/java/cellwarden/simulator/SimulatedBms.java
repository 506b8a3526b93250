package cellwarden.simulator;

import cellwarden.protocol.Decoded;
import cellwarden.protocol.ModuleFrame;
import cellwarden.protocol.Request;
import cellwarden.simulator.model.SimulatedBattery;
import cellwarden.time.SystemTime;
import cellwarden.time.Time;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// A BMS at the end of a link: request bytes in, fragments out.
///
/// Knows no sockets and no waiting. One client at a time: [#connected] begins each conversation.
/// Not for use by several threads at once.
public final class SimulatedBms implements ServedBms {

  private final AnswerSource source;
  private final FaultyWire wire;
  private final SimulatedModule module;
  private final RequestStream requests = new RequestStream();

  private SimulatedBms(AnswerSource source, FaultyWire wire, SimulatedModule module) {
    this.source = source;
    this.wire = wire;
    this.module = module;
  }

  /// A BMS in front of a simulated battery that begins its life now, at the speed of the options.
  public static SimulatedBms of(SimulatorOptions options) {
    return of(options, SystemTime.start());
  }

  /// The same in a time of its own, which the battery lives faster by the speed of the options.
  static SimulatedBms of(SimulatorOptions options, Time time) {
    Instant start = time.now();
    long begun = time.nanos();
    return of(
        options,
        () -> {
          double seconds = (time.nanos() - begun) * options.speed() / 1e9;
          return start.plusSeconds((long) seconds).plusNanos((long) (seconds % 1 * 1e9));
        });
  }

  /// @param clock what the battery lives by
  static SimulatedBms of(SimulatorOptions options, InstantSource clock) {
    SimulatedBattery battery = SimulatedBattery.of(options.pack(), clock.instant());
    return serving(
        new BoardRegisters(battery, clock),
        options.faults(),
        options.pack().seed(),
        options.password());
  }

  /// A BMS that gives the answers of a source, such as [RecordedAnswers].
  ///
  /// @param faults how often each strikes, 0 to 1 for each request
  /// @param seed decides when they do
  public static SimulatedBms serving(
      AnswerSource source, Map<SimulatedFault, Double> faults, long seed) {
    return serving(source, faults, seed, Optional.empty());
  }

  private static SimulatedBms serving(
      AnswerSource source,
      Map<SimulatedFault, Double> faults,
      long seed,
      Optional<SimulatorOptions.Password> password) {
    return new SimulatedBms(
        source,
        new FaultyWire(source, faults, new Random(seed)),
        new SimulatedModule(new Random(seed), password));
  }

  /// A client has connected: half a request of the one before it is forgotten.
  @Override
  public void connected() {
    requests.reset();
    source.connected();
    wire.connected();
    module.connected();
  }

  /// Takes bytes of the client.
  ///
  /// @return what it gets for them, in order; nothing for half a request or one with a wrong
  ///   checksum
  @Override
  public List<WireQueue.Event> receive(byte[] bytes) {
    List<WireQueue.Event> events = new ArrayList<>();
    for (Decoded found : requests.feed(bytes)) {
      switch (found) {
        case Decoded.Echo(Request request) -> {
          if (module.isOpen()) {
            events.addAll(wire.answer(request));
          }
        }
        case Decoded.Module(ModuleFrame frame) ->
            module
                .answer(frame)
                .ifPresent(answer -> events.addAll(wire.moduleAnswer(frame, answer)));
        case Decoded.Answer _, Decoded.Skipped _ -> {}
      }
    }
    return events;
  }
}
