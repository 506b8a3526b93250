package cellwarden.poll;

import cellwarden.protocol.Decoded;
import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.ModuleFrame;
import cellwarden.protocol.Request;
import cellwarden.protocol.Response;
import cellwarden.protocol.ResponseDecoder;
import cellwarden.protocol.Status;
import cellwarden.protocol.register.Register;
import cellwarden.protocol.register.RegisterValue;
import cellwarden.time.Time;
import cellwarden.transport.Connection;
import cellwarden.transport.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Asks a BMS over one connection: one request in flight, one answer that matches its register.
final class BmsClient {

  /// How often a request is sent and how long each answer is waited for.
  ///
  /// A sleeping board does not answer the first request (vendor V11), so one try is never enough
  /// and a long wait gains nothing.
  ///
  /// @param tries at least 1
  /// @param timeout for each try
  record Retry(int tries, Duration timeout) {

    /// For registers that every device has.
    static final Retry REQUIRED = new Retry(3, Duration.ofMillis(1500));

    /// For registers that some devices do not have and do not even refuse.
    static final Retry OPTIONAL = new Retry(1, Duration.ofMillis(1500));
  }

  private static final Duration WITHOUT_WAITING = Duration.ZERO;

  /// More than a line of 9600 baud brings in half a minute. Far less than a TCP socket takes before
  /// the rest waits at the other end, from where it would come after the request.
  private static final int MOST_LATE_BYTES = 32 * 1024;

  private final Connection connection;
  private final Time time;
  private final ResponseDecoder decoder = new ResponseDecoder();

  BmsClient(Connection connection, Time time) {
    this.connection = connection;
    this.time = time;
  }

  /// Reads a register.
  ///
  /// @throws ExchangeException if no usable answer came in all tries, or the device refused
  /// @throws TransportException if the link broke
  <T extends RegisterValue> T read(Register<T> register, Retry policy)
      throws ExchangeException, TransportException, InterruptedException {
    return exchange(
        register.request(), policy, (answer, trouble) -> value(register, answer, trouble));
  }

  /// Sends a request and gives the answer as it came, a refusal included.
  ///
  /// @throws ExchangeException if no answer to this register came in all tries
  /// @throws TransportException if the link broke
  Response ask(Request request, Retry policy)
      throws ExchangeException, TransportException, InterruptedException {
    return exchange(request, policy, (answer, _) -> Optional.of(answer));
  }

  /// Makes something of an answer.
  @FunctionalInterface
  private interface Interpretation<T> {
    /// @return empty when the answer does not count and the request must be sent again
    Optional<T> of(Response answer, Trouble trouble) throws ExchangeException;
  }

  private <T> T exchange(Request request, Retry policy, Interpretation<T> interpretation)
      throws ExchangeException, TransportException, InterruptedException {
    long start = time.nanos();
    Trouble trouble = new Trouble(request);
    for (int attempt = 0; attempt < policy.tries(); attempt++) {
      Optional<Response> answer = askOnce(request, policy.timeout(), trouble);
      if (answer.isPresent()) {
        Optional<T> result = interpretation.of(answer.get(), trouble);
        if (result.isPresent()) {
          return result.get();
        }
      }
    }
    throw trouble.exception(policy.tries(), time.since(start));
  }

  /// A refusal ends the exchange, since asking again would only be refused again; but a device that
  /// says it saw a wrong checksum is asked again.
  private static <T extends RegisterValue> Optional<T> value(
      Register<T> register, Response answer, Trouble trouble) throws ExchangeException {
    if (answer.status() == Status.CHECKSUM_ERROR) {
      trouble.refused(answer);
      return Optional.empty();
    }
    if (!answer.isOk()) {
      throw trouble.refusal(answer);
    }
    try {
      return Optional.of(register.decode(answer.payload()));
    } catch (MalformedPayloadException e) {
      trouble.malformed(e);
      return Optional.empty();
    }
  }

  private Optional<Response> askOnce(Request request, Duration timeout, Trouble trouble)
      throws ExchangeException, TransportException, InterruptedException {
    dropWhatCameBefore(trouble);
    connection.send(request.encode());
    long start = time.nanos();
    Duration left = timeout;
    while (left.isPositive()) {
      byte[] fragment = connection.receive(left);
      trouble.received(fragment);
      Optional<Response> answer = answerTo(request, decoder.feed(fragment), trouble);
      if (answer.isPresent()) {
        return answer;
      }
      left = timeout.minus(time.since(start));
    }
    return answerTo(request, decoder.end(), trouble);
  }

  /// What was received before the request never answers it: neither a late answer to an earlier
  /// request, nor what a second master made the battery say. What is still on its way cannot be
  /// told from the answer.
  ///
  /// @throws ExchangeException if that is too much to throw away; only a new link begins empty
  private void dropWhatCameBefore(Trouble trouble)
      throws ExchangeException, TransportException, InterruptedException {
    decoder.reset();
    int dropped = 0;
    byte[] late = connection.receive(WITHOUT_WAITING);
    while (late.length > 0) {
      dropped += late.length;
      trouble.received(late);
      if (dropped > MOST_LATE_BYTES) {
        throw trouble.talksUnasked(MOST_LATE_BYTES);
      }
      late = connection.receive(WITHOUT_WAITING);
    }
  }

  private static Optional<Response> answerTo(
      Request request, List<Decoded> decoded, Trouble trouble) {
    for (Decoded event : decoded) {
      switch (event) {
        case Decoded.Answer(Response response) when response.register() == request.register() -> {
          return Optional.of(response);
        }
        case Decoded.Answer(Response other) -> trouble.otherRegister(other);
        case Decoded.Echo echo -> trouble.echo(echo);
        case Decoded.Module(ModuleFrame frame) -> trouble.module(frame);
        case Decoded.Skipped skipped -> trouble.skipped(skipped);
      }
    }
    return Optional.empty();
  }
}
