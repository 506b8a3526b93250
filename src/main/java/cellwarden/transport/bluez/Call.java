package cellwarden.transport.bluez;

import cellwarden.transport.ble.Deadline;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.messages.Error;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MethodCall;
import org.jspecify.annotations.Nullable;

/// A method call on its way: its answer is waited for with a deadline of the caller's, and an
/// interrupt ends the wait.
///
/// Calls are plain messages and do not go through the library's proxies, which would be kept for
/// the life of the connection and wait 20 s for everything.
///
/// @param message the library puts the answer into it
record Call(MethodCall message) {

  /// What the library calls the errors that it makes up itself, when the bus hangs up: Java
  /// classes.
  private static final String LIBRARY_ERRORS = "java.";

  /// A method.
  record Member(String interfaceName, String name) {}

  /// Whether the answer is there within that time.
  boolean isAnsweredBy(Deadline deadline) throws InterruptedException {
    return reply(deadline) != null;
  }

  /// What the method returns.
  Object[] await(Deadline deadline) throws BusException, InterruptedException {
    Message reply = reply(deadline);
    if (reply == null) {
      throw BusException.timedOut(message.getName());
    }
    try {
      Object[] values = reply.getParameters();
      if (reply instanceof Error) {
        throw refusal(reply.getName(), values == null ? new Object[0] : values);
      }
      return values == null ? new Object[0] : values;
    } catch (DBusException e) {
      throw BusException.noBus("an answer that cannot be read: " + e.getMessage(), e);
    }
  }

  private @Nullable Message reply(Deadline deadline) throws InterruptedException {
    while (!message.hasReply() && !deadline.isPassed()) {
      // Zero would mean for ever.
      message.getReply(1 + TimeUnit.NANOSECONDS.toMillis(deadline.leftNanos()));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    return message.hasReply() ? message.getReply(1) : null;
  }

  private static BusException refusal(String name, Object[] values) {
    String words = Arrays.stream(values).map(String::valueOf).collect(Collectors.joining(" "));
    return name.startsWith(LIBRARY_ERRORS)
        ? BusException.noBus("the bus hung up", null)
        : BusException.refused(name, words);
  }
}
