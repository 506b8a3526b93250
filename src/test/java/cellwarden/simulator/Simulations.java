package cellwarden.simulator;

import cellwarden.protocol.Decoded;
import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.Payload;
import cellwarden.protocol.Request;
import cellwarden.protocol.Response;
import cellwarden.protocol.ResponseDecoder;
import cellwarden.protocol.register.BasicInfo;
import cellwarden.protocol.register.Register;
import cellwarden.protocol.register.RegisterValue;
import cellwarden.simulator.model.PackOptions;
import cellwarden.simulator.model.SimulatedBattery;
import cellwarden.transport.AddressException;
import cellwarden.transport.AddressParser;
import cellwarden.transport.SimAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Batteries and conversations for these tests.
public final class Simulations {

  /// Midnight.
  public static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  private Simulations() {}

  static SimAddress address(String text) {
    try {
      return (SimAddress) AddressParser.parse(text);
    } catch (AddressException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static SimulatorOptions options(String address) {
    return SimulatorOptions.parse(address(address));
  }

  public static PackOptions pack(String address) {
    return options(address).pack();
  }

  public static SimulatedBattery battery(String address) {
    return SimulatedBattery.of(pack(address), START);
  }

  public static BasicInfo after(SimulatedBattery battery, Duration sinceStart) {
    battery.advanceTo(START.plus(sinceStart));
    return battery.basicInfo();
  }

  /// A BMS whose battery's time stands still.
  static SimulatedBms bms(String address) {
    SimulatedBms bms = SimulatedBms.of(options(address), () -> START);
    bms.connected();
    return bms;
  }

  /// All fragments that a request gets, whenever they are due.
  static List<Payload> fragments(SimulatedBms bms, Request request) {
    return bms.receive(request.encode()).stream()
        .filter(WireQueue.Fragment.class::isInstance)
        .map(event -> ((WireQueue.Fragment) event).bytes())
        .toList();
  }

  /// What a reader makes of them.
  static List<Decoded> decoded(List<Payload> fragments) {
    ResponseDecoder decoder = new ResponseDecoder();
    List<Decoded> found = new ArrayList<>();
    fragments.forEach(fragment -> found.addAll(decoder.feed(fragment.toBytes())));
    found.addAll(decoder.end());
    return found;
  }

  static List<Response> answers(List<Payload> fragments) {
    return decoded(fragments).stream()
        .filter(Decoded.Answer.class::isInstance)
        .map(found -> ((Decoded.Answer) found).response())
        .toList();
  }

  /// The only answer to a request.
  static Response answer(SimulatedBms bms, Request request) {
    List<Response> answers = answers(fragments(bms, request));
    if (answers.size() != 1) {
      throw new AssertionError("one answer wanted, got " + answers);
    }
    return answers.getFirst();
  }

  static <T extends RegisterValue> T read(SimulatedBms bms, Register<T> register)
      throws MalformedPayloadException {
    return register.decode(answer(bms, register.request()).payload());
  }
}
