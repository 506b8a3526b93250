package cellwarden.transport;

import cellwarden.protocol.Payload;
import cellwarden.protocol.Request;
import cellwarden.simulator.AnswerSource;
import cellwarden.simulator.SimulatedBms;
import cellwarden.simulator.SimulatedFault;
import cellwarden.simulator.SimulatorTransport;
import cellwarden.testing.Answers;
import cellwarden.time.SystemTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

final class SimulatorTransportContractTest implements TransportContract {

  @Override
  public Transport toBms() {
    return transport(Map.of());
  }

  @Override
  public Transport toBmsThatHangsUp() {
    return transport(SimulatedFault.parse("hang_up:1"));
  }

  @Override
  public Transport toNothing() throws Exception {
    return toNowhere();
  }

  /// Taken by another client.
  @Override
  public Transport toNowhere() throws Exception {
    Transport transport = transport(Map.of());
    Connection unused = transport.connect(LONG);
    return timeout -> {
      try (unused) {
        return transport.connect(timeout);
      }
    };
  }

  @Override
  public String address() {
    return "sim:4s";
  }

  private Transport transport(Map<SimulatedFault, Double> faults) {
    AnswerSource source = SimulatorTransportContractTest::answer;
    return new SimulatorTransport(
        address(), SimulatedBms.serving(source, faults, 1), SystemTime.start());
  }

  private static List<Payload> answer(Request request) {
    return Answers.to(HexFormat.of().formatHex(request.encode())).arrivals().stream()
        .map(arrival -> arrival.fragment().orElseThrow())
        .toList();
  }
}
