package cellwarden.transport.kernel;

import cellwarden.transport.ble.Deadline;
import cellwarden.transport.kernel.LinkException.Failed;
import cellwarden.transport.kernel.LinkException.Failed.Call;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;

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

  private ManagementSocket(int descriptor) {
    this.descriptor = descriptor;
  }

  static ManagementSocket open(BluetoothSockets sockets) throws LinkException {
    int descriptor = sockets.management();
    if (descriptor < 0) {
      throw new Failed(Call.MANAGE, -descriptor);
    }
    return new ManagementSocket(descriptor);
  }

  /// The answer to a command.
  ///
  /// @param status 0 for success, else a code of BlueZ `mgmt-api`
  /// @param parameters little endian
  record Answer(int status, ByteBuffer parameters) {}

  /// Gives a command, again and again while the kernel is busy with another of its kind.
  ///
  /// @throws LinkException.Silent if no answer comes in time
  Answer command(int code, int adapter, byte[] parameters, Duration timeout) throws LinkException {
    Deadline deadline = Deadline.in(timeout);
    Answer answer = commandOnce(code, adapter, parameters, deadline);
    while (answer.status() == BUSY && !deadline.isPassed()) {
      Libc.poll(descriptor, 0, -1, BUSY_PAUSE_MILLIS);
      answer = commandOnce(code, adapter, parameters, deadline);
    }
    return answer;
  }

  private Answer commandOnce(int code, int adapter, byte[] parameters, Deadline deadline)
      throws LinkException {
    byte[] command =
        ByteBuffer.allocate(HEADER_SIZE + parameters.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) code)
            .putShort((short) adapter)
            .putShort((short) parameters.length)
            .put(parameters)
            .array();
    check(Libc.write(descriptor, command));
    while (true) {
      ByteBuffer event = event(deadline);
      if (answers(event, code)) {
        int status = Byte.toUnsignedInt(event.get(STATUS_AT));
        ByteBuffer rest = event.slice(PARAMETERS_AT, event.limit() - PARAMETERS_AT);
        return new Answer(status, rest.order(ByteOrder.LITTLE_ENDIAN));
      }
    }
  }

  private ByteBuffer event(Deadline deadline) throws LinkException {
    while (true) {
      int count = Libc.read(descriptor, buffer);
      if (count > 0) {
        return ByteBuffer.wrap(Arrays.copyOf(buffer, count)).order(ByteOrder.LITTLE_ENDIAN);
      }
      if (count == 0) {
        throw new Failed(Call.MANAGE, 0);
      }
      if (count != -Errno.EAGAIN && count != -Errno.EINTR) {
        throw new Failed(Call.MANAGE, -count);
      }
      if (deadline.isPassed()) {
        throw new LinkException.Silent();
      }
      Libc.poll(descriptor, Libc.POLLIN, -1, deadline.leftMillis());
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

  private static void check(int result) throws LinkException {
    if (result < 0) {
      throw new Failed(Call.MANAGE, -result);
    }
  }

  @Override
  public void close() {
    Libc.close(descriptor);
  }
}
