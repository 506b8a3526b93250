package cellwarden.transport.kernel.socket;

import cellwarden.transport.Deadline;
import cellwarden.transport.kernel.socket.LinkException.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// Commands to the kernel about its adapters (BlueZ `doc/mgmt-protocol`), on a socket of its own
/// for each use: nothing old waits in it, and no battery waits for another one's answer. Its waits
/// are short and are not ended by an interrupt, since a link must be ended in any case.
final class ManagementSocket implements AutoCloseable {

  /// Of an event: code, adapter and length, then code and status of the command that it answers.
  private static final int HEADER_SIZE = 6;

  private static final int COMMAND_AT = 6;
  private static final int STATUS_AT = 8;
  private static final int PARAMETERS_AT = 9;

  private static final int COMMAND_COMPLETE = 1;
  private static final int COMMAND_STATUS = 2;

  private static final int LARGEST_EVENT = 1024;

  private static final int BUSY = 0x0A;
  private static final int BUSY_PAUSE_MILLIS = 10;

  private final int descriptor;
  private final byte[] buffer = new byte[LARGEST_EVENT];

  ManagementSocket(BluetoothSockets sockets) throws LinkException {
    this.descriptor = sockets.management();
  }

  /// The answer to a command.
  ///
  /// @param status 0 for success, else a code of BlueZ `mgmt-api`
  /// @param parameters little endian
  record Answer(int status, ByteBuffer parameters) {}

  /// Gives a command, again and again while the kernel is busy with another of its kind.
  ///
  /// @return empty if no answer comes in time
  Optional<Answer> command(int code, int adapter, byte[] parameters, Duration timeout)
      throws LinkException {
    Deadline deadline = Deadline.in(timeout);
    Optional<Answer> answer = commandOnce(code, adapter, parameters, deadline);
    while (answer.isPresent() && answer.get().status() == BUSY && !deadline.isPassed()) {
      Libc.pause(BUSY_PAUSE_MILLIS);
      answer = commandOnce(code, adapter, parameters, deadline);
    }
    return answer;
  }

  private Optional<Answer> commandOnce(int code, int adapter, byte[] parameters, Deadline deadline)
      throws LinkException {
    byte[] command =
        ByteBuffer.allocate(HEADER_SIZE + parameters.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) code)
            .putShort((short) adapter)
            .putShort((short) parameters.length)
            .put(parameters)
            .array();
    LinkException.check(Kind.SYSTEM, Libc.write(descriptor, command));
    Optional<ByteBuffer> event = event(deadline);
    while (event.isPresent() && !answers(event.get(), code)) {
      event = event(deadline);
    }
    return event.map(answer -> {
      int status = Byte.toUnsignedInt(answer.get(STATUS_AT));
      ByteBuffer rest = answer.slice(PARAMETERS_AT, answer.limit() - PARAMETERS_AT);
      return new Answer(status, rest.order(ByteOrder.LITTLE_ENDIAN));
    });
  }

  private Optional<ByteBuffer> event(Deadline deadline) throws LinkException {
    while (true) {
      int count = Libc.read(descriptor, buffer);
      if (count > 0) {
        byte[] event = Arrays.copyOf(buffer, count);
        return Optional.of(ByteBuffer.wrap(event).order(ByteOrder.LITTLE_ENDIAN));
      }
      if (count != -Errno.EAGAIN && count != -Errno.EINTR) {
        throw LinkException.failed(Kind.SYSTEM, -count);
      }
      if (deadline.isPassed()) {
        return Optional.empty();
      }
      Libc.poll(descriptor, Libc.POLLIN, deadline.leftMillis());
    }
  }

  private static boolean answers(ByteBuffer event, int code) {
    if (event.limit() < PARAMETERS_AT) {
      return false;
    }
    int kind = event.getShort(0);
    return (kind == COMMAND_COMPLETE || kind == COMMAND_STATUS)
        && Short.toUnsignedInt(event.getShort(COMMAND_AT)) == code;
  }

  @Override
  public void close() {
    Libc.close(descriptor);
  }
}
