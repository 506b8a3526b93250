package cellwarden.transport.bluez.bus;

import cellwarden.transport.Deadline;
import java.util.Arrays;
import java.util.regex.Pattern;
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
public final class BusCall {

  /// How the names of errors begin that the library makes up when the bus hangs up: classes of
  /// Java's, or its own where it could not send.
  private static final Pattern LIBRARY_ERRORS =
      Pattern.compile("java\\.|org\\.freedesktop\\.dbus\\.");

  /// The library puts the answer into it.
  private final MethodCall message;

  BusCall(MethodCall message) {
    this.message = message;
  }

  /// Whether the answer is there within that time.
  public boolean isAnsweredBy(Deadline deadline) throws InterruptedException {
    return reply(deadline) != null;
  }

  /// What the method returns.
  public Object[] await(Deadline deadline) throws BusException, InterruptedException {
    Message reply = reply(deadline);
    if (reply == null) {
      throw BusException.timedOut(message.getName());
    }
    Object[] values;
    try {
      values = reply.getParameters();
    } catch (DBusException e) {
      throw BusException.noBus("an answer that cannot be read: " + e.getMessage(), e);
    }
    values = values == null ? new Object[0] : values;
    if (reply instanceof Error) {
      String words = Arrays.stream(values).map(String::valueOf).collect(Collectors.joining(" "));
      throw LIBRARY_ERRORS.matcher(reply.getName()).lookingAt()
          ? BusException.noBus("the bus hung up", null)
          : BusException.refused(reply.getName(), words);
    }
    return values;
  }

  private @Nullable Message reply(Deadline deadline) throws InterruptedException {
    while (!message.hasReply() && !deadline.isPassed()) {
      // Zero would mean for ever.
      message.getReply(Math.max(1, deadline.leftMillis()));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    return message.hasReply() ? message.getReply(1) : null;
  }
}
