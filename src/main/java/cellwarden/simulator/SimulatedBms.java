package cellwarden.simulator;

import cellwarden.protocol.Decoded;
import cellwarden.protocol.Request;
import cellwarden.protocol.ResponseDecoder;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A BMS at the end of a link: request bytes in, fragments out.
///
/// Knows no sockets and no waiting. One client at a time: [#connected] begins each conversation.
/// Not for use by several threads at once.
public final class SimulatedBms {

  private final AnswerSource source;
  private final FaultyWire wire;
  private final ResponseDecoder decoder = new ResponseDecoder();

  private SimulatedBms(AnswerSource source, FaultyWire wire) {
    this.source = source;
    this.wire = wire;
  }

  /// A BMS in front of a simulated battery that begins its life now.
  ///
  /// @param clock the battery's own time, see [ModelClock]
  public static SimulatedBms of(SimulatorOptions options, InstantSource clock) {
    SimulatedBattery battery = SimulatedBattery.of(options, clock.instant());
    return serving(new RegisterFile(battery, clock), options.faults(), options.seed());
  }

  /// A BMS that gives the answers of a source, such as [RecordedAnswers].
  ///
  /// @param seed decides when faults strike
  public static SimulatedBms serving(AnswerSource source, FaultPlan faults, long seed) {
    return new SimulatedBms(source, new FaultyWire(source, faults, new Random(seed)));
  }

  /// A client has connected: half a request of the one before it is forgotten.
  public void connected() {
    decoder.reset();
    source.connected();
    wire.connected();
  }

  /// Takes bytes of the client.
  ///
  /// @return what it gets for them, in order; nothing for half a request or one with a wrong
  ///   checksum
  public List<Delivery> receive(byte[] bytes) {
    List<Delivery> deliveries = new ArrayList<>();
    requests(bytes).forEach(request -> deliveries.addAll(wire.answer(request)));
    return deliveries;
  }

  /// A whole request is taken as such, whatever half request came before it: a real board forgets
  /// that after a pause.
  private List<Request> requests(byte[] bytes) {
    List<Request> whole = requestsIn(new ResponseDecoder().feed(bytes));
    if (whole.isEmpty()) {
      return requestsIn(decoder.feed(bytes));
    }
    decoder.reset();
    return whole;
  }

  private static List<Request> requestsIn(List<Decoded> decoded) {
    return decoded.stream()
        .filter(Decoded.Echo.class::isInstance)
        .map(found -> ((Decoded.Echo) found).request())
        .toList();
  }
}
