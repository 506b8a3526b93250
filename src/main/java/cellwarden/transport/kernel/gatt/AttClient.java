package cellwarden.transport.kernel.gatt;

import cellwarden.transport.Deadline;
import cellwarden.transport.kernel.socket.LinkException;
import cellwarden.transport.kernel.socket.LinkException.Kind;
import cellwarden.transport.kernel.socket.PacketSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/// The attribute protocol on one link: one request at a time, notifications kept in order, what the
/// battery asks answered.
public final class AttClient {

  /// The most bytes that one write or notification carries.
  public static final int LARGEST_VALUE = Att.MTU - 3;

  /// For one answer.
  public static final Duration ANSWER = Duration.ofSeconds(5);

  private static final Duration SEND = Duration.ofSeconds(5);

  /// Packets that nobody waits for, one after the other, until the deadline counts although more
  /// packets are there.
  private static final int MOST_OTHERS = 100;

  private static final int HANDLE_AT = 1;
  private static final int VALUE_AT = 3;
  private static final int ERROR_REQUEST_AT = 1;
  private static final int ERROR_CODE_AT = 4;
  private static final int ERROR_SIZE = 5;

  private final PacketSocket socket;
  private final Deque<byte[]> notifications = new ArrayDeque<>();
  private boolean hasOthers;

  /// Asks a device one thing after the other.
  @FunctionalInterface
  public interface Requests {

    /// Sends a request and waits for its answer.
    ///
    /// @return the response, at least its code
    /// @throws LinkException of kind `REFUSED` if the device answered with an error; `SILENT` if it
    ///   did not answer in time, and nothing may be asked afterwards
    byte[] ask(byte[] request) throws LinkException, InterruptedException;
  }

  public AttClient(PacketSocket socket) {
    this.socket = socket;
  }

  /// Requests that all must be answered by a deadline, and each within 5 s.
  public Requests until(Deadline deadline) {
    return request -> ask(request, deadline.orIn(ANSWER));
  }

  private byte[] ask(byte[] request, Deadline answerBy) throws LinkException, InterruptedException {
    tell(request);
    while (true) {
      byte[] pdu = next(answerBy).orElseThrow(LinkException::silent);
      int opcode = Att.opcode(pdu);
      if (opcode == Att.opcode(request) + 1) {
        return pdu;
      }
      if (opcode == Att.ERROR_RESPONSE && concerns(pdu, request)) {
        throw AttError.refused(Byte.toUnsignedInt(pdu[ERROR_CODE_AT]));
      }
      keep(pdu);
      if (answerBy.isPassed()) {
        throw LinkException.silent();
      }
    }
  }

  private static boolean concerns(byte[] error, byte[] request) {
    return error.length >= ERROR_SIZE && error[ERROR_REQUEST_AT] == request[0];
  }

  /// Writes a value to an attribute, and waits until the battery has answered that it took it.
  public void writeRequest(int handle, byte[] value, Deadline deadline)
      throws LinkException, InterruptedException {
    until(deadline).ask(Att.write(Att.WRITE_REQUEST, handle, value));
  }

  /// Writes a value to an attribute without an answer.
  public void writeCommand(int handle, byte[] value) throws LinkException, InterruptedException {
    tell(Att.write(Att.WRITE_COMMAND, handle, value));
  }

  /// Sends what has no answer.
  private void tell(byte[] pdu) throws LinkException, InterruptedException {
    socket.send(pdu, Deadline.in(SEND));
  }

  /// The value of the next notification or indication of one attribute, oldest first, but no empty
  /// one.
  ///
  /// @return empty at the deadline
  /// @throws LinkException of kind `FLOODED` if the deadline passes over too many other packets
  public Optional<byte[]> receive(int handle, Deadline until)
      throws LinkException, InterruptedException {
    int others = 0;
    while (true) {
      failIfFlooded(others, until);
      if (notifications.isEmpty()) {
        Optional<byte[]> pdu = next(until);
        if (pdu.isEmpty()) {
          return pdu;
        }
        others += keep(pdu.get()) ? 0 : 1;
      } else {
        byte[] notification = notifications.removeFirst();
        boolean wanted = Att.u16(notification, HANDLE_AT) == handle;
        hasOthers |= !wanted;
        if (wanted && notification.length > VALUE_AT) {
          return Optional.of(Arrays.copyOfRange(notification, VALUE_AT, notification.length));
        }
        others++;
      }
    }
  }

  /// Whether another attribute than the one that was asked for sent something.
  public boolean hasOthers() {
    return hasOthers;
  }

  /// The next packet that is no question of the battery's.
  private Optional<byte[]> next(Deadline until) throws LinkException, InterruptedException {
    for (int questions = 0; ; questions++) {
      failIfFlooded(questions, until);
      Optional<byte[]> pdu = socket.receive(until);
      if (pdu.isEmpty() || !Att.isRequest(Att.opcode(pdu.get()))) {
        return pdu;
      }
      tell(Att.answerWithoutAttributes(pdu.get()));
    }
  }

  /// Whoever wants only what has already arrived gets it although other packets came first; but a
  /// battery that never stops talking must not keep anybody beyond the deadline.
  private static void failIfFlooded(int others, Deadline until) throws LinkException {
    if (others > MOST_OTHERS && until.isPassed()) {
      throw new LinkException(Kind.FLOODED, 0, "other packets without end");
    }
  }

  /// Keeps a notification or an indication; all else is an answer that nobody waits for.
  ///
  /// @return whether it was kept
  private boolean keep(byte[] pdu) throws LinkException, InterruptedException {
    int opcode = Att.opcode(pdu);
    if (opcode == Att.INDICATION) {
      tell(Att.confirmation());
    }
    return (opcode == Att.NOTIFICATION || opcode == Att.INDICATION)
        && pdu.length >= VALUE_AT
        && notifications.add(pdu);
  }
}
