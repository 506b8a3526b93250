package cellwarden.transport.bluez;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.messages.Error;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MethodCall;

/// A method call on its way: its answer is waited for with a deadline of the caller's, and an
/// interrupt ends the wait.
///
/// Calls are made from plain messages and not through the library's proxies, which would be kept
/// for the life of the connection and wait 20 s for everything.
final class Call extends MethodCall {

  /// Answers have no sender of ours to tell the library's own errors by; these are the Java names
  /// that it gives them.
  private static final String LIBRARY_ERRORS = "java.";

  private final CompletableFuture<Message> answer = new CompletableFuture<>();

  Call(
      byte endianness,
      String destination,
      Member member,
      String path,
      String signature,
      Object... arguments)
      throws DBusException {
    super(
        endianness,
        destination,
        path,
        member.interfaceName(),
        member.name(),
        (byte) 0,
        signature.isEmpty() ? null : signature,
        arguments);
  }

  /// A method.
  record Member(String interfaceName, String name) {
    @Override
    public String toString() {
      return interfaceName.substring(interfaceName.lastIndexOf('.') + 1) + "." + name;
    }
  }

  @Override
  public synchronized void setReply(Message reply) {
    super.setReply(reply);
    answer.complete(reply);
  }

  /// Whether the answer is there within that time.
  boolean isAnsweredBy(Deadline deadline) throws InterruptedException {
    try {
      answer.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What the method returns.
  Object[] await(Deadline deadline) throws BusException, InterruptedException {
    if (!isAnsweredBy(deadline)) {
      throw BusException.timedOut(getName());
    }
    Message reply = answer.join();
    try {
      Object[] values = reply.getParameters();
      if (!(reply instanceof Error)) {
        return values == null ? new Object[0] : values;
      }
      throw refusal(reply.getName(), values == null ? new Object[0] : values);
    } catch (DBusException e) {
      throw BusException.noBus("an answer that cannot be read: " + e.getMessage(), e);
    }
  }

  private static BusException refusal(String name, Object[] values) {
    String words = Arrays.stream(values).map(String::valueOf).collect(Collectors.joining(" "));
    return name.startsWith(LIBRARY_ERRORS)
        ? BusException.noBus("the bus hung up", null)
        : BusException.refused(name, words);
  }
}
