package cellwarden.transport.kernel;

import cellwarden.transport.ble.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/// The attribute protocol on one link: one request at a time, notifications kept in order, what the
/// battery asks answered.
final class AttClient {

  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration SEND = Duration.ofSeconds(5);

  private static final int MOST_OTHERS = 100;

  private static final int HANDLE_AT = 1;
  private static final int VALUE_AT = 3;
  private static final int ERROR_REQUEST_AT = 1;
  private static final int ERROR_CODE_AT = 4;
  private static final int ERROR_SIZE = 5;

  private final PacketSocket socket;
  private final Deque<Notification> notifications = new ArrayDeque<>();

  /// A value that the battery sent of itself.
  static final class Notification {
    private final int handle;
    private final byte[] value;

    private Notification(byte[] pdu) {
      this.handle = Att.u16(pdu, HANDLE_AT);
      this.value = Arrays.copyOfRange(pdu, VALUE_AT, pdu.length);
    }

    int handle() {
      return handle;
    }

    byte[] value() {
      return value;
    }
  }

  AttClient(PacketSocket socket) {
    this.socket = socket;
  }

  /// Requests that all must be answered by a deadline.
  AttRequests until(Deadline deadline) {
    return request -> ask(request, deadline.orIn(ANSWER));
  }

  /// Sends a request and waits for its answer as long as is decent.
  ///
  /// @return the response, at least its code
  byte[] ask(byte[] request) throws LinkException, InterruptedException {
    return ask(request, Deadline.in(ANSWER));
  }

  private byte[] ask(byte[] request, Deadline answerBy) throws LinkException, InterruptedException {
    tell(request);
    while (true) {
      byte[] pdu = next(answerBy).orElseThrow(LinkException.Silent::new);
      int opcode = Att.opcode(pdu);
      if (opcode == Att.opcode(request) + 1) {
        return pdu;
      }
      if (opcode == Att.ERROR_RESPONSE && concerns(pdu, request)) {
        int code = Byte.toUnsignedInt(pdu[ERROR_CODE_AT]);
        throw new LinkException.Refused(code);
      }
      keep(pdu);
      if (answerBy.isPassed()) {
        throw new LinkException.Silent();
      }
    }
  }

  private static boolean concerns(byte[] error, byte[] request) {
    return error.length >= ERROR_SIZE && error[ERROR_REQUEST_AT] == request[0];
  }

  /// Sends what has no answer.
  void tell(byte[] pdu) throws LinkException, InterruptedException {
    socket.send(pdu, Deadline.in(SEND));
  }

  /// The next notification or indication, oldest first; empty at the deadline.
  ///
  /// @throws LinkException.Crowded if the deadline passes over too many other packets
  Optional<Notification> receive(Deadline until) throws LinkException, InterruptedException {
    for (int others = 0; notifications.isEmpty(); others++) {
      Optional<byte[]> pdu = next(until);
      if (pdu.isEmpty()) {
        return Optional.empty();
      }
      failIfTooMuch(others, until);
      keep(pdu.get());
    }
    return Optional.of(notifications.removeFirst());
  }

  /// The next packet that is no question of the battery's.
  private Optional<byte[]> next(Deadline until) throws LinkException, InterruptedException {
    for (int questions = 0; ; questions++) {
      failIfTooMuch(questions, until);
      Optional<byte[]> pdu = socket.receive(until);
      if (pdu.isEmpty() || !Att.isRequest(Att.opcode(pdu.get()))) {
        return pdu;
      }
      tell(EmptyServer.answer(pdu.get()));
    }
  }

  /// Whoever wants only what has already arrived gets it from behind some other packets; but a
  /// battery that never stops talking must not keep anybody beyond the deadline.
  static void failIfTooMuch(int others, Deadline until) throws LinkException.Crowded {
    if (others > MOST_OTHERS && until.isPassed()) {
      throw new LinkException.Crowded();
    }
  }

  /// Everything else is an answer that nobody waits for.
  private void keep(byte[] pdu) throws LinkException, InterruptedException {
    int opcode = Att.opcode(pdu);
    if (opcode == Att.INDICATION) {
      tell(Att.confirmation());
    }
    if ((opcode == Att.NOTIFICATION || opcode == Att.INDICATION) && pdu.length >= VALUE_AT) {
      notifications.addLast(new Notification(pdu));
    }
  }
}
