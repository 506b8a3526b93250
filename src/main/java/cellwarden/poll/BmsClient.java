package cellwarden.poll;

import cellwarden.protocol.Decoded;
import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.ModuleFrame;
import cellwarden.protocol.Request;
import cellwarden.protocol.Response;
import cellwarden.protocol.ResponseDecoder;
import cellwarden.protocol.Status;
import cellwarden.protocol.register.CellVoltages;
import cellwarden.protocol.register.Register;
import cellwarden.protocol.register.RegisterValue;
import cellwarden.time.Time;
import cellwarden.transport.Connection;
import cellwarden.transport.TransportException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /// How much later than the answer before it an answer may come.
  private static final Duration UNEVEN = Duration.ofMillis(250);

  private static final Request KNOCK = CellVoltages.REGISTER.request();

  /// More than a line of 9600 baud brings in half a minute. Far less than a TCP socket takes before
  /// the rest waits at the other end, from where it would come after the request.
  private static final int MOST_LATE_BYTES = 32 * 1024;

  private final Connection connection;
  private final Time time;
  private final ResponseDecoder decoder = new ResponseDecoder();
  private int retries;

  /// For each register, when the requests were sent that have had no answer, oldest first.
  private final Map<Integer, Deque<Long>> open = new HashMap<>();

  /// Whether any request was answered, and whether the first of them only when it was sent again.
  private boolean answered;

  private boolean lostFirst;

  BmsClient(Connection connection, Time time) {
    this.connection = connection;
    this.time = time;
  }

  /// Requests that were sent again.
  int retries() {
    return retries;
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

  /// Sends a frame to the Bluetooth module.
  ///
  /// @return its answer to that command, which is the frame itself where it is echoed; empty when
  ///   none came in time
  /// @throws ExchangeException if what waits on the line is too much to throw away
  /// @throws TransportException if the link broke
  Optional<ModuleFrame> ask(ModuleFrame frame, Duration timeout)
      throws ExchangeException, TransportException, InterruptedException {
    dropWhatCameBefore(new Trouble(KNOCK));
    connection.send(frame.encode());
    long start = time.nanos();
    Duration left = timeout;
    while (left.isPositive()) {
      for (Decoded event : decoder.feed(connection.receive(left))) {
        if (event instanceof Decoded.Module(ModuleFrame answer)
            && answer.command() == frame.command()) {
          return Optional.of(answer);
        }
      }
      left = timeout.minus(time.since(start));
    }
    return Optional.empty();
  }

  /// Sends the request that a sleeping board loses. It is another one than the first that counts,
  /// so that a late answer to it is none to that.
  ///
  /// @return whether it was answered in that time, so that it was not needed
  boolean knock(Duration timeout)
      throws ExchangeException, TransportException, InterruptedException {
    return askOnce(KNOCK, timeout, new Trouble(KNOCK)).isPresent();
  }

  /// Whether any request was answered.
  boolean hasAnswered() {
    return answered;
  }

  /// Whether the first request was answered only when it was sent again.
  boolean lostFirst() {
    return lostFirst;
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
      retries += attempt > 0 ? 1 : 0;
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
    Deque<Long> sent = open.computeIfAbsent(request.register(), _ -> new ArrayDeque<>());
    sent.add(time.nanos());
    Awaited awaited = new Awaited(request.register(), sent, time.nanos() + timeout.toNanos());
    Duration left = timeout;
    while (left.isPositive() && !awaited.isComplete()) {
      byte[] fragment = connection.receive(left);
      trouble.received(fragment);
      awaited.take(decoder.feed(fragment), trouble);
      left = Duration.ofNanos(awaited.until - time.nanos());
    }
    if (!awaited.isComplete()) {
      awaited.take(decoder.end(), trouble);
    }
    awaited.end();
    return awaited.answer;
  }

  /// The answer to the newest request for a register, where those before it may be answered late.
  ///
  /// A BMS answers in order. So the first answer is taken for that of the oldest request without
  /// one; the others are waited for as long as they would take if they came as late. Where none
  /// comes, the requests before were lost.
  private final class Awaited {

    private final int register;
    private final Deque<Long> sent;
    private final int requests;
    private long until;
    private boolean broken;
    private Optional<Response> answer = Optional.empty();

    Awaited(int register, Deque<Long> sent, long until) {
      this.register = register;
      this.sent = sent;
      this.requests = sent.size();
      this.until = until;
    }

    boolean isComplete() {
      return sent.isEmpty();
    }

    void take(List<Decoded> decoded, Trouble trouble) {
      for (Decoded event : decoded) {
        switch (event) {
          case Decoded.Answer(Response response) when response.register() == register -> {
            if (isComplete()) {
              return;
            }
            answer = Optional.of(response);
            long late = time.nanos() - sent.remove();
            until = isComplete() ? until : sent.element() + late + UNEVEN.toNanos();
          }
          case Decoded.Answer(Response other) -> trouble.otherRegister(other);
          case Decoded.Echo echo -> trouble.echo(echo);
          case Decoded.Module(ModuleFrame frame) -> trouble.module(frame);
          case Decoded.Skipped skipped -> {
            trouble.skipped(skipped);
            broken |= skipped.reason() != Decoded.Reason.BAD_START;
          }
        }
      }
    }

    /// With an answer everything that was asked before it is answered or lost. A broken one was an
    /// answer, too.
    void end() {
      if (answer.isPresent()) {
        lostFirst |= !answered && requests > 1 && !isComplete();
        answered = true;
        open.clear();
      } else if (broken) {
        sent.poll();
      }
    }
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
}
